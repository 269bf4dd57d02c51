import type { Random } from './xoshiro128.ts';

/**
 * A source of whole numbers from 0 to `count` − 1, each exactly as likely: draws of the incomplete last round of 2³² are drawn again.
 * `count` is a whole number from 1 to 2³².
 */
export function randomIndex(random: Random, count: number): () => number {
  const limit = 2 ** 32 - (2 ** 32 % count);
  return () => {
    let draw = random();
    while (draw >= limit) draw = random();
    return draw % count;
  };
}
