import type { TextTable } from './cells.ts';
import { explanationCells, explanationLine } from './explanation-cells.ts';
import { noFigure, percent, points, whole } from './figures.ts';
import { type PageOptions, type PageStyle, pageStyle } from './page-style.ts';
import type { ExplainedScore, GoldDocument, InspectedRun, RankedDocument, TopicInspection } from './topic-inspection.ts';

/** One topic of one or two runs, as a page to read from top to bottom: what was asked, how it went, where the gold is, what stands on top, and why. */
export function topicPage(inspection: TopicInspection, options: PageOptions): string {
  const style = pageStyle(options);
  const { benchmark, split, topic, runs, gold } = inspection;
  const explained = runs.flatMap((run) => worthExplaining(run, gold).map((score) => ({ run, score })));
  return [
    style.heading(`${benchmark}:${split}, topic ${topic}`),
    ...inspection.queries.map(({ queries, text }) => style.quotation(`${queries} query`, text)),
    style.table(measureTable(inspection)),
    style.heading(gold.length === 1 ? 'The relevant document' : `The ${whole(gold.length)} relevant documents`),
    goldTable(inspection, style),
    ...runs.flatMap((run, at) => [
      style.heading(`First ${whole(run.top.length)} of ${whole(run.retrieved)} documents of ${run.system}`),
      topTable(run, runs[1 - at], style),
    ]),
    style.paragraph(remarks(inspection)),
    ...explained.flatMap(({ run, score }) => [
      style.heading(`BM25 of ${score.document} in ${run.system}`),
      style.paragraph(explanationLine(score)),
      style.table(explanationCells(score)),
    ]),
  ].join('\n');
}

function measureTable({ measures, runs }: TopicInspection): TextTable {
  return {
    head: ['Percent', ...runs.map(({ system }) => system), ...(runs.length === 2 ? ['Δ'] : [])],
    rows: measures.map(({ measure, values, delta }) => [
      measure,
      ...values.map((value) => percent(value ?? undefined)),
      ...(runs.length === 2 ? [delta === null ? noFigure : points(delta)] : []),
    ]),
  };
}

function goldTable({ gold, runs }: TopicInspection, style: PageStyle): string {
  const compared = runs.length === 2;
  const figures = [...runs.map(({ system }) => system), ...(compared ? ['Moved'] : []), 'Gain'];
  return style.withTexts(
    {
      head: [...figures, 'Document'],
      align: [...figures.map(() => 'right' as const), 'left'],
      rows: gold.map(({ document, relevance, ranks }) => [
        ...ranks.map(whole),
        ...(compared ? [moved(ranks[0]!, ranks[1]!)] : []),
        String(relevance),
        document,
      ]),
    },
    gold.map(textOf),
    'below',
  );
}

/** How a document came from its rank in the other run to that in this one. */
function moved(now: number | null, before: number | null): string {
  if (now === before) return now === null ? noFigure : '=';
  if (before === null) return 'new';
  if (now === null) return 'lost';
  return now < before ? `↑${whole(before - now)}` : `↓${whole(now - before)}`;
}

function topTable({ top }: InspectedRun, other: InspectedRun | undefined, style: PageStyle): string {
  const figures = ['Rank', ...(other === undefined ? [] : [`in ${other.system}`]), 'Score', 'Gain'];
  return style.withTexts(
    {
      head: [...figures, 'Document'],
      align: [...figures.map(() => 'right' as const), 'left'],
      rows: top.map(({ rank, document, score, relevance, otherRank }) => [
        String(rank),
        ...(other === undefined ? [] : [whole(otherRank)]),
        score.toPrecision(6),
        relevance === null ? noFigure : String(relevance),
        document,
      ]),
    },
    top.map(textOf),
    'below',
  );
}

function textOf({ isExcluded, snippet }: GoldDocument | RankedDocument): string {
  return `${isExcluded ? '[excluded] ' : ''}${snippet ?? ''}`;
}

/** What the tables don't say: what was not judged, and what should not be there. */
function remarks({ runs, excluded }: TopicInspection): string {
  const [run, other] = runs;
  const unjudged = runs.map(({ system, unjudged: count, top }) => `${count} of the first ${top.length} of ${system}`);
  const hits = runs.map(({ system, excludedHits }) => {
    const shown = excludedHits.slice(0, 3).map(({ document, rank }) => `${document} at rank ${rank}`);
    const more = excludedHits.length > shown.length ? ', …' : '';
    if (excludedHits.length === 0) return `${system} has none of them`;
    return `${system} has ${whole(excludedHits.length)} of them (${shown.join(', ')}${more})`;
  });
  return [
    `Nobody judged ${unjudged.join(' and ')} (gain –).`,
    excluded === 0
      ? 'No document is excluded for this topic.'
      : `${whole(excluded)} document${excluded === 1 ? ' is' : 's are'} excluded for this topic: ${hits.join('; ')}.`,
    ...(other === undefined ? [] : [`Moved: from ${other.system} to ${run!.system}.`]),
  ].join(' ');
}

/** The first document, and the relevant one that is ranked best: why the one stands above the other. */
function worthExplaining({ explained, top }: InspectedRun, gold: readonly GoldDocument[]): readonly ExplainedScore[] {
  const best = gold.map(({ document }) => explained.find((score) => score.document === document)).find((score) => score !== undefined);
  const first = explained.find(({ document }) => document === top[0]?.document);
  return [...new Set([first, best].filter((score) => score !== undefined))];
}
