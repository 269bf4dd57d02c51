import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type AnswerCache, openAnswerCache } from '../../src/llm/answer-cache.ts';
import type { ChatAnswer } from '../../src/llm/chat-answer.ts';
import { fails } from '../collection/fails.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = temporaryFolder();
let made = 0;
const freshFolder = (): string => join(root, String(made++), 'answers');
const key = (at: number): string => at.toString(16).padStart(64, '0');
const answer = (text: string): ChatAnswer => ({ text, finishReason: 'stop', usage: { promptTokens: 1, completionTokens: 2 } });

async function within<Result>(folder: string, work: (cache: AnswerCache) => Promise<Result>): Promise<Result> {
  const cache = await openAnswerCache(folder);
  try {
    return await work(cache);
  } finally {
    await cache.close();
  }
}

test('an answer is found again, by this process and the next', async () => {
  const folder = freshFolder();
  const full: ChatAnswer = {
    ...answer('line\nbreaks, 水, "quotes"'),
    reasoning: 'hm',
    logprobs: [{ token: ' yes', logprob: -0.1, top: [{ token: ' no', logprob: -2 }] }],
  };
  await within(folder, async (cache) => {
    assert.equal(await cache.get(key(1)), undefined);
    await cache.put(key(1), full);
    await cache.put(key(2), answer(''));
    assert.deepEqual(await cache.get(key(1)), full);
  });
  await within(folder, async (cache) => {
    assert.equal(cache.size(), 2);
    assert.deepEqual(await cache.get(key(1)), full);
    assert.deepEqual(await cache.get(key(2)), answer(''));
  });
});

test('looking makes no folder and no file', async () => {
  const folder = freshFolder();
  await within(folder, (cache) => cache.get(key(1)));
  assert.ok(!existsSync(folder));
});

test('many answers at once are all kept, in order of coming', async () => {
  const folder = freshFolder();
  const long = 'x'.repeat(20_000);
  await within(folder, (cache) => Promise.all(Array.from({ length: 200 }, (_, at) => cache.put(key(at), answer(`${at} ${long}`)))));
  await within(folder, async (cache) => {
    for (let at = 0; at < 200; at++) assert.equal((await cache.get(key(at)))!.text, `${at} ${long}`);
  });
});

test('two processes share a folder, and see what the other adds', async () => {
  const folder = freshFolder();
  await within(folder, (a) =>
    within(folder, async (b) => {
      await a.put(key(1), answer('from a'));
      assert.equal((await b.get(key(1)))!.text, 'from a');
      await b.put(key(2), answer('from b'));
      await a.put(key(3), answer('more from a'));
      assert.deepEqual([(await a.get(key(2)))!.text, (await b.get(key(3)))!.text], ['from b', 'more from a']);
      assert.equal(readdirSync(folder).length, 2);
    }),
  );
});

test('a last line that was cut by a kill is passed over, wherever it was cut; the others hold', async () => {
  const folder = freshFolder();
  await within(folder, async (cache) => {
    for (let at = 0; at < 3; at++) await cache.put(key(at), answer(`answer ${at}`));
  });
  const file = join(folder, readdirSync(folder)[0]!);
  const whole = readFileSync(file);
  const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
  for (let length = whole.length - 1; length >= lastLine; length -= 7) {
    truncateSync(file, length);
    await within(folder, async (cache) => {
      assert.equal(cache.size(), 2);
      assert.equal((await cache.get(key(1)))!.text, 'answer 1');
      assert.equal(await cache.get(key(2)), undefined);
    });
    writeFileSync(file, whole);
  }
  truncateSync(file, whole.length - 5);
  await within(folder, (cache) => cache.put(key(2), answer('again')));
  await within(folder, async (cache) => assert.equal((await cache.get(key(2)))!.text, 'again'));
});

test('a line that holds something else is named', async () => {
  const folder = freshFolder();
  await within(folder, (cache) => cache.put(key(1), answer('fine')));
  const file = join(folder, readdirSync(folder)[0]!);
  appendFileSync(file, `{"key":"${key(2)}","answer":{"text":3}}\n{"key":"${key(3)}",broken}\n`);
  await within(folder, async (cache) => {
    await fails(() => cache.get(key(2)), 'data', /\.jsonl: the line at byte \d+ answer\.text: /, /Delete that line/);
    await fails(() => cache.get(key(3)), 'data', /is not JSON/);
    assert.equal((await cache.get(key(1)))!.text, 'fine');
  });
  appendFileSync(file, 'no answer at all\n');
  await fails(() => openAnswerCache(folder), 'data', /begins with no key/);
});

test('a folder that cannot be made is a clear error', async () => {
  const file = join(root, 'a file');
  writeFileSync(file, '');
  await fails(() => within(join(file, 'below'), (cache) => cache.put(key(1), answer('x'))), 'data', /a file/);
});
