import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MapConcurrentlyOptions, mapConcurrently } from '../../src/support/map-concurrently.ts';
import { collect } from '../collection/fails.ts';

/** Numbers below `count`; `taken` gets those that were asked for. */
function* numbers(count: number, taken: number[] = []): Generator<number> {
  for (let at = 0; at < count; at++) {
    taken.push(at);
    yield at;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('every result comes once, and no more items are worked on than told', async () => {
  for (const limit of [1, 3, 100]) {
    let underWay = 0;
    let most = 0;
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++underWay);
      for (let wait = item % 4; wait > 0; wait--) await turn();
      underWay--;
      return item * item;
    };
    const results = await collect(mapConcurrently(numbers(20), work, { limit }));
    assert.deepEqual(
      results.sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, at) => at * at),
    );
    assert.ok(most <= limit && most > limit / 10, `${most} at once`);
  }
});

test('items are taken only as there is room', async () => {
  const taken: number[] = [];
  for await (const result of mapConcurrently(numbers(1000, taken), async (item) => item, { limit: 4 })) {
    await turn();
    assert.ok(taken.length <= result + 8, `${taken.length} taken for result ${result}`);
  }
});

async function outcome(work: (item: number, signal: AbortSignal) => Promise<number>, options: MapConcurrentlyOptions): Promise<unknown[]> {
  const seen: unknown[] = [];
  try {
    for await (const result of mapConcurrently(numbers(100), work, options)) seen.push(result);
  } catch (error) {
    seen.push((error as Error).message);
  }
  return seen;
}

test('after a failure nothing begins, and what is under way is handed out first', async () => {
  const begun: number[] = [];
  const work = async (item: number): Promise<number> => {
    begun.push(item);
    await turn();
    if (item === 1) throw new Error('broken');
    await turn();
    return item;
  };
  assert.deepEqual(await outcome(work, { limit: 4 }), [0, 2, 3, 'broken']);
  assert.deepEqual(begun, [0, 1, 2, 3]);
});

test('a failing source is handed on', async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    throw new Error('no more to read');
  }
  await assert.rejects(collect(mapConcurrently(broken(), async (item) => item, { limit: 1 })), /no more to read/);
});

test('a signal reaches the work, and ends it', async () => {
  const controller = new AbortController();
  const work = (_: number, signal: AbortSignal): Promise<number> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('stopped')));
      setImmediate(() => controller.abort());
    });
  assert.deepEqual(await outcome(work, { limit: 20, signal: controller.signal }), ['interrupted']);
  assert.deepEqual(await outcome(work, { limit: 20, signal: controller.signal }), ['interrupted']);
});

test('who stops taking results stops the work and closes the source', async () => {
  let closed = false;
  function* source(): Generator<number> {
    try {
      yield* numbers(100);
    } finally {
      closed = true;
    }
  }
  let stopped = 0;
  const work = (item: number, signal: AbortSignal): Promise<number> =>
    item === 0
      ? Promise.resolve(0)
      : new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            stopped++;
            reject(new Error('stopped'));
          }),
        );
  for await (const _ of mapConcurrently(source(), work, { limit: 3 })) break;
  assert.deepEqual([closed, stopped], [true, 2]);
});
