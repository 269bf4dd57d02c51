import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bm25, bm25Searcher } from '../../../src/retrieve/bm25/bm25.ts';
import { explain } from '../../../src/retrieve/bm25/explain.ts';
import { buildInvertedIndex } from '../../../src/retrieve/bm25/inverted-index.ts';
import { type Bm25Protocol, bm25Protocols } from '../../../src/retrieve/bm25/protocol.ts';
import { recordedProtocol } from '../../../src/retrieve/bm25/recorded-protocol.ts';
import { type TermWeights, weighTerms } from '../../../src/retrieve/bm25/term-weights.ts';
import { silent } from '../../../src/support/progress.ts';
import { corpusOf, documents, queries } from '../../contract/retriever.ts';

const weightsOf = async (texts: readonly { id: string; text: string }[], protocol: Bm25Protocol): Promise<TermWeights> =>
  weighTerms(await buildInvertedIndex(corpusOf(texts), { progress: silent }), protocol);

/** Every document's score for a query, as a search gives it. */
async function searched(text: string, weights: TermWeights): Promise<Map<string, number>> {
  const searcher = bm25Searcher(weights.index, weights.protocol);
  const scores = new Map<string, number>();
  for await (const { ids, scores: found } of searcher.search([{ topic: 'q', text, excluded: new Set() }], {
    depth: 1000,
    progress: silent,
  }))
    for (const [rank, id] of ids.entries()) scores.set(id, found[rank]!);
  return scores;
}

for (const protocol of bm25Protocols) {
  test(`${protocol.name}: the explained score is the score of the search, to the last bit`, async () => {
    const weights = await weightsOf(documents, protocol);
    for (const { text } of queries) {
      const scores = await searched(text, weights);
      for (const [document, id] of weights.index.documentIds.entries())
        assert.equal(explain(text, document, weights).score, scores.get(id) ?? 0, id);
    }
  });

  test(`${protocol.name}: contributions add up to the score, for any texts, k1 and b`, async () => {
    const word = fc.constantFrom('wave', 'waves', 'water', 'shallow', 'pendulum', 'swing', 'the', 'resonance', 'bridge', 'unseen');
    const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(' '));
    const k1 = fc.double({ min: 0, max: 3, noNaN: true });
    const b = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), text, k1, b, async (texts, query, k1, b) => {
        fc.pre(texts.some((one) => one.includes('a')));
        const weights = await weightsOf(
          texts.map((one, at) => ({ id: `d${at}`, text: one })),
          { ...protocol, k1, b },
        );
        const scores = await searched(query, weights);
        texts.forEach((_, document) => {
          const { score, terms } = explain(query, document, weights);
          assert.equal(score, scores.get(`d${document}`) ?? 0);
          const sum = terms.reduce((total, { contribution }) => total + contribution, 0);
          assert.ok(Math.abs(sum - score) <= 1e-6 * Math.max(1, score), `${sum} for ${score}`);
        });
      }),
      { numRuns: 60 },
    );
  });
}

test('a term is explained with its counts', async () => {
  const weights = await weightsOf(documents, bm25Protocols[0]!);
  const { terms, document, documentCount, k1, b, documentLength } = explain('Pendulum bridges, pendulum', 6, weights);
  assert.deepEqual([document, documentCount, k1, b, documentLength], ['resonance', 7, 0.9, 0.4, 12]);
  const [bridge, pendulum] = terms as [(typeof terms)[number], (typeof terms)[number]];
  assert.deepEqual([bridge.term, bridge.tf, bridge.df], ['bridg', 1, 1]);
  assert.deepEqual([pendulum.term, pendulum.tf, pendulum.df], ['pendulum', 1, 3]);
  assert.ok(Math.abs(pendulum.idf - (Math.log(8) - Math.log(3.5))) < 1e-15);
});

test('a term that the document lacks adds nothing, and is told', async () => {
  const weights = await weightsOf(documents, bm25Protocols[0]!);
  const { terms, score } = explain('pendulum waves', 3, weights);
  assert.deepEqual(
    terms.map(({ term, tf, contribution }) => [term, tf, contribution > 0]),
    [
      ['pendulum', 1, true],
      ['wave', 0, false],
    ],
  );
  assert.equal(score, terms[0]!.contribution);
});

test('a protocol survives being recorded; other settings are none', () => {
  for (const protocol of bm25Protocols) {
    const { description: _, ...choices } = recordedProtocol(protocol.name, bm25(protocol).settings)!;
    const { description: __, ...expected } = protocol;
    assert.deepEqual(choices, expected);
  }
  assert.equal(recordedProtocol('x', { model: 'org/name' }), undefined);
  assert.equal(recordedProtocol('x', null), undefined);
});
