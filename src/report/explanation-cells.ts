import type { TextTable } from './cells.ts';
import { noFigure, percent, whole } from './figures.ts';
import type { ExplainedScore } from './topic-inspection.ts';

/** What stands over the terms: the score, and what all terms share. */
export function explanationLine({ score, runScore, documentLength, averageLength, documentCount, k1, b, terms }: ExplainedScore): string {
  const length = `length ${whole(documentLength)} tokens, on average ${averageLength.toFixed(1)}`;
  const agrees = runScore === null || Math.abs(score - runScore) <= 1e-5 * Math.max(Math.abs(score), Math.abs(runScore));
  const recorded = agrees ? '' : `; the run has ${runScore.toPrecision(7)}, which this index does not give`;
  const absent = terms.filter(({ tf }) => tf === 0).map(({ term }) => term);
  const without =
    absent.length === 0 ? '' : `; not in it: ${absent.slice(0, termsShown).join(', ')}${absent.length > termsShown ? ', …' : ''}`;
  return `score ${score.toPrecision(7)}${recorded}; ${length}; N = ${whole(documentCount)}, k1 = ${k1}, b = ${b}${without}`;
}

/** Terms that add little are summed up in a line. */
const termsShown = 12;

export function explanationCells({ terms, score }: ExplainedScore): TextTable {
  const found = terms.filter(({ tf }) => tf > 0);
  const shown = found.slice(0, termsShown);
  const others = found.slice(termsShown);
  const sum = others.reduce((total, { contribution }) => total + contribution, 0);
  const share = (contribution: number): string => (score === 0 ? noFigure : `${percent(contribution / score)}%`);
  return {
    head: ['Term', 'Query weight', 'tf', 'df', 'idf', 'Adds', 'Share'],
    rows: [
      ...shown.map(({ term, queryWeight, tf, df, idf, contribution }) => [
        term,
        queryWeight.toFixed(4),
        whole(tf),
        whole(df),
        idf.toFixed(4),
        contribution.toFixed(4),
        share(contribution),
      ]),
      ...(others.length > 0 ? [[`${others.length} more`, '', '', '', '', sum.toFixed(4), share(sum)]] : []),
    ],
  };
}
