import type { Found } from './exact-search.ts';

/**
 * The best of two lists that are in order, in order.
 *
 * @param tieOrder of two vectors with equal scores the one with the lower number comes first.
 */
export function mergeFound(a: Found, b: Found, tieOrder: Uint32Array, wanted: number): Found {
  const length = Math.min(wanted, a.vectors.length + b.vectors.length);
  const vectors = new Uint32Array(length);
  const scores = new Float64Array(length);
  let left = 0;
  let right = 0;
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.scores[left] ?? Number.NEGATIVE_INFINITY, b.scores[right] ?? Number.NEGATIVE_INFINITY];
    const first = x > y || (x === y && tieOrder[a.vectors[left]!]! < tieOrder[b.vectors[right]!]!);
    vectors[at] = first ? a.vectors[left]! : b.vectors[right]!;
    scores[at] = first ? x : y;
    if (first) left++;
    else right++;
  }
  return { vectors, scores };
}
