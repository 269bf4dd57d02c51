import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanAnswer } from '../../src/query/clean-answer.ts';
import { type ReadRewriteOptions, readRewrite, type WrittenAnswer } from '../../src/query/read-rewrite.ts';
import { parseRewriteJoin } from '../../src/query/rewrite-join.ts';
import { loadRewriteStyle, rewriteStyles } from '../../src/query/rewrite-style.ts';

const usual: ReadRewriteOptions = { join: parseRewriteJoin('answer'), keepThoughts: false, onTrouble: 'original', longest: 1000 };
const said = (text: string, finishReason = 'stop', reasoning?: string): WrittenAnswer => ({ text, finishReason, reasoning });
const read = (answers: readonly WrittenAnswer[], options: Partial<ReadRewriteOptions> = {}): ReturnType<typeof readRewrite> =>
  readRewrite('Q', answers, { ...usual, ...options });

test('joins say how question and answer become a query', () => {
  const compose = (name: string): string => parseRewriteJoin(name).compose('Q', 'A');
  assert.equal(compose('answer'), 'A');
  assert.equal(compose('question+answer'), 'Q\nA');
  assert.equal(compose('answer+question'), 'A\nQ');
  assert.equal(compose('question*5+answer'), 'Q\nQ\nQ\nQ\nQ\nA');
  assert.equal(compose('answer+question*2'), 'A\nQ\nQ');
  for (const name of [
    '',
    'question',
    'answer+answer',
    'question*0+answer',
    'question*101+answer',
    'answer*2',
    'answer+question+answer',
    'passage',
  ]) {
    assert.throws(() => parseRewriteJoin(name), { kind: 'usage' }, name);
  }
});

test('every style that ships fits its schema, names its paper, and its join is one', async () => {
  assert.deepEqual(await rewriteStyles(), ['bright-reasoning', 'hyde', 'query2doc', 'reasonir', 'step-by-step']);
  for (const name of await rewriteStyles()) {
    const style = await loadRewriteStyle(name);
    assert.equal(style.name, name);
    assert.match(style.citation, /arXiv:\d{4}\.\d{5}/);
    assert.equal(parseRewriteJoin(style.join).name, style.join);
  }
  await assert.rejects(loadRewriteStyle('hide'), (error: Error & { next: string }) => /Did you mean hyde\?/.test(error.next));
});

test('answers are text: control characters, hidden marks and half characters go, line breaks stay', () => {
  const clean = (text: string): string => cleanAnswer(text, 1000).text;
  assert.equal(clean(' a\r\nb\rc\u2028d\n\n'), 'a\nb\nc\nd');
  assert.equal(clean('\u001b[31mred\u0007\u202eright\u{E0041} \uD800x'), '[31mred right \uFFFDx');
  assert.equal(clean('\u0000\u200e'), '');
});

test('an answer that is too long ends at a word, and is said to', () => {
  assert.deepEqual(cleanAnswer('one two three', 9), { text: 'one two', capped: true });
  assert.deepEqual(cleanAnswer('one two three', 7), { text: 'one two', capped: true });
  assert.deepEqual(cleanAnswer('one two', 7), { text: 'one two', capped: false });
  assert.deepEqual(cleanAnswer('x'.repeat(5_000_000), 4), { text: 'xxxx', capped: true });
  assert.equal(cleanAnswer('abc\u{1F600}', 4).text, 'abc');
});

test('a cleaned answer is never longer than it may be, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 200 }), (text, longest) => {
      const once = cleanAnswer(text, longest);
      assert.ok(once.text.length <= longest);
      assert.doesNotMatch(once.text, /(?!\n)[\p{Cc}\u202E\u2028]|\p{Surrogate}/u);
      assert.deepEqual(cleanAnswer(once.text, longest), { text: once.text, capped: false });
    }),
  );
});

const refusals = [
  "I'm sorry, but I can't assist with that.",
  'I’m sorry, I can’t help with this request.',
  'Sorry, I cannot answer that question.',
  'I cannot fulfill this request.',
  'I apologize, but I am unable to provide that.',
  'Unfortunately, I am not able to write this passage.',
  'As an AI language model, I cannot answer this.',
  "I won't do that.",
];
const answersAllTheSame = [
  'I can’t is a contraction of I cannot.',
  'Sorry programs are sorted by the operating system.',
  'The reason I cannot divide by zero is that no number times 0 is 1.',
  `I cannot answer in a word. ${'Bread stales because starch recrystallises. '.repeat(12)}`,
  'Unfortunately the compiler infers another type here: a receiver capability of box.',
];

test('refusals are told from answers', () => {
  for (const text of refusals)
    assert.deepEqual(read([said(text)]), { query: 'Q', from: 'original', troubles: ['refused'], capped: 0 }, text);
  for (const text of answersAllTheSame) assert.deepEqual(read([said(text)]).troubles, [], text);
});

test('what is empty, cut short or withheld is named, and the question stays as it is', () => {
  for (const [answer, trouble] of [
    [said(''), 'empty'],
    [said(' \u0007\n'), 'empty'],
    [said('', 'stop', 'only thoughts'), 'empty'],
    [said('half an', 'length'), 'truncated'],
    [said('', 'length', 'thoughts without end'), 'truncated'],
    [said('half', 'content_filter'), 'filtered'],
  ] as const) {
    const join = parseRewriteJoin('question*5+answer');
    assert.deepEqual(read([answer], { join }), { query: 'Q', from: 'original', troubles: [trouble], capped: 0 });
  }
});

test('keep uses what was cut short, and nothing else', () => {
  assert.equal(read([said('half an', 'length')], { onTrouble: 'keep' }).query, 'half an');
  assert.equal(read([said('', 'length')], { onTrouble: 'keep' }).query, 'Q');
  assert.equal(read([said('bad', 'content_filter')], { onTrouble: 'keep' }).query, 'Q');
  assert.deepEqual(read([said('half an', 'length')], { onTrouble: 'keep' }).troubles, ['truncated']);
});

test('thoughts are left out unless they are to be kept', () => {
  const answer = said('A', 'stop', 'T');
  assert.equal(read([answer]).query, 'A');
  assert.equal(read([answer], { keepThoughts: true }).query, 'T\nA');
  assert.equal(read([said('', 'stop', 'T')], { keepThoughts: true }).query, 'T');
});

test('samples stand one behind the other, without those in trouble', () => {
  const join = parseRewriteJoin('question+answer');
  assert.deepEqual(read([said('one'), said(''), said('three')], { join }), {
    query: 'Q\none\nthree',
    from: 'answer',
    troubles: ['empty'],
    capped: 0,
  });
});
