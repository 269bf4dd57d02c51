import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bm25 } from '../../../src/retrieve/bm25/bm25.ts';
import { type Bm25Protocol, bm25Protocols } from '../../../src/retrieve/bm25/protocol.ts';
import { analyzeEnglish } from '../../../src/text/analyze-english.ts';
import { corpusOf, documents, queries, searchAll, testRetriever } from '../../contract/retriever.ts';

for (const protocol of bm25Protocols) testRetriever(`bm25 ${protocol.name}`, () => bm25(protocol));

const [paper, querySide, bagOfWords] = bm25Protocols as [Bm25Protocol, Bm25Protocol, Bm25Protocol];
const counts = (terms: readonly string[]): Map<string, number> => {
  const counted = new Map<string, number>();
  for (const term of terms) counted.set(term, (counted.get(term) ?? 0) + 1);
  return counted;
};

/** The formula of `bright-paper`, straight from protocol's table, in float64. */
function paperScore(query: string, text: string, corpus: readonly string[], { k1, b }: Bm25Protocol): number {
  const all = corpus.map(analyzeEnglish);
  const averageLength = all.reduce((sum, terms) => sum + terms.length, 0) / all.length;
  const weight = (tf: number, length: number, idf: number): number => (idf * tf) / (tf + k1 * (1 - b + (b * length) / averageLength));
  const known = analyzeEnglish(query).filter((term) => all.some((terms) => terms.includes(term)));
  const inDocument = analyzeEnglish(text);
  let score = 0;
  for (const [term, tf] of counts(known)) {
    const df = all.filter((terms) => terms.includes(term)).length;
    const idf = Math.log(all.length + 1) - Math.log(df + 0.5);
    const inText = inDocument.filter((other) => other === term).length;
    if (inText > 0) score += weight(tf, known.length, idf) * weight(inText, inDocument.length, idf);
  }
  return score;
}

test('bright-paper is its formula, for any texts, k1 and b', async () => {
  const word = fc.constantFrom('wave', 'waves', 'water', 'shallow', 'pendulum', 'swing', 'the', 'resonance', 'bridge', 'unseen');
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 1, maxLength: 8 }),
      text,
      fc.double({ min: 0, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (texts, query, k1, b) => {
        fc.pre(texts.some((t) => analyzeEnglish(t).length > 0));
        const protocol = { ...paper, k1, b };
        const corpus = texts.map((t, i) => ({ id: `d${i}`, text: t }));
        const [ranking] = await searchAll(bm25(protocol), corpusOf(corpus), [{ topic: 'q', text: query, excluded: new Set() }], 100);
        assert.equal(ranking!.ids.length, texts.length, 'zero-score documents fill the ranking');
        ranking!.ids.forEach((id, i) => {
          const expected = paperScore(query, texts[Number(id.slice(1))]!, texts, protocol);
          assert.ok(Math.abs(ranking!.scores[i]! - expected) <= 1e-5 * Math.max(1, expected), `${ranking!.scores[i]} for ${expected}`);
        });
      },
    ),
    { numRuns: 150 },
  );
});

test('a query without a known term: corpus order under bright-paper, nothing under Lucene', async () => {
  const asked = queries.filter(({ topic }) => topic === 'q3' || topic === 'q4');
  for (const ranking of await searchAll(bm25(paper), corpusOf(documents), asked, 4)) {
    assert.deepEqual(
      ranking.ids,
      documents.slice(0, 4).map(({ id }) => id),
    );
    assert.deepEqual([...ranking.scores], [0, 0, 0, 0]);
  }
  for (const ranking of await searchAll(bm25(bagOfWords), corpusOf(documents), asked, 4)) assert.deepEqual(ranking.ids, []);
});

test('excluded documents leave before the cut under bright-paper, after it under the Anserini protocols', async () => {
  const asked = [{ topic: 'q', text: 'pendulum swing', excluded: new Set(['dup-a']) }];
  const cutAtTwo = (protocol: Bm25Protocol): Promise<readonly string[]> =>
    searchAll(bm25(protocol), corpusOf(documents), asked, 2).then(([ranking]) => ranking!.ids);
  assert.deepEqual(await cutAtTwo(paper), ['dup-b', 'resonance']);
  assert.deepEqual(await cutAtTwo(querySide), ['dup-b']);
  assert.deepEqual(await cutAtTwo(bagOfWords), ['dup-b']);
});

test('empty documents count in N and in the average length under bright-paper only', async () => {
  const asked = [{ topic: 'q', text: 'pendulum', excluded: new Set<string>() }];
  const more = [...documents, { id: 'empty 2', text: '' }, { id: 'stop words', text: 'the of and' }];
  const best = async (protocol: Bm25Protocol, corpus: typeof documents): Promise<number> =>
    (await searchAll(bm25(protocol), corpusOf(corpus), asked, 1))[0]!.scores[0]!;
  assert.notEqual(await best(paper, more), await best(paper, documents));
  assert.equal(await best(bagOfWords, more), await best(bagOfWords, documents));
});

test('a corpus of empty documents is searched without a number that is none', async () => {
  const empty = corpusOf([
    { id: 'a', text: '' },
    { id: 'b', text: 'the' },
  ]);
  for (const protocol of bm25Protocols) {
    for (const { scores } of await searchAll(bm25(protocol), empty, queries, 5)) assert.ok([...scores].every((score) => score === 0));
  }
});
