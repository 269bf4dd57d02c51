/**
 * Scores moved and stretched so that the lowest is 0 and the highest 1; undefined where all are equal. What z-scores and their like are
 * computed from: they don't see a shift or a stretch, and within 0 and 1 no sum or square overflows or vanishes, whatever the scores were.
 *
 * @param scores finite, best first, at least one.
 */
export function unitRange(scores: Float64Array): Float64Array | undefined {
  const high = scores[0]!;
  const low = scores[scores.length - 1]!;
  if (high === low) return undefined;
  // Only where the distance itself overflows; a quarter of such numbers is exact.
  const scale = Number.isFinite(high - low) ? 1 : 0.25;
  const least = low * scale;
  const range = high * scale - least;
  return scores.map((score) => (score * scale - least) / range);
}
