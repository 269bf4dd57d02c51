/**
 * Scores that say nothing but an order: the first of n documents has n, the last 1 (BRIGHT's k − rank with k = n and ranks from 0).
 *
 * @param order each position once, best first.
 */
export function orderScores(order: readonly number[]): Float64Array {
  const scores = new Float64Array(order.length);
  for (const [rank, position] of order.entries()) scores[position] = order.length - rank;
  return scores;
}
