import { quote } from '../support/quote.ts';
import { isSamePlace, isSameSystem, placeName, type Score, type Snapshot, type SplitFacts } from './snapshot.ts';

/**
 * Why runs must not be held against a baseline: sentences with both values, those about data first. What one of them doesn't say (a folder
 * has no commit) is not held against it.
 */
export function snapshotDisagreements(baseline: Snapshot, measured: Snapshot): readonly string[] {
  return [
    ...baseline.splits.flatMap((facts) => {
      const now = measured.splits.find((split) => isSamePlace(split, facts));
      return now === undefined ? [`${placeName(facts)} is in the baseline, and there is no run on it`] : splitDisagreement(facts, now);
    }),
    ...baseline.scores.flatMap((score) => {
      if (!measured.splits.some((split) => isSamePlace(split, score))) return [];
      const [now] = measured.scores.filter((other) => isSameSystem(other, score));
      if (now === undefined) return isFirst(score, baseline) ? [`${nameOf(score)} is in the baseline, and there is no run of it`] : [];
      const same = measured.scores.find((other) => isSameSystem(other, score) && other.measure === score.measure);
      if (same === undefined) return [`${nameOf(score)}: ${score.measure} is in the baseline, and isn't measured`];
      return isFirst(score, baseline) ? runDisagreement(score, same) : [];
    }),
  ];
}

/**
 * What is another than in the baseline about how a run was made, and may be just what is to be checked: sentences with both values, one for each run and
 * choice.
 */
export function snapshotChanges(baseline: Snapshot, measured: Snapshot): readonly string[] {
  return baseline.scores.flatMap((before) => {
    const now = measured.scores.find((other) => isSameSystem(other, before));
    if (now === undefined || !isFirst(before, baseline)) return [];
    const differing = (subject: string, one: string | null, other: string | null): readonly string[] =>
      one === null || other === null || one === other ? [] : [`${nameOf(before)}: ${subject}: ${one} in the baseline, ${other} now`];
    return [...differing('the protocol', before.protocol, now.protocol), ...differing('the queries', before.queries, now.queries)];
  });
}

/** At most one: another dataset explains all else. */
function splitDisagreement(before: SplitFacts, now: SplitFacts): readonly string[] {
  const differing = (subject: string, one: string | undefined, other: string | undefined): readonly string[] =>
    one === undefined || other === undefined || one === other
      ? []
      : [`${placeName(before)}: ${subject}: ${one} in the baseline, ${other} now`];
  const files = before.files.flatMap(({ path, hash }) =>
    differing(`the file ${path}`, short(hash), short(now.files.find((file) => file.path === path)?.hash ?? hash)),
  );
  return [
    ...differing('the dataset', before.dataset?.repo, now.dataset?.repo),
    ...differing('the dataset commit', before.dataset?.commit, now.dataset?.commit),
    ...files,
    ...differing('which judgments', before.qrels.variant, now.qrels.variant),
    ...topicDisagreement(before, now),
    ...differing('the judgments', short(before.qrels.hash), short(now.qrels.hash)),
  ].slice(0, 1);
}

function topicDisagreement(before: SplitFacts, now: SplitFacts): readonly string[] {
  const [then, today] = [new Set(before.topics), new Set(now.topics)];
  const gone = before.topics.filter((topic) => !today.has(topic));
  const come = now.topics.filter((topic) => !then.has(topic));
  if (gone.length + come.length === 0) return [];
  const named = (topics: readonly string[], what: string): string =>
    topics.length === 0 ? '' : `; ${what} ${topics.length}, such as ${quote(topics[0]!)}`;
  return [
    `${placeName(before)}: the judged topics differ: ${before.topics.length} in the baseline, ${now.topics.length} now${named(gone, 'gone:')}${named(come, 'come:')}`,
  ];
}

function runDisagreement(before: Score, now: Score): readonly string[] {
  const known = new Set(before.missing);
  const lost = now.missing.filter((topic) => !known.has(topic));
  if (lost.length === 0) return [];
  return [`${nameOf(before)}: no ranking for ${lost.length} topics that had one in the baseline, such as ${quote(lost[0]!)}`];
}

/** Whether the score is the first of its run, so that each run is spoken of once. */
function isFirst(score: Score, { scores }: Snapshot): boolean {
  return scores.find((other) => isSameSystem(other, score)) === score;
}

function nameOf(score: Score): string {
  return `${score.system} on ${placeName(score)}`;
}

/** Enough of a hash to tell it from another. */
function short(hash: string): string {
  return hash.replace(/([0-9a-f]{12})[0-9a-f]{20,}$/, '$1');
}
