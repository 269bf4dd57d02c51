import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { shared } from '../../shared.ts';

/** Two systems' scores on the same topics. */
export interface Pair {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** Ten topics by hand: three ties, two equal sizes that differ in the last bit only. */
export const hand: Pair = {
  a: Float64Array.from([0.63, 1.0, 0.82, 0.0, 0.25, 0.0, 0.61, 0.58, 0.0, 0.15]),
  b: Float64Array.from([0.63, 0.63, 1.0, 0.0, 0.15, 0.2, 0.5, 0.39, 0.0, 0.0]),
};

/** Twenty-four topics, drawn once from a beta distribution and a normal shift: no ties at all. */
export const seeded: Pair = {
  a: Float64Array.from([
    0.1354, 0.2458, 0.6458, 0.9011, 1.0, 0.3847, 0.2833, 0.9943, 0.0073, 0.1615, 0.9753, 0.2689, 0.1761, 0.8482, 0.5111, 0.0631, 0.9008,
    0.4065, 0.575, 0.6943, 0.1086, 0.139, 0.0936, 0.425,
  ]),
  b: Float64Array.from([
    0.0713, 0.1764, 0.3592, 0.8232, 0.9725, 0.2735, 0.1598, 0.8412, 0.0766, 0.0616, 0.8417, 0.0736, 0.3716, 0.9124, 0.235, 0.0729, 0.7869,
    0.4594, 0.3791, 0.662, 0.1767, 0.099, 0.1942, 0.5181,
  ]),
};

/** Forty topics to three places: equal sizes among the differences, no zeros. */
export const larger: Pair = {
  a: Float64Array.from([
    0.498, 0.301, 0.733, 0.279, 0.4, 0.428, 0.774, 0.286, 0.539, 0.049, 0.638, 0.91, 0.627, 0.359, 0.3, 0.287, 0.623, 0.703, 0.549, 0.676,
    0.705, 0.036, 0.745, 0.478, 0.432, 0.92, 0.0, 0.221, 0.326, 0.345, 0.0, 0.371, 0.229, 0.0, 1.0, 0.049, 0.801, 0.114, 0.34, 0.383,
  ]),
  b: Float64Array.from([
    0.755, 0.001, 0.395, 0.242, 0.405, 0.41, 0.919, 0.016, 0.598, 0.009, 0.747, 0.985, 0.832, 0.057, 0.281, 0.044, 0.57, 0.791, 0.564,
    0.738, 0.653, 0.061, 0.755, 0.703, 0.543, 0.54, 0.011, 0.381, 0.209, 0.014, 0.052, 0.362, 0.305, 0.001, 0.844, 0.004, 0.736, 0.215,
    0.199, 0.441,
  ]),
};

/**
 * nDCG@10, to the four places that trec_eval prints, of the published RaDeR-Qwen2.5-7B and RaDeR-gte-Qwen2-7B runs on the 76 topics of
 * theoremqa_theorems. Only where the reference data is there.
 */
export function theorems(): Pair {
  return { a: perTopic('rader-qwen2.5-7b'), b: perTopic('rader-gte-qwen2-7b') };
}

function perTopic(system: string): Float64Array {
  const path = join(shared ?? '', 'golden', 'trec_eval', system, 'theoremqa_theorems.trec_eval-9.0.4.txt.gz');
  const rows = gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .map((line) => line.split('\t'));
  return Float64Array.from(
    rows.filter(([measure, topic]) => measure?.trim() === 'ndcg_cut_10' && topic !== 'all').map((row) => Number(row[2])),
  );
}
