import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { stallGuard } from '../../src/support/stall-guard.ts';

test('silence aborts', async () => {
  const guard = stallGuard(5);
  await once(guard.signal, 'abort');
  assert.equal(guard.stalled(), true);
  guard.end();
});

test('the outer signal aborts, and that is no stall', () => {
  const outer = new AbortController();
  const guard = stallGuard(60_000, outer.signal);
  outer.abort('reason');
  assert.equal(guard.signal.aborted, true);
  assert.equal(guard.signal.reason, 'reason');
  assert.equal(guard.stalled(), false);
  guard.end();
  assert.equal(stallGuard(60_000, outer.signal).signal.aborted, true);
});

test('once ended it lets go of the outer signal and of the clock', () => {
  const outer = new AbortController();
  const guard = stallGuard(60_000, outer.signal);
  guard.end();
  outer.abort();
  assert.equal(guard.signal.aborted, false);
});
