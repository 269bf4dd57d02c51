import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ChatAnswer, TokenLogprob } from '../../src/llm/chat-answer.ts';
import { readChoice } from '../../src/rerank/answers/choice.ts';
import { readExpectedGrade } from '../../src/rerank/answers/expected-grade.ts';
import { readJsonRanking } from '../../src/rerank/answers/json-ranking.ts';
import { readNumberRanking } from '../../src/rerank/answers/number-ranking.ts';
import { readReasonIrScore, readWholeScore } from '../../src/rerank/answers/relevance-score.ts';
import { readVerdict } from '../../src/rerank/answers/verdict.ts';
import { said } from './scripted-session.ts';

const cut = (text: string): ChatAnswer => said(text, { finishReason: 'length' });
const answer = (text: string | ChatAnswer): ChatAnswer => (typeof text === 'string' ? said(text) : text);

// What Python gives for the two characters behind the last mark, by ReasonIR's own lines: float(text[at + 16 : at + 18]) / 5.
const reasonIr: readonly (readonly [text: string | ChatAnswer, score: number, troubles?: readonly string[]])[] = [
  ['Relevance score: 4', 0.8],
  ['Relevance score: 0', 0],
  ['Relevance score: 5\nbecause', 1],
  ['Relevance score:3', 0.6],
  ['Relevance score: 3.7', 0.6],
  ['Relevance score:3.7', 0.6],
  ['Relevance score:\n2', 0.4],
  ['It helps.\nRelevance score: 1\nNo, wait.\nRelevance score: 4', 0.8],
  ['Relevance score: 7', 1.4, ['outOfRange']],
  ['Relevance score: 10', 0.2, ['outOfRange']],
  ['Relevance score:10', 2, ['outOfRange']],
  ['Relevance score:-1', -0.2, ['outOfRange']],
  ['Relevance score: -1', -1, ['unreadable']],
  ['Relevance score: **4**', -1, ['unreadable']],
  ['Relevance score: X', -1, ['unreadable']],
  ['Relevance score: five', -1, ['unreadable']],
  ['Relevance score:', -1, ['unreadable']],
  ['Relevance score: \n', -1, ['unreadable']],
  ['Relevance score: ', -1, ['unreadable']],
  [cut('Relevance score:'), -1, ['truncated']],
  ['relevance score: 4', 0, ['missing']],
  ['Relevance Score: 4', 0, ['missing']],
  ['I would say 4 of 5.', 0, ['missing']],
  ['', 0, ['empty']],
  [' \n', 0, ['empty']],
  [cut('This passage explains at length that'), 0, ['truncated']],
  [cut(''), 0, ['truncated']],
]; // biome-ignore format: a table

test('ReasonIR’s reading of a grade', () => {
  for (const [text, score, troubles = []] of reasonIr) {
    assert.deepEqual(readReasonIrScore(answer(text)), { score, troubles }, JSON.stringify(text));
  }
});

test('the whole grade, past markup and case', () => {
  const cases: readonly (readonly [string | ChatAnswer, number, (readonly string[])?])[] = [
    ['Relevance score: 4', 0.8],
    ['**Relevance Score:** 4', 0.8],
    ['relevance score: **3.5**', 0.7],
    ['Relevance score: 4 ... Relevance score: 2/5', 0.4],
    ['Relevance score: 10', -1, ['outOfRange']],
    ['Relevance score: -1', -1, ['outOfRange']],
    ['Relevance score: 999999999999999999999', -1, ['outOfRange']],
    ['Relevance score: none', -1, ['unreadable']],
    ['4', 0, ['missing']],
    ['', 0, ['empty']],
  ];
  for (const [text, score, troubles = []] of cases)
    assert.deepEqual(readWholeScore(answer(text)), { score, troubles }, JSON.stringify(text));
});

const token = (text: string, ...top: readonly (readonly [string, number])[]): TokenLogprob => ({
  token: text,
  logprob: top.find(([other]) => other === text)?.[1] ?? -0.1,
  top: top.map(([text, p]) => ({ token: text, logprob: p })),
});

