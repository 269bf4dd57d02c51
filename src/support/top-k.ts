/** Positions and scores of the best items, best first; equal scores in order of position. */
export interface Top {
  readonly positions: Uint32Array;
  readonly scores: Float32Array;
}

/**
 * Chooses the `k` highest of `scores`; ties are broken by position, lower first, which makes the cut at `k` reproducible.
 * Items whose score is -Infinity are absent and never chosen. NaN is not allowed.
 *
 * Three steps, linear in the number of scores whatever `k` and however many ties: a sample tells a floor that most items lie below; a histogram
 * over what is left finds the k-th score; and only what lies at or above that is sorted.
 */
export function topK(scores: Float32Array, k: number): Top {
  const candidates = atLeast(scores, probableFloor(scores, k));
  const positions = candidates.length >= k ? candidates : atLeast(scores, Number.NEGATIVE_INFINITY);
  return best(scores, positions, Math.min(k, positions.length));
}

/** One item in so many is sampled. */
const STRIDE = 128;
/** The floor is set so low that this many times `k` items are expected above it: with samples that small, luck must not often spoil it. */
const MARGIN = 3;

/** A score that `k` items very likely reach, and not many more; -Infinity where a sample says nothing. */
function probableFloor(scores: Float32Array, k: number): number {
  const rank = Math.ceil((MARGIN * k) / STRIDE) + 8;
  const size = Math.floor(scores.length / STRIDE);
  if (rank >= size) return Number.NEGATIVE_INFINITY;
  const sample = new Float32Array(size);
  for (let i = 0; i < size; i++) sample[i] = scores[i * STRIDE]!;
  return sample.sort()[size - rank]!;
}

/** Positions of the items that are there and score `floor` or more, rising. */
function atLeast(scores: Float32Array, floor: number): Uint32Array {
  let positions = new Uint32Array(1 << 14);
  let count = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (score < floor || score === Number.NEGATIVE_INFINITY) continue;
    if (count === positions.length) {
      const larger = new Uint32Array(2 * count);
      larger.set(positions);
      positions = larger;
    }
    positions[count++] = i;
  }
  return positions.subarray(0, count);
}

const BUCKETS = 2048;
/** A bucket with at most this many items is sorted rather than cut again. */
const SMALL = 512;

/** The `count` best of the items at `positions`, which rise; `count` is at most their number. */
function best(scores: Float32Array, positions: Uint32Array, count: number): Top {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < positions.length; i++) {
    const score = scores[positions[i]!]!;
    if (score < low) low = score;
    if (score > high) high = score;
  }

  // Invariant: everything above `high` is chosen; of the `inside` items within [low, high] the best `wanted` are still to be found.
  let wanted = count;
  let inside = positions.length;
  const histogram = new Uint32Array(BUCKETS);
  while (inside > wanted && inside > SMALL && low < high) {
    histogram.fill(0);
    const from = low;
    const to = high;
    const scale = (BUCKETS - 1) / (to - from);
    for (let i = 0; i < positions.length; i++) {
      const score = scores[positions[i]!]!;
      if (score >= from && score <= to) histogram[((score - from) * scale) | 0]!++;
    }
    let bucket = BUCKETS - 1;
    while (histogram[bucket]! < wanted) wanted -= histogram[bucket--]!;
    inside = histogram[bucket]!;
    low = Number.POSITIVE_INFINITY;
    high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < positions.length; i++) {
      const score = scores[positions[i]!]!;
      if (score < from || score > to || (((score - from) * scale) | 0) !== bucket) continue;
      if (score < low) low = score;
      if (score > high) high = score;
    }
  }

  // Each finalist is one 64-bit key, high word = score turned upside down, low word = position, so that the engine's own sort of unsigned
  // integers gives "score descending, position ascending" without a comparison function.
  const tied = low === high;
  const keys = new BigUint64Array(tied ? count : count - wanted + inside);
  const words = new Uint32Array(keys.buffer);
  let at = 0;
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i]!;
    const score = scores[position]!;
    if (score < low || (tied && score === low && wanted-- <= 0)) continue;
    words[at + LOW_WORD] = position;
    words[at + HIGH_WORD] = descendingBits(score);
    at += 2;
  }
  keys.sort();
  const top = { positions: new Uint32Array(count), scores: new Float32Array(count) };
  for (let i = 0; i < count; i++) {
    const position = words[2 * i + LOW_WORD]!;
    top.positions[i] = position;
    top.scores[i] = scores[position]!;
  }
  return top;
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
