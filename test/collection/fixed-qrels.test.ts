import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document } from '../../src/collection/corpus.ts';
import { fixQrels } from '../../src/collection/fixed-qrels.ts';
import type { Qrels } from '../../src/collection/qrels.ts';
import { findQrelsVariant, qrelsVariants } from '../../src/collection/qrels-variants.ts';
import { corpusOf } from '../contract/retriever.ts';
import { qrelsOf } from '../evaluate/tiny.ts';

const documents: readonly Document[] = [
  { id: 'copy before', text: 'The same page.' },
  { id: 'gold', text: 'The same page.' },
  { id: 'another', text: 'The same size.' },
  { id: 'copy behind', text: 'The same page.' },
  { id: 'space', text: 'The same page. ' },
  { id: 'graded', text: 'Worth two.' },
  { id: 'graded copy', text: 'Worth two.' },
  { id: 'empty', text: '' },
  { id: 'blank', text: ' \n' },
  { id: 'empty too', text: '' },
];

const plain = (qrels: Qrels): unknown => Object.fromEntries([...qrels].map(([topic, judged]) => [topic, Object.fromEntries(judged)]));
const fix = async (qrels: Qrels, excluded: Record<string, readonly string[]> = {}): Promise<{ qrels: unknown; added: number }> => {
  const excludedIds = new Map(Object.entries(excluded).map(([topic, ids]) => [topic, new Set(ids)]));
  const fixed = await fixQrels({ qrels, excluded: excludedIds, corpus: corpusOf(documents) });
  return { qrels: plain(fixed.qrels), added: fixed.added };
};

test('copies of a relevant document are credited, before and behind it; nearly equal texts are not', async () => {
  const { qrels, added } = await fix(qrelsOf({ q: { gold: 1 } }));
  assert.deepEqual(qrels, { q: { gold: 1, 'copy before': 1, 'copy behind': 1 } });
  assert.equal(added, 2);
});

test('a copy is as relevant as what it is a copy of, each topic for itself', async () => {
  const { qrels, added } = await fix(qrelsOf({ q1: { graded: 2, gold: 1 }, q2: { graded: 1 }, q3: { another: 1 } }));
  assert.deepEqual(qrels, {
    q1: { graded: 2, gold: 1, 'copy before': 1, 'copy behind': 1, 'graded copy': 2 },
    q2: { graded: 1, 'graded copy': 1 },
    q3: { another: 1 },
  });
  assert.equal(added, 4);
});

test('of two relevant documents with one text the more relevant counts', async () => {
  const { qrels } = await fix(qrelsOf({ q: { gold: 1, 'copy behind': 3 } }));
  assert.deepEqual(qrels, { q: { gold: 1, 'copy behind': 3, 'copy before': 3 } });
});

test('what is judged already, and what is excluded, stays as it is', async () => {
  const { qrels, added } = await fix(qrelsOf({ q: { gold: 1, 'copy before': 0 } }), { q: ['copy behind'] });
  assert.deepEqual(qrels, { q: { gold: 1, 'copy before': 0 } });
  assert.equal(added, 0);
});

test('documents that are not relevant, have no text or are not in the corpus credit nothing', async () => {
  const original = qrelsOf({ q: { gold: 0, graded: -1, empty: 1, blank: 1, 'not there': 1 } });
  assert.deepEqual(await fix(original), { qrels: plain(original), added: 0 });
});

test('the original judgments are left as they were', async () => {
  const original = qrelsOf({ q: { gold: 1 } });
  await fix(original);
  assert.deepEqual(plain(original), { q: { gold: 1 } });
});

test('looking can be stopped', async () => {
  const stopped = AbortSignal.abort(new Error('enough'));
  const corpus = { ...corpusOf(documents), async *batches(signal?: AbortSignal) { signal?.throwIfAborted(); yield documents; } }; // biome-ignore format: one value
  await assert.rejects(fixQrels({ qrels: qrelsOf({ q: { gold: 1 } }), excluded: new Map(), corpus }, { signal: stopped }), /enough/);
});

test('variants are found by name', () => {
  assert.deepEqual(qrelsVariants.map(({ name }) => findQrelsVariant(name)?.name), ['original', 'fixed']); // biome-ignore format: one comparison
  assert.equal(findQrelsVariant('./fixed'), undefined);
});

test('each copy is told with what it is a copy of', async () => {
  const qrels = qrelsOf({ q1: { gold: 1 }, q2: { graded: 2 } });
  const { copies } = await fixQrels({ qrels, excluded: new Map(), corpus: corpusOf(documents) });
  assert.deepEqual(copies, [
    { topic: 'q1', document: 'copy before', copyOf: 'gold', relevance: 1 },
    { topic: 'q1', document: 'copy behind', copyOf: 'gold', relevance: 1 },
    { topic: 'q2', document: 'graded copy', copyOf: 'graded', relevance: 2 },
  ]);
});