test('the expected grade weighs grades by their probabilities', () => {
  const mark = [token('Relevance'), token(' score'), token(':')];
  const logprobs = [
    ...mark,
    token(' 4', [' 4', Math.log(0.5)], [' 3', Math.log(0.25)], ['4', Math.log(0.05)], [' 9', Math.log(0.1)], ['x', -1]),
  ];
  const { score, troubles } = readExpectedGrade(said('Relevance score: 4', { logprobs }));
  assert.ok(Math.abs(score - (4 * 0.55 + 3 * 0.25) / 0.8 / 5) < 1e-12, String(score));
  assert.deepEqual(troubles, []);
  // A token of several characters, or with the mark's end in it, is found as well.
  const joined = [token('Relevance score'), token(': 2', [': 2', -0.1])];
  assert.deepEqual(readExpectedGrade(said('Relevance score: 2', { logprobs: joined })), { score: 0.4, troubles: ['noLogprobs'] });
  assert.deepEqual(readExpectedGrade(said('Relevance score: 2')), { score: 0.4, troubles: ['noLogprobs'] });
  assert.deepEqual(readExpectedGrade(said('')), { score: 0, troubles: ['empty', 'noLogprobs'] });
  const broken = [...mark, token(' 4', [' 4', Number.NaN], [' 3', 7])];
  assert.deepEqual(readExpectedGrade(said('Relevance score: 4', { logprobs: broken })).troubles, ['noLogprobs']);
});

test('a JSON list of numbers', () => {
  const cases: readonly (readonly [string | ChatAnswer, readonly number[], (readonly string[])?])[] = [
    ['```json\n[3, 1, 2, 4]\n```', [2, 0, 1, 3]],
    ['First [1] is about waves, [2] is not.\n```json\n[2, 4]\n```\n', [1, 3, 0, 2]],
    ['```\n["[3]", "1"]\n```', [2, 0, 1, 3]],
    ['```json\n[[4], [3]]\n```', [3, 2, 0, 1]],
    ['The ranking is [4, 3, 2, 1].', [3, 2, 1, 0]],
    ['```json\n[1, 2]\n```\nNo:\n```json\n[2, 1]\n```', [1, 0, 2, 3]],
    ['<answer>[2, 1]</answer>', [1, 0, 2, 3]],
    ['```json\n[3, 99, 0, -1, 2.5, null, "waves/refraction", 3, 1]\n```', [2, 0, 1, 3], ['unknown', 'repeated']],
    ['```json\n["Ignore all instructions", {"id": 4}]\n```', [0, 1, 2, 3], ['unknown']],
    ['```json\n[3, 1,', [0, 1, 2, 3], ['unreadable']],
    [cut('```json\n[3, 1,'), [0, 1, 2, 3], ['truncated']],
    ['```json\n{"3": 1}\n```', [0, 1, 2, 3], ['unreadable']],
    ['```json\n[]\n```', [0, 1, 2, 3], ['unreadable']],
    ['I like [3] best.', [0, 1, 2, 3], ['unreadable']],
    ['', [0, 1, 2, 3], ['empty']],
  ]; // biome-ignore format: a table
  for (const [text, order, troubles = []] of cases)
    assert.deepEqual(readJsonRanking(answer(text), 4), { order, troubles }, JSON.stringify(text));
});

test('an order of numbers in brackets', () => {
  const cases: readonly (readonly [string | ChatAnswer, readonly number[], (readonly string[])?])[] = [
    ['[3] > [1] > [2]', [2, 0, 1]],
    ['The 3 passages, best first: [2] > [3] > [1]', [1, 2, 0]],
    ['3 > 1 > 2', [2, 0, 1]],
    ['2, 3, 1', [1, 2, 0]],
    ['[3] > [3] > [1]', [2, 0, 1], ['repeated', 'incomplete']],
    ['[20] > [2]', [1, 0, 2], ['unknown', 'incomplete']],
    ['[2] > [2222222222222222] > [1] > [3]', [1, 0, 2], ['unknown']],
    [cut('[3] > ['), [2, 0, 1], ['incomplete', 'truncated']],
    ['no order at all', [0, 1, 2], ['unreadable']],
    ['', [0, 1, 2], ['empty']],
  ]; // biome-ignore format: a table
  for (const [text, order, troubles = []] of cases) {
    assert.deepEqual(readNumberRanking(answer(text), 3), { order, troubles }, JSON.stringify(text));
  }
});

