import { randomIndex } from './random-index.ts';
import type { Random } from './xoshiro128.ts';

/**
 * The means of `samples` resamples of `values`, each as large as `values` and drawn from it with replacement, in drawing order.
 * Cost: samples × values draws; memory: one number a sample.
 */
export function resampledMeans(values: Float64Array, samples: number, random: Random): Float64Array {
  const index = randomIndex(random, values.length);
  const means = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[index()]!;
    means[sample] = sum / values.length;
  }
  return means;
}
