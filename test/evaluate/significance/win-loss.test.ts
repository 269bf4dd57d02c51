import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { winLoss } from '../../../src/evaluate/significance/win-loss.ts';
import { pairs } from './scores.ts';
import { hand } from './vectors.ts';

test('wins, ties and losses are counted, rounding errors as ties', () => {
  assert.deepEqual(winLoss(hand.a, hand.b), { wins: 5, ties: 3, losses: 2 });
  assert.deepEqual(winLoss(Float64Array.of(0.1 + 0.2), Float64Array.of(0.3)), { wins: 0, ties: 1, losses: 0 });
});

test('a tolerance makes ties of what lies within it, ends included', () => {
  assert.deepEqual(winLoss(Float64Array.of(0.4, 0.5, 0.2), Float64Array.of(0.3, 0.3, 0.3), { tieTolerance: 0.1 }), {
    wins: 1,
    ties: 2,
    losses: 0,
  });
});

test('swapping the systems swaps wins and losses', () => {
  fc.assert(
    fc.property(pairs(1, 30), fc.constantFrom(0, 0.1, 0.25), ({ a, b }, tieTolerance) => {
      const forth = winLoss(a, b, { tieTolerance });
      const back = winLoss(b, a, { tieTolerance });
      assert.deepEqual(back, { wins: forth.losses, ties: forth.ties, losses: forth.wins });
      assert.equal(forth.wins + forth.ties + forth.losses, a.length);
    }),
  );
});

test('a negative tolerance is refused', () => {
  assert.throws(() => winLoss(hand.a, hand.b, { tieTolerance: -0.1 }), {
    kind: 'usage',
    message: 'tie tolerance: -0.1, not a finite number of at least 0',
  });
});
