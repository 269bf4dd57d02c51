/**
 * The `k`-th largest of the first `length` values, 1 ≤ k ≤ length; their order changes. Hoare's quickselect with the median of three: linear on
 * average, also where many are equal. NaN is not allowed.
 */
export function kthLargest(values: Float32Array, length: number, k: number): number {
  const target = k - 1;
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const pivot = median(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! > pivot) i++;
      while (values[j]! < pivot) j--;
      if (i > j) break;
      const larger = values[j]!;
      values[j--] = values[i]!;
      values[i++] = larger;
    }
    // Now everything up to j is at least the pivot, everything from i on at most, and whatever lies between equals it.
    if (target <= j) high = j;
    else if (target >= i) low = i;
    else return values[target]!;
  }
  return values[low]!;
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
