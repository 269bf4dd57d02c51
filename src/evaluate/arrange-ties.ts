import { type JudgedRanking, tiedGroups } from './judged-ranking.ts';

/**
 * The ranking with every group of equal scores put in its best order, the most relevant first, or in its worst, the least relevant first.
 *
 * Documents without a judgment stand between those judged 0 and those below 0. The two orders bound every measure that only gains by a
 * relevant document moving up; infAP is not one (a pooled document above a relevant one may raise it), so for it they bound nothing.
 */
export function arrangeTies(judged: JudgedRanking, order: 'optimistic' | 'pessimistic'): JudgedRanking {
  const ranks = judged.ranks.slice();
  const relevance = judged.relevance.slice();
  for (const { first, last, from, to } of tiedGroups(judged)) {
    if (first === last) continue;
    const group = relevance.subarray(from, to).sort((a, b) => b - a);
    const pooled = group.filter((value) => value < 0).length;
    for (let i = 0; i < group.length; i++) ranks[from + i] = i < group.length - pooled ? first + i : last - (group.length - 1 - i);
    if (order === 'optimistic') continue;
    group.reverse();
    const mirrored = ranks.slice(from, to).reverse();
    for (let i = 0; i < group.length; i++) ranks[from + i] = first + last - mirrored[i]!;
  }
  return { ...judged, ranks, relevance };
}

/** Whether another order of equal scores could change any measure: a group holds documents of different relevance, or some without. */
export function tiesMatter({ relevance, tieFirst, tieLast }: JudgedRanking): boolean {
  for (let from = 0, to = 0; from < tieFirst.length; from = to) {
    let differ = false;
    for (to = from; to < tieFirst.length && tieFirst[to] === tieFirst[from]; to++) differ ||= relevance[to] !== relevance[from];
    const size = tieLast[from]! - tieFirst[from]! + 1;
    if (differ || to - from < size) return true;
  }
  return false;
}
