import type { ExcludedIds } from '../collection/excluded-ids.ts';
import type { Qrels } from '../collection/qrels.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Measure } from '../evaluate/measure.ts';
import type { TopicRanking } from '../run/packed-ranking.ts';
import { thousands } from '../support/thousands.ts';
import { type Cause, openCause, type Target, triedCause } from './cause.ts';
import { type ScoringChoice, scoreChoices } from './score-choices.ts';

/** A run whose figure is off, and how it came about. */
export interface ScoredRanking {
  /** Reads the run's rankings from the start. */
  readonly rankings: AsyncIterable<TopicRanking>;
  readonly measure: Measure;
  readonly choice: ScoringChoice;
  readonly excluded: ExcludedIds;
  /** Judgments that also credit copies of relevant documents, with how many those are; undefined where the corpus isn't here to find them. */
  readonly fixed: { readonly qrels: Qrels; readonly added: number } | undefined;
}

/**
 * What other ways to score the same run would give: other orders of tied documents, another precision of scores, means over other topics, other judgments,
 * and without excluded documents. All in one reading of the run.
 */
export async function scoringCauses(scored: ScoredRanking, target: Target): Promise<readonly Cause[]> {
  const { choice, measure, excluded, fixed, rankings } = scored;
  const choices = {
    own: choice,
    trec: { ...choice, ties: 'trec' },
    input: { ...choice, ties: 'input' },
    optimistic: { ...choice, ties: 'optimistic' },
    pessimistic: { ...choice, ties: 'pessimistic' },
    precise: { ...choice, scorePrecision: choice.scorePrecision === 'float32' ? 'float64' : 'float32' },
    topics: { ...choice, topics: choice.topics === 'qrels' ? 'both' : 'qrels' },
    allowed: { ...choice, removeExcluded: !choice.removeExcluded },
    fixed: { ...choice, qrels: fixed?.qrels ?? choice.qrels },
  } as const satisfies Record<string, ScoringChoice>;
  type Name = keyof typeof choices;
  const names = Object.keys(choices) as Name[];
  const scores = await scoreChoices(rankings, excluded, measure, Object.values(choices));
  const evaluationOf = (name: Name): Evaluation => scores.evaluations[names.indexOf(name)]!;
  const meanOf = (name: Name): number => evaluationOf(name).means[0]!;
  const figure = (name: Name): string => target.figure(meanOf(name));
  const own = evaluationOf('own');
  return [
    ...tieCauses(meanOf, choice, target),
    triedCause('score precision', precisionEvidence(meanOf, choice, figure('precise')), meanOf('precise'), target),
    topicCause(own, meanOf('topics'), target),
    ...(scores.excluded === 0
      ? []
      : [
          triedCause(
            'excluded ids',
            `${scores.excluded === 1 ? 'a document is' : `${thousands(scores.excluded)} documents are`} ranked although excluded for the topic; without that it is ${figure('allowed')}`,
            meanOf('allowed'),
            target,
          ),
        ]),
    ...(fixed === undefined
      ? []
      : [
          triedCause(
            'qrels',
            fixed.added === 0
              ? 'no document of the corpus is a copy of a relevant one, so that crediting copies changes nothing'
              : `with the ${fixed.added === 1 ? 'copy of a relevant document' : `${thousands(fixed.added)} copies of relevant documents`} credited, it is ${figure('fixed')}`,
            meanOf('fixed'),
            target,
          ),
        ]),
    ...depthCauses(measure, scores.depths),
  ];
}

function tieCauses(
  meanOf: (name: 'own' | 'trec' | 'input' | 'optimistic' | 'pessimistic') => number,
  { ties }: ScoringChoice,
  target: Target,
): readonly Cause[] {
  const [most, least] = [meanOf('optimistic'), meanOf('pessimistic')];
  const { expected, terms, figure } = target;
  if (most - least < 1e-12) return [triedCause('ties', 'the order of documents with equal scores changes nothing', meanOf('own'), target)];
  const span = `documents with equal scores leave it open between ${figure(least)} and ${figure(most)}`;
  const other = ties === 'input' ? 'trec' : 'input';
  const way = other === 'input' ? 'in the order of the run' : 'broken as trec_eval does';
  const tried = triedCause('ties', `${span}; ${way} it is ${figure(meanOf(other))}`, meanOf(other), target);
  const within = expected >= least - terms.step / 2 && expected <= most + terms.step / 2;
  if (tried.finding === 'explains' || !within) return [tried];
  return [{ ...tried, finding: 'open', evidence: `${tried.evidence}, and some other order may give the published figure` }];
}

function precisionEvidence(meanOf: (name: 'own' | 'precise') => number, { scorePrecision }: ScoringChoice, figure: string): string {
  const other = scorePrecision === 'float32' ? 'doubles' : '32-bit floats';
  if (Math.abs(meanOf('own') - meanOf('precise')) < 1e-12) return `scores compared as ${other} change nothing`;
  return `with scores compared as ${other} it is ${figure}`;
}

function topicCause({ missing, unjudged, topics, topicChoice }: Evaluation, value: number, target: Target): Cause {
  const strange =
    unjudged.length === 0
      ? ''
      : `; ${unjudged.length === 1 ? 'a topic of the run has' : `${unjudged.length} topics of the run have`} no judgments here`;
  if (missing.length === 0) {
    return triedCause('topics', `all ${topics.length} judged topics have a ranking${strange}`, value, target);
  }
  const all = topicChoice === 'qrels' ? topics.length : topics.length + missing.length;
  const way = topicChoice === 'qrels' ? 'left out of the mean' : 'counted as 0';
  const evidence = `${missing.length} of ${all} judged topics ${missing.length === 1 ? 'has' : 'have'} no ranking; ${way} it is ${target.figure(value)}${strange}`;
  const tried = triedCause('topics', evidence, value, target);
  // What their rankings would have given, nobody knows.
  return tried.finding === 'explains' ? tried : { ...tried, finding: 'open' };
}

function depthCauses({ name }: Measure, depths: ReadonlyMap<string, number>): readonly Cause[] {
  const cutoff = Number(/@(\d+)$/.exec(name)?.[1] ?? 0);
  const short = [...depths.values()].filter((depth) => depth < cutoff);
  if (short.length === 0) return [];
  return [
    openCause(
      'depth',
      `${name} looks at ${thousands(cutoff)} documents, and ${short.length} of ${depths.size} topics ${short.length === 1 ? 'has' : 'have'} fewer, the least ${Math.min(...short)}`,
    ),
  ];
}
