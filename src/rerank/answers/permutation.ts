import type { Trouble } from '../answer-troubles.ts';

/** An order of documents that was read from an answer. */
export interface ReadOrder {
  /** Each position from 0 once, best first. */
  readonly order: readonly number[];
  readonly troubles: readonly Trouble[];
}

/**
 * Makes an order of all `count` documents of the numbers that an answer names, counted from 1. What isn't a number of a document is passed over, the first of
 * repeated ones counts, and documents that aren't named follow in the order in which they were shown.
 */
export function completeOrder(named: readonly number[], count: number): ReadOrder {
  const order = new Set<number>();
  const troubles = new Set<Trouble>();
  for (const number of named) {
    if (!Number.isInteger(number) || number < 1 || number > count) troubles.add('unknown');
    else if (order.has(number - 1)) troubles.add('repeated');
    else order.add(number - 1);
  }
  if (order.size < count) troubles.add('incomplete');
  return { order: [...order, ...inputOrder(count).filter((position) => !order.has(position))], troubles: [...troubles] };
}

/** The order in which the documents were shown: what an answer that can't be read leaves. */
export function inputOrder(count: number): readonly number[] {
  return Array.from({ length: count }, (_, position) => position);
}
