/** Whether `bytes` from `start` to `end` (exclusive) are all of `other`. */
export function sameBytes(bytes: Uint8Array, start: number, end: number, other: Uint8Array): boolean {
  const length = end - start;
  if (length !== other.length) return false;
  // Neighbouring topics, for which this is asked, differ at their ends far more often than at their beginnings.
  for (let i = length - 1; i >= 0; i--) if (bytes[start + i] !== other[i]) return false;
  return true;
}
