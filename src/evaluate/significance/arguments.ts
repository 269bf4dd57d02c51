import { usageError } from '../../errors.ts';

/** @throws `usage` error unless `value` lies strictly between 0 and 1. */
export function requireShare(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw usageError(`${name}: ${value}, not a number between 0 and 1`);
}

/** @throws `usage` error unless `value` is a whole number from `least` to `most`. */
export function requireWhole(name: string, value: number, least: number, most: number = Number.MAX_SAFE_INTEGER): void {
  if (!(Number.isInteger(value) && value >= least && value <= most)) {
    throw usageError(`${name}: ${value}, not a whole number from ${least} to ${most}`);
  }
}

/** @throws `usage` error unless `value` is finite and at least 0. */
export function requireNonNegative(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) throw usageError(`${name}: ${value}, not a finite number of at least 0`);
}

/** @throws `usage` error unless `value` is finite and above 0. */
export function requirePositive(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) throw usageError(`${name}: ${value}, not a finite number above 0`);
}
