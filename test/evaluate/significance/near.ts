import assert from 'node:assert/strict';

/** Asserts that two numbers agree to `tolerance`, relative where they are above 1 in size and absolute below. */
export function near(actual: number | null | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(typeof actual === 'number', `${actual} is not a number`);
  const apart = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  assert.ok(apart <= tolerance, `${actual} and ${expected} are ${apart} apart`);
}

/** Asserts that two numbers agree to `tolerance` in proportion, however small they are. */
export function nearRelative(actual: number, expected: number, tolerance: number): void {
  const apart = actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
  assert.ok(apart <= tolerance, `${actual} and ${expected} differ by ${apart} of their size`);
}
