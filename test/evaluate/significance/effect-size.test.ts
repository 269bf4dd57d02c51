import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { effectSize, hedgesFactor } from '../../../src/evaluate/significance/effect-size.ts';
import { needsShared } from '../../shared.ts';
import { near } from './near.ts';
import { pairs } from './scores.ts';
import { hand, larger, type Pair, seeded, theorems } from './vectors.ts';

/** d_z, d_av and Hedges' J by numpy and scipy.special.gammaln. */
function agrees({ a, b }: Pair, [dz, dav, factor]: readonly [number, number, number]): void {
  const plain = effectSize(a, b);
  near(plain.dz, dz, 1e-12);
  near(plain.dav, dav, 1e-12);
  const corrected = effectSize(a, b, { hedges: true });
  near(corrected.dz, dz * factor, 1e-12);
  near(corrected.dav, dav * factor, 1e-12);
}

test('effect sizes agree with numpy', () => {
  agrees(hand, [0.31719615831898595, 0.15226074997668698, 0.9138748917925524]);
  agrees(seeded, [0.4595052963619517, 0.17227187221701157, 0.9669721211497649]);
  agrees(larger, [0.16645290956335665, 0.09108395398122676, 0.9806242386803395]);
});

test('effect sizes agree with numpy on the published runs', { skip: needsShared }, () => {
  agrees(theorems(), [-0.025618303699990463, -0.010235612189555704, 0.989960945379564]);
});

test("Hedges' factor comes close to its usual approximation", () => {
  for (const df of [10, 50, 75, 1383]) near(hedgesFactor(df), 1 - 3 / (4 * df - 1), 0.05 / df ** 2);
  near(hedgesFactor(2), Math.sqrt(1 / Math.PI), 1e-15);
  assert.equal(hedgesFactor(1), null);
});

test('effect sizes are defined or null where there is no spread', () => {
  assert.deepEqual(effectSize(hand.a, hand.a), { dz: 0, dav: 0 });
  assert.deepEqual(effectSize(Float64Array.of(1), Float64Array.of(0)), { dz: null, dav: null });
  assert.deepEqual(effectSize(Float64Array.of(1, 1), Float64Array.of(0, 0)), { dz: null, dav: null });
  const constant = effectSize(Float64Array.of(0.5, 1), Float64Array.of(0, 0.5));
  assert.equal(constant.dz, null);
  near(constant.dav, 0.5 / Math.sqrt(0.125), 1e-15);
  assert.deepEqual(effectSize(Float64Array.of(0.5, 1), Float64Array.of(0, 0.25), { hedges: true }), { dz: null, dav: null });
});

test('swapping the systems turns the effect around', () => {
  fc.assert(
    fc.property(pairs(1, 20), ({ a, b }) => {
      const forth = effectSize(a, b);
      const back = effectSize(b, a);
      for (const key of ['dz', 'dav'] as const) {
        if (forth[key] === null) assert.equal(back[key], null);
        else near(back[key], -forth[key], 1e-12);
      }
    }),
  );
});
