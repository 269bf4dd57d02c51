import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formulate, type QueryForm } from '../../src/query/query-form.ts';

const original = 'How much energy?';
const text = '1. Find the mass.\n2. Find the speed.\n3. Multiply both.';
const steps = ['1. Find the mass.', '2. Find the speed.', '3. Multiply both.'];

const forms: readonly (readonly [QueryForm, readonly string[]])[] = [
  [{}, [text]],
  [{ join: 'question+reasoning' }, [`${original}\n${text}`]],
  [{ join: 'reasoning+question' }, [`${text}\n${original}`]],
  [{ join: 'apart' }, [original, text]],
  [{ steps: 'each' }, steps],
  [{ steps: 'each', join: 'question+reasoning' }, steps.map((step) => `${original}\n${step}`)],
  [{ steps: 'each', join: 'reasoning+question' }, steps.map((step) => `${step}\n${original}`)],
  [{ steps: 'prefix' }, [1, 2, 3].map((count) => [original, ...steps.slice(0, count)].join('\n'))],
];

for (const [form, sent] of forms) {
  test(`what is sent for a topic as ${JSON.stringify(form)}`, () => {
    assert.deepEqual(formulate({ id: 'a', text, original }, form), sent);
  });
}

test('a topic without another text is its own question, and a blank text is one query all the same', () => {
  assert.deepEqual(formulate({ id: 'a', text }, { steps: 'each' }), steps);
  assert.deepEqual(formulate({ id: 'a', text: 'b' }, { join: 'question+reasoning' }), ['b\nb']);
  assert.deepEqual(formulate({ id: 'a', text: ' ', original }, { steps: 'each' }), [' ']);
  assert.deepEqual(formulate({ id: 'a', text: '', original }, { steps: 'prefix' }), [`${original}\n`]);
});

test('the last prefix is the question before the whole reasoning, but for white space', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (question, reasoning) => {
      const topic = { id: 'a', text: reasoning, original: question };
      const plain = (sent: string): string => sent.replace(/\s/g, '');
      const [whole] = formulate(topic, { join: 'question+reasoning' });
      assert.equal(plain(formulate(topic, { steps: 'prefix' }).at(-1)!), plain(whole!));
    }),
  );
});
