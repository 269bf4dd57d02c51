/**
 * Sorts indices in place by a strict order that the caller knows, stably: merge sort, bottom up. Twice as fast as a typed array's own sort with
 * a comparator, which crosses into the engine's library and back for every comparison.
 */
export function sortIndices(indices: Uint32Array, precedes: (a: number, b: number) => boolean): void {
  const { length } = indices;
  let from = indices;
  let to: Uint32Array = new Uint32Array(length);
  for (let width = 1; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const takeRight = left === middle || (right < end && precedes(from[right]!, from[left]!));
        to[at] = takeRight ? from[right++]! : from[left++]!;
      }
    }
    [from, to] = [to, from];
  }
  if (from !== indices) indices.set(from);
}
