import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EndpointHealth, endpointHealth } from '../../../src/support/endpoints/endpoint-health.ts';

const fresh = (): EndpointHealth => endpointHealth({ failuresToOpen: 3, openMs: 30_000, random: () => 0 });

test('the circuit opens after failures in a row, each with a longer rest, and rests longer after each probe that fails', () => {
  const health = fresh();
  const rests: number[] = [];
  for (let at = 0, now = 0; at < 7; at++) {
    health.fail(health.begin(), now);
    rests.push(health.readyAt() - now);
    assert.equal(health.open(now), at >= 2);
    now = health.readyAt();
    assert.equal(health.open(now), false, 'a rest that is over lets a probe through');
  }
  assert.deepEqual(rests, [500, 1000, 30_000, 60_000, 120_000, 240_000, 300_000]);
});

test('calls that fail together are one failure', () => {
  const health = fresh();
  const calls = Array.from({ length: 8 }, () => health.begin());
  for (const call of calls) health.fail(call, 0);
  assert.equal(health.readyAt(), 500);
  assert.equal(health.open(0), false);
});

test('success closes the circuit and the count begins anew', () => {
  const health = fresh();
  for (let at = 0; at < 3; at++) health.fail(health.begin(), 0);
  assert.ok(health.failing());
  health.succeed();
  assert.ok(!health.failing() && !health.open(0));
  const now = 100_000;
  health.fail(health.begin(), now);
  assert.equal(health.readyAt(), now + 500);
});

test('being told to wait is no failure, unless the wait is out of proportion', () => {
  const health = fresh();
  for (let at = 0; at < 9; at++) health.limit(health.begin(), 0, 2000);
  assert.equal(health.readyAt(), 2000);
  assert.ok(!health.failing());
  health.limit(health.begin(), 0, 86_400_000);
  assert.ok(health.open(1000));
});

test('told to wait without a time, it rests longer each time', () => {
  const health = fresh();
  for (const rest of [500, 1000, 2000]) {
    health.limit(health.begin(), 0);
    assert.equal(health.readyAt(), rest);
  }
});

test('a failing endpoint that asks for a longer wait gets it', () => {
  const health = fresh();
  health.fail(health.begin(), 0, 11_000);
  assert.equal(health.readyAt(), 11_000);
});