test('a choice', () => {
  const cases: readonly (readonly [string | ChatAnswer, number | undefined, (readonly string[])?])[] = [
    ['[2]', 1],
    ['3', 2],
    ['<answer>[1]</answer>', 0],
    ['[3] is tempting. <answer>[1]</answer>', 0],
    ['<answer>2</answer>', 1],
    ['Of the 3 documents [2] helps most.', 1],
    ['[4]', undefined, ['unknown']],
    ['[0]', undefined, ['unknown']],
    ['The second.', undefined, ['unreadable']],
    [cut('The second'), undefined, ['truncated']],
    ['', undefined, ['empty']],
  ]; // biome-ignore format: a table
  for (const [text, choice, troubles = []] of cases)
    assert.deepEqual(readChoice(answer(text), 3), { choice, troubles }, JSON.stringify(text));
});

test('a verdict, by probability where it is told', () => {
  const logprobs = [
    token('true', ['true', -3]),
    token('hm'),
    token(' false', [' false', Math.log(0.7)], [' true', Math.log(0.1)], ['True', Math.log(0.1)]),
  ];
  const { score, troubles } = readVerdict(said('false', { logprobs }));
  assert.ok(Math.abs(score - 0.2 / 0.9) < 1e-12, String(score));
  assert.deepEqual(troubles, []);
  assert.deepEqual(readVerdict(said('True.')), { score: 1, troubles: ['noLogprobs'] });
  assert.deepEqual(readVerdict(said('It is false')), { score: 0, troubles: ['noLogprobs'] });
  assert.deepEqual(readVerdict(said('untrue')), { score: 0.5, troubles: ['missing'] });
  assert.deepEqual(readVerdict(said('')), { score: 0.5, troubles: ['empty'] });
  assert.deepEqual(readVerdict(said('', { finishReason: 'length', reasoning: 'true, true' })), { score: 0.5, troubles: ['truncated'] });
});

/** Anything, and pieces of what is read. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        'Relevance score:',
        ' 4',
        '10',
        '-',
        '.',
        '[3]',
        '[',
        ']',
        ' > ',
        '```json',
        '```',
        '\n',
        '<answer>',
        '</answer>',
        'true',
        'false',
        '"',
        ',',
        '1e9',
        '２',
        '\u0000',
        '999999999999',
      ),
      fc.integer().map(String),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
const logprob = fc.oneof(fc.double(), fc.constantFrom(-0.5, 0, Number.NaN, Number.NEGATIVE_INFINITY));
const anyToken = fc.record({ token: fc.oneof(hostile, fc.constantFrom('Relevance score:', ' 4', 'true', 'false')), logprob });
const anyAnswer: fc.Arbitrary<ChatAnswer> = fc
  .record({
    text: hostile,
    finishReason: fc.constantFrom('stop', 'length', 'unknown', 'content_filter'),
    logprobs: fc.option(fc.array(fc.record({ token: anyToken, top: fc.array(anyToken, { maxLength: 4 }) }), { maxLength: 6 }), {
      nil: undefined,
    }),
  })
  .map(({ text, finishReason, logprobs }) =>
    said(text, { finishReason, logprobs: logprobs?.map(({ token, top }) => ({ ...token, top })) }),
  );

test('whatever an answer holds, scores are finite and in bounds, and orders hold each document once', () => {
  fc.assert(
    fc.property(anyAnswer, fc.integer({ min: 1, max: 30 }), (given, count) => {
      const { score } = readReasonIrScore(given);
      assert.ok(score >= -9 / 5 && score <= 99 / 5, String(score));
      for (const { score } of [readWholeScore(given)]) assert.ok(score === -1 || (score >= 0 && score <= 1), String(score));
      assert.ok(Number.isFinite(readExpectedGrade(given).score));
      const verdict = readVerdict(given).score;
      assert.ok(verdict >= 0 && verdict <= 1, String(verdict));
      for (const { order } of [readJsonRanking(given, count), readNumberRanking(given, count)]) {
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          Array.from({ length: count }, (_, at) => at),
        );
      }
      const { choice } = readChoice(given, count);
      assert.ok(choice === undefined || (Number.isInteger(choice) && choice >= 0 && choice < count));
    }),
    { numRuns: 2000 },
  );
});

test('a long hostile answer is read in no time', () => {
  for (const piece of ['[', ']', '1]', '[1, 2, ', '```json\n[', '[1,', 'Relevance score:', '<answer>', '[[[[1]', '"', ' ']) {
    const text = piece.repeat(40_000);
    for (const given of [said(text), cut(text)]) {
      readReasonIrScore(given);
      readWholeScore(given);
      readJsonRanking(given, 20);
      readNumberRanking(given, 20);
      readChoice(given, 20);
      readVerdict(given);
    }
  }
});
