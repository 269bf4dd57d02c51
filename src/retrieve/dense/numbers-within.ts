/** Those of rising numbers that are at least `first` and below `end`. */
export function numbersWithin(numbers: Uint32Array, first: number, end: number): Uint32Array {
  return numbers.subarray(countBelow(numbers, first), countBelow(numbers, end));
}

/** How many of rising numbers are below a bound. */
function countBelow(numbers: Uint32Array, bound: number): number {
  let low = 0;
  for (let high = numbers.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
