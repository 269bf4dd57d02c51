import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hubEnvironment } from '../../src/collection/hub-environment.ts';
import { openHub } from '../../src/collection/hub-repository.ts';
import { type OnnxPairScorerOptions, openOnnxPairScorer } from '../../src/encode/onnx-pair-scorer.ts';
import type { TextPair } from '../../src/encode/pair-scorer.ts';
import { silent } from '../../src/support/progress.ts';
import { fails } from '../collection/fails.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { scoreAll } from './score-all.ts';
import { type TinyModelOptions, tinyValue, tinyWords, writeTinyModel } from './tiny-model.ts';

const hub = openHub({ environment: hubEnvironment({}) });
const pairs: readonly TextPair[] = [
  { query: 'waves', document: 'deep water' },
  { query: 'the pendulum', document: '' },
  { query: '', document: 'the swing of a pendulum' },
  { query: 'a shore', document: 'waves bend' },
];

async function scores(given: readonly TextPair[], model: TinyModelOptions = {}, options: Partial<OnnxPairScorerOptions> = {}) {
  const scorer = await openOnnxPairScorer(writeTinyModel(temporaryFolder(), { output: 'logits', ...model }), { hub, ...options });
  try {
    return await scoreAll(scorer, given);
  } finally {
    await scorer.close();
  }
}

/** The tiny model's logit of a class is that component of the mean over the tokens. */
const logit = (words: string, column = 0): number => {
  const ids = words.split(' ').map((word) => tinyWords.indexOf(word));
  return ids.reduce((sum, id) => sum + tinyValue(id, column), 0) / ids.length;
};
const near = (found: readonly number[], expected: readonly number[]): void => {
  assert.equal(found.length, expected.length);
  for (const [at, score] of found.entries()) assert.ok(Math.abs(score - expected[at]!) < 1e-6, `pair ${at}: ${score} and ${expected[at]}`);
};

test('a pair is read as the tokenizer’s own form of one, an empty text included', async () => {
  const expected = [
    '[CLS] waves [SEP] deep water [SEP]',
    '[CLS] the pendulum [SEP] [SEP]',
    '[CLS] [SEP] the swing of a pendulum [SEP]',
    '[CLS] a shore [SEP] waves bend [SEP]',
  ];
  for (const options of [{}, { batchTokens: 1 }, { padding: 'left' as const }])
    near(
      (await scores(pairs, {}, options)).scores,
      expected.map((text) => logit(text)),
    );
});

test('a prompt makes one text of both', async () => {
  const found = await scores(pairs.slice(0, 1), { frame: 'none' }, { prompt: 'query: {query} document: {document}{eos}' });
  near(found.scores, [logit('query : waves document : deep water </s>')]);
});

test('the longer text of a pair is cut first, and what is cut is counted', async () => {
  const pair = { query: 'waves bend', document: 'the swing of a pendulum' };
  const found = await scores([pair], {}, { maxLength: 8 });
  near(found.scores, [logit('[CLS] waves bend [SEP] the swing of [SEP]')]);
  assert.deepEqual([found.tokens, found.cutTokens], [[8], [2]]);
});

test('of several classes one has to be chosen', async () => {
  near((await scores(pairs.slice(0, 1), { classes: 3 }, { label: 2 })).scores, [logit('[CLS] waves [SEP] deep water [SEP]', 2)]);
  await fails(() => scores(pairs, { classes: 3 }), 'usage', /gives 3 numbers a pair, and label \(none\)/, /label=0 to label=2/);
  await fails(() => scores(pairs, {}, { label: 1 }), 'usage', /gives 1 numbers a pair, and label 1/);
});

test('a model that is no classifier is told', async () => {
  await fails(
    () => scores(pairs, { output: 'last_hidden_state' }),
    'data',
    /has no output logits; its outputs are last_hidden_state/,
    /text-classification/,
  );
  await fails(() => scores(pairs, { output: 'last_hidden_state' }, { output: 'last_hidden_state' }), 'data', /is of rank 3/);
  await fails(() => scores(pairs, { brokenWord: 'shore' }), 'data', /gives NaN for text 3 \("a shore \| waves bend"\)/);
  await fails(() => scores(pairs, {}, { prompt: '{query}' }), 'usage', /\{document\} nowhere/);
});

test('no pair gives no score, and it stops when it is told to', async () => {
  const scorer = await openOnnxPairScorer(writeTinyModel(temporaryFolder(), { output: 'logits' }), { hub });
  assert.deepEqual((await scoreAll(scorer, [])).scores, []);
  const stopped = scorer.score(pairs, { progress: silent, signal: AbortSignal.abort() });
  await assert.rejects(
    async () => {
      for await (const _ of stopped) assert.fail('a batch came');
    },
    { kind: 'interrupted' },
  );
  await scorer.close();
});
