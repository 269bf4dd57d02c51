import { longestToken } from '../../encode/ragged-source.ts';
import { interruptedError } from '../../errors.ts';
import type { Found } from '../dense/exact-search.ts';
import type { SearchOptions } from '../retriever.ts';
import { type BestDocuments, createBestDocuments, offerDocuments, settleDocuments, takeCandidates } from './best-documents.ts';
import { exactMaxSim } from './exact-maxsim.ts';
import { createHighestRoom, type HighestRoom } from './highest-room.ts';
import { groupSize, loadMaxSimGraph } from './maxsim-graph.ts';
import { asColumns, type QueryTokens, queryTokens, scoreError } from './query-tokens.ts';
import type { TokenRows } from './token-rows.ts';
import { createTokenWindows, type TokenWindow } from './token-windows.ts';

/** None of these changes a result. */
export interface MaxSimSettings {
  /** Vectors are kept in memory where they take no more bytes than this, as float32, else they are streamed. Default 1 GiB. */
  readonly memoryBytes?: number | undefined;
  /** Documents' vectors multiplied at a time. Default 2,048. */
  readonly blockRows?: number | undefined;
  /** Query tokens multiplied at a time; of one query all are. Default 2,048. */
  readonly blockTokens?: number | undefined;
  /** Threads of the product. Default: one a core. */
  readonly threads?: number | undefined;
}

/** What is searched for. */
export interface MaxSimQuery {
  /** Tokens × dimension, row-major. */
  readonly vectors: Float32Array;
  /** How many documents are wanted at most. */
  readonly wanted: number;
  /** Numbers of the only documents that may be found, rising; all where it is left out. */
  readonly among?: Uint32Array | undefined;
}

/** Finds for each query the documents with the highest scores, as `exactMaxSim` defines them. */
export type MaxSimSearch = (queries: readonly MaxSimQuery[], options: Omit<SearchOptions, 'depth'>) => Promise<readonly Found[]>;

/**
 * Exact search over all documents, in memory that doesn't grow with them. As in dense search, a float32 product of everything tells which documents
 * can be among the best at all; only these are scored exactly. So the result depends neither on blocks, windows and threads, nor on how a processor's
 * matrix product goes about its work. By how much approximate and exact scores may differ is the sum of what their products may differ
 * (see `exact-search.ts`): 0.0003 for 32 tokens of 128 numbers.
 *
 * @param tieOrder of two documents with equal scores the one with the lower number here comes first.
 */
export async function createMaxSimSearch(rows: TokenRows, tieOrder: Uint32Array, settings: MaxSimSettings = {}): Promise<MaxSimSearch> {
  const { dimension } = rows;
  const { memoryBytes = 1 << 30, blockRows = 1 << 11, blockTokens = 1 << 11, threads } = settings;
  const graph = await loadMaxSimGraph({ dimension, threads });
  const windows = createTokenWindows(rows, memoryBytes);
  const blockGroups = Math.max(1, Math.floor(blockRows / groupSize));

  return async (queries, { progress, signal }) => {
    const searches = queries.map(beginSearch);
    const room = createHighestRoom();
    const batches = packSearches(
      searches.filter(({ among }) => among === undefined),
      blockTokens,
    );
    const task = progress.start('searching', { total: tieOrder.length, unit: 'documents' });
    try {
      for await (const window of windows(signal)) {
        for (const block of blocksOf(window, blockGroups)) {
          for (const batch of batches) {
            if (signal?.aborted) throw interruptedError();
            await scoreBlock(window, block, batch, room);
          }
          task.advance(block.end - block.start);
        }
        for (const search of searches) {
          if (signal?.aborted) throw interruptedError();
          if (search.among === undefined) await settle(search, takeCandidates(search.best), window);
          else await settle(search, numbersWithin(search.among, window), window);
        }
      }
    } finally {
      task.end();
    }
    return searches.map(({ best: { documents, scores } }) => ({ vectors: documents, scores }));
  };

  async function scoreBlock(
    window: TokenWindow,
    { start, end }: Block,
    { searches, columns, tokens }: Batch,
    room: HighestRoom,
  ): Promise<void> {
    const width = groupSize * dimension;
    const rows = window.vectors.subarray(window.groups[start]! * width, window.groups[end]! * width);
    await graph.highest(rows, columns, room.matrix(window.groups[end]! - window.groups[start]!, tokens));
    const scores = sumHighest(room, window.groups.subarray(start, end + 1), searches);
    const count = end - start;
    for (const [at, { best }] of searches.entries()) {
      offerDocuments(best, scores.subarray(at * count, (at + 1) * count), window.first + start);
    }
  }

  async function settle({ best, query }: Search, documents: Uint32Array, window: TokenWindow): Promise<void> {
    const within = documents.map((document) => document - window.first);
    settleDocuments(best, documents, await exactMaxSim(graph, window, within, query), tieOrder);
  }

  function beginSearch({ vectors, wanted, among }: MaxSimQuery): Search {
    const query = queryTokens(vectors, dimension, longestToken);
    return { query, among, best: createBestDocuments(Math.min(wanted, tieOrder.length), scoreError(query, longestToken)) };
  }
}

interface Search {
  readonly query: QueryTokens;
  readonly among: Uint32Array | undefined;
  readonly best: BestDocuments;
}

/** Queries that are multiplied at one time, and their tokens as columns of one matrix. */
interface Batch {
  readonly searches: readonly Search[];
  readonly columns: Float32Array;
  readonly tokens: number;
}

function packSearches(searches: readonly Search[], blockTokens: number): readonly Batch[] {
  const batches: Batch[] = [];
  for (let from = 0; from < searches.length; ) {
    let tokens = searches[from]!.query.count;
    let end = from + 1;
    while (end < searches.length && tokens + searches[end]!.query.count <= blockTokens) tokens += searches[end++]!.query.count;
    const some = searches.slice(from, end);
    batches.push({ searches: some, columns: asColumns(some.map(({ query }) => query)), tokens });
    from = end;
  }
  return batches;
}

/** Documents of a window that are multiplied at one time, by their numbers within it. */
interface Block {
  readonly start: number;
  readonly end: number;
}

function* blocksOf({ groups, count }: TokenWindow, blockGroups: number): Generator<Block> {
  for (let start = 0; start < count; ) {
    let end = start + 1;
    while (end < count && groups[end + 1]! - groups[start]! <= blockGroups) end++;
    yield { start, end };
    start = end;
  }
}

/**
 * Approximate scores: over each document's groups the highest product of each token, and their sum over each query's tokens.
 *
 * @returns queries × documents, row-major.
 */
function sumHighest(room: HighestRoom, groups: Uint32Array, searches: readonly Search[]): Float32Array {
  const count = groups.length - 1;
  const scores = new Float32Array(searches.length * count);
  for (let document = 0; document < count; document++) {
    const token = room.over(groups[document]! - groups[0]!, groups[document + 1]! - groups[0]!);
    let t = 0;
    for (let search = 0; search < searches.length; search++) {
      let sum = 0;
      for (const end = t + searches[search]!.query.count; t < end; t++) sum += token[t]!;
      scores[search * count + document] = sum;
    }
  }
  return scores;
}

/** Those of rising numbers that belong to a window. */
function numbersWithin(numbers: Uint32Array, { first, count }: TokenWindow): Uint32Array {
  return numbers.filter((number) => number >= first && number < first + count);
}
