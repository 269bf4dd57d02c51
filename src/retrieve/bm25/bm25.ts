import type { Corpus } from '../../collection/corpus.ts';
import { interruptedError } from '../../errors.ts';
import type { Query } from '../../query/query.ts';
import type { Ranking } from '../../run/ranking.ts';
import { topK } from '../../support/top-k.ts';
import type { IndexOptions, Retriever, Searcher, SearchOptions } from '../retriever.ts';
import { buildInvertedIndex, type InvertedIndex } from './inverted-index.ts';
import type { Bm25Protocol } from './protocol.ts';
import { weighQuery } from './query-terms.ts';
import { createAccumulators, scoreDocuments } from './score-documents.ts';
import { weighTerms } from './term-weights.ts';

/** Robertson and Zaragoza's BM25, exactly as the named protocol computes it. */
export function bm25(protocol: Bm25Protocol): Retriever {
  const { name: _, description: __, ...choices } = protocol;
  return {
    name: 'bm25',
    settings: { analysis: 'lucene-english', ...choices },
    async index(corpus, options) {
      return bm25Searcher(await sharedIndex(corpus, options), protocol);
    },
  };
}

/** BM25 over an index that is there already. */
export function bm25Searcher(index: InvertedIndex, protocol: Bm25Protocol): Searcher {
  const weights = weighTerms(index, protocol);
  return {
    documentIds: index.documentIds,
    statistics: {
      documents: index.documentIds.length,
      nonEmptyDocuments: index.nonEmptyDocuments,
      terms: index.terms.size,
      postings: index.documents.length,
      tokens: index.totalTokens,
      averageLength: weights.averageLength,
    },
    search: (queries, options) => searchAll(queries, options),
  };

  async function* searchAll(queries: readonly Query[], options: SearchOptions): AsyncIterable<Ranking> {
    const task = options.progress.start('searching', { total: queries.length, unit: 'topics' });
    const accumulators = createAccumulators(weights);
    const positionsOf = namedPositions(index.documentIds, queries);
    let lastTurn = performance.now();
    try {
      for (const query of queries) {
        const scores = scoreDocuments(weighQuery(query.text, weights), weights, accumulators);
        if (query.candidates !== undefined) keepOnly(positionsOf(query.candidates), scores);
        // Excluded ids that the corpus lacks are passed over, as BRIGHT does.
        if (protocol.exclusion === 'before-cut') for (const position of positionsOf(query.excluded)) scores[position] = ABSENT;
        const { positions, scores: best } = topK(scores, options.depth);
        yield toRanking(positions, best, index.documentIds, protocol.exclusion === 'after-cut' ? query.excluded : none);
        task.advance(1);
        // Searching is one long computation: let the signal and the progress line have a turn now and then.
        if (performance.now() - lastTurn > TURN_MS) {
          await new Promise(setImmediate);
          lastTurn = performance.now();
        }
        if (options.signal?.aborted) throw interruptedError();
      }
    } finally {
      task.end();
    }
  }
}

/** Milliseconds of computation between two looks at the world. */
const TURN_MS = 20;

const none: ReadonlySet<string> = new Set();

function toRanking(positions: Uint32Array, scores: Float32Array, documentIds: readonly string[], excluded: ReadonlySet<string>): Ranking {
  const all: string[] = new Array(positions.length);
  for (let i = 0; i < positions.length; i++) all[i] = documentIds[positions[i]!]!;
  if (excluded.size === 0) return { ids: all, scores: Float64Array.from(scores) };
  return { ids: all.filter((id) => !excluded.has(id)), scores: Float64Array.from(scores).filter((_, i) => !excluded.has(all[i]!)) };
}

/** The score of a document that is no answer. */
const ABSENT = Number.NEGATIVE_INFINITY;

/** Finds the documents that queries name, as excluded or as candidates, in corpus order; ids that the corpus lacks are left out. */
function namedPositions(documentIds: readonly string[], queries: readonly Query[]): (ids: ReadonlySet<string>) => Uint32Array {
  const wanted = new Set<string>();
  for (const { excluded, candidates = none } of queries) {
    for (const id of excluded) wanted.add(id);
    for (const id of candidates) wanted.add(id);
  }
  const positions = new Map<string, number>();
  if (wanted.size > 0) {
    for (let i = 0; i < documentIds.length; i++) if (wanted.has(documentIds[i]!)) positions.set(documentIds[i]!, i);
  }
  return (ids) => {
    const found: number[] = [];
    for (const id of ids) {
      const position = positions.get(id);
      if (position !== undefined) found.push(position);
    }
    return Uint32Array.from(found).sort();
  };
}

/** Leaves the scores at these positions, and makes every other document no answer. */
function keepOnly(positions: Uint32Array, scores: Float32Array): void {
  const kept = Float32Array.from(positions, (position) => scores[position]!);
  scores.fill(ABSENT);
  for (let i = 0; i < positions.length; i++) scores[positions[i]!] = kept[i]!;
}

const indexes = new WeakMap<Corpus, Promise<InvertedIndex>>();

/** Several BM25 systems over one corpus share its index: it holds no score. */
function sharedIndex(corpus: Corpus, options: IndexOptions): Promise<InvertedIndex> {
  let index = indexes.get(corpus);
  if (index === undefined) {
    index = buildInvertedIndex(corpus, options);
    indexes.set(corpus, index);
    index.catch(() => indexes.delete(corpus));
  }
  return index;
}
