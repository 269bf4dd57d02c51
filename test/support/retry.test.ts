import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrightlineError } from '../../src/errors.ts';
import { longestAskedWaitMs, PassingFailure, type PassingFailureOptions, retry, sleep } from '../../src/support/retry.ts';

/** Fails as told, one entry for each attempt, then gives 'done'. */
async function run(failures: readonly (PassingFailureOptions | Error)[], attempts = 4): Promise<{ result: unknown; waits: number[] }> {
  const waits: number[] = [];
  let made = 0;
  const result = await retry(
    async () => {
      const failure = failures[made++];
      if (failure instanceof Error) throw failure;
      if (failure !== undefined) throw new PassingFailure((tries) => new Error(`gave up after ${tries}`), failure);
      return 'done';
    },
    { attempts, random: () => 0, sleep: async (ms) => void waits.push(ms) },
  ).catch((error: unknown) => error);
  return { result, waits };
}

test('it tries again, and waits longer each time', async () => {
  assert.deepEqual(await run([{}, {}, {}]), { result: 'done', waits: [500, 1000, 2000] });
});

test('it gives up after the last attempt, with the error of that failure', async () => {
  const { result, waits } = await run([{}, {}, {}, {}, {}]);
  assert.equal((result as Error).message, 'gave up after 4');
  assert.equal(waits.length, 3);
});

test('waits grow to twenty seconds and no further', async () => {
  const { waits } = await run(
    Array.from({ length: 9 }, () => ({})),
    20,
  );
  assert.deepEqual(waits.slice(-3), [20_000, 20_000, 20_000]);
});

test('it waits as long as it is asked to, but not for ever', async () => {
  assert.deepEqual(await run([{ waitMs: 7000 }]), { result: 'done', waits: [7000] });
  assert.equal(((await run([{ waitMs: longestAskedWaitMs + 1 }])).result as Error).message, 'gave up after 1');
});

test('progress begins the count anew', async () => {
  const progressed = { progressed: true };
  assert.equal((await run([{}, {}, progressed, {}, {}, progressed, {}, {}])).result, 'done');
  assert.equal(((await run([progressed, {}, {}, {}])).result as Error).message, 'gave up after 4');
});

test('a kind of failure can be given fewer attempts', async () => {
  assert.equal(((await run([{ attempts: 2 }, { attempts: 2 }])).result as Error).message, 'gave up after 2');
});

test('any other error is thrown at once', async () => {
  const { result, waits } = await run([new Error('wrong')]);
  assert.equal((result as Error).message, 'wrong');
  assert.deepEqual(waits, []);
});

test('sleep ends at once when the signal aborts, before or during it', async () => {
  const interrupted = (error: unknown): boolean => error instanceof BrightlineError && error.kind === 'interrupted';
  await assert.rejects(sleep(60_000, AbortSignal.abort()), interrupted);
  const controller = new AbortController();
  const sleeping = sleep(60_000, controller.signal);
  controller.abort();
  await assert.rejects(sleeping, interrupted);
  await sleep(1, new AbortController().signal);
});

test('before each wait it says what failed, and for how long it waits', async () => {
  const told: unknown[] = [];
  let made = 0;
  await retry(
    async () => {
      if (made++ < 2)
        throw new PassingFailure((tries) => new Error(`busy${tries === 1 ? '' : ', again'}`), made === 1 ? { waitMs: 57_000 } : {});
    },
    { attempts: 4, random: () => 0, sleep: async () => {}, onWait: (wait) => told.push(wait) },
  );
  assert.deepEqual(told, [
    { reason: 'busy', ms: 57_000 },
    { reason: 'busy', ms: 1000 },
  ]);
});
