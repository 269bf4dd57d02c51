import { interruptedError, usageError } from '../errors.ts';

/** Money that calls may cost together. */
export interface Budget {
  /**
   * Sets aside what a call is expected to cost. `settle` must be called once when it is over, with what it did cost.
   *
   * @throws `interrupted` when that might pass the limit.
   */
  reserve(expected: number): { settle(actual: number): void };
  /** Spent so far, by calls that are over. */
  spent(): number;
}

/** @param maxCost nothing is refused where it is undefined. */
export function openBudget(maxCost: number | undefined): Budget {
  if (maxCost !== undefined && !(maxCost >= 0)) throw usageError(`maxCost: ${maxCost} is not an amount of money`);
  let spent = 0;
  let reserved = 0;
  let calls = 0;
  return {
    reserve(expected) {
      if (maxCost !== undefined && spent + reserved + expected > maxCost) {
        const underWay = reserved > 0 ? `, ${money(reserved)} is expected for those under way` : '';
        throw interruptedError(
          `maxCost ${money(maxCost)}: ${money(spent)} was spent on ${calls} calls${underWay}, and the next may cost ${money(expected)}`,
          {
            next: 'Allow a higher cost and run the same again: every answer so far is kept and will not be paid for twice.',
          },
        );
      }
      reserved += expected;
      return {
        settle(actual) {
          reserved -= expected;
          spent += actual;
          if (actual > 0) calls++;
        },
      };
    },
    spent: () => spent,
  };
}

/** To four digits, as prices of single calls are small. */
function money(amount: number): string {
  return String(Number(amount.toPrecision(4)));
}
