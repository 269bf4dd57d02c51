/** Positions and scores of the best items, best first; equal scores in order of position. */
export interface Top {
  readonly positions: Uint32Array;
  readonly scores: Float32Array;
}

const BUCKETS = 2048;
/** A threshold bucket with at most this many items is sorted rather than refined further. */
const SMALL = 512;

/**
 * Chooses the `k` highest of `scores`; ties are broken by position, lower first, which makes the cut at `k` reproducible.
 * Items whose score is -Infinity are absent and never chosen. NaN is not allowed.
 *
 * Selection is by histogram: the range of the scores is cut into buckets, the bucket where the k-th item falls is cut again until it is
 * small or a single value, and only what lies at or above it is sorted. Linear in the number of scores, whatever `k` and however many ties.
 */
export function topK(scores: Float32Array, k: number): Top {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let present = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (score === Number.NEGATIVE_INFINITY) continue;
    present++;
    if (score < low) low = score;
    if (score > high) high = score;
  }
  let wanted = Math.min(k, present);
  if (wanted === 0) return { positions: new Uint32Array(0), scores: new Float32Array(0) };
  const count = wanted;

  // Invariant: everything above `high` is chosen already (and subtracted from `wanted`); the k-th item lies within [low, high].
  let inside = present;
  const histogram = new Uint32Array(BUCKETS);
  while (inside > wanted && inside > SMALL && low < high) {
    histogram.fill(0);
    const scale = (BUCKETS - 1) / (high - low);
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i]!;
      if (score >= low && score <= high) histogram[((score - low) * scale) | 0]!++;
    }
    let bucket = BUCKETS - 1;
    while (histogram[bucket]! < wanted) wanted -= histogram[bucket--]!;
    inside = histogram[bucket]!;
    let bucketLow = Number.POSITIVE_INFINITY;
    let bucketHigh = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i]!;
      if (score < low || score > high || (((score - low) * scale) | 0) !== bucket) continue;
      if (score < bucketLow) bucketLow = score;
      if (score > bucketHigh) bucketHigh = score;
    }
    low = bucketLow;
    high = bucketHigh;
  }

  // Each candidate is one 64-bit key, high word = score turned upside down, low word = position, so that the engine's own sort of
  // unsigned integers gives "score descending, position ascending" without a comparison function.
  const tied = low === high;
  const candidates = count - wanted + (tied ? wanted : inside);
  const keys = new BigUint64Array(candidates);
  const words = new Uint32Array(keys.buffer);
  let at = 0;
  let tiesLeft = wanted;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (score < low || score === Number.NEGATIVE_INFINITY) continue;
    if (tied && score === low && tiesLeft-- <= 0) continue;
    words[at + LOW_WORD] = i;
    words[at + HIGH_WORD] = descendingBits(score);
    at += 2;
  }
  keys.sort();
  const positions = new Uint32Array(count);
  const best = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const position = words[2 * i + LOW_WORD]!;
    positions[i] = position;
    best[i] = scores[position]!;
  }
  return { positions, scores: best };
}

const LOW_WORD = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH_WORD = 1 - LOW_WORD;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** An unsigned 32-bit number that falls as the float32 rises. IEEE 754 bits rise with positive numbers and fall with negative ones. */
function descendingBits(score: number): number {
  float[0] = score + 0; // -0 becomes +0
  const raw = bits[0]!;
  return (raw < 0 ? raw : ~raw & 0x7fffffff) >>> 0;
}
