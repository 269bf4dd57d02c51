import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { dataError, interruptedError } from '../errors.ts';
import { cacheFolder } from '../support/cache-folder.ts';
import type { Environment } from '../support/expand-path.ts';
import { fingerprint, type Json } from '../support/fingerprint.ts';
import { readJsonFile } from '../support/json-file.ts';
import type { Encoder, Side } from './encoder.ts';
import { inParallel } from './in-parallel.ts';
import { KeyTable } from './key-table.ts';
import { isShardName, verifyShard } from './shard-file.ts';
import { openStoreFolder, settingsName } from './store-folder.ts';
import { measureVectors } from './vector-norms.ts';
import type { VectorRows } from './vector-rows.ts';
import { readShard, readShardVectors, type VectorShard, writeShard } from './vector-shard.ts';
import { packNumbers, type VectorNumbers, type VectorType } from './vector-type.ts';

/** Where vectors are kept, and how. */
export interface VectorStoreOptions {
  /** Folder of all stores; each takes a folder of its own in it. `vectorsFolder` has the usual place. */
  readonly root: string;
  /** Default `float32`. */
  readonly type?: VectorType | undefined;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The vectors that one encoder made, by the text they were made of: shards in a folder, to which shards are added and in which none is
 * changed. Vectors are counted in rows; a row's number is good for as long as the store is open.
 */
export interface VectorStore {
  readonly folder: string;
  readonly type: VectorType;
  /** Numbers a vector has; undefined while the store is empty. */
  readonly dimension: number | undefined;
  readonly rows: number;
  /** The row of the text whose key (see `textKeys`) stands at place `at` of a list of keys; undefined where its vector isn't here. */
  find(keys: Uint32Array, at: number): number | undefined;
  /** Euclidean length of a row's vector as it is stored. */
  norm(row: number): number;
  /** Tokens that the row's text was encoded as; `unknownTokens` where nobody told. */
  tokens(row: number): number;
  /** Tokens of the row's text that were cut off; `unknownTokens` where nobody told. */
  cutTokens(row: number): number;
  /**
   * Adds vectors, as one shard that is there whole or not at all. Texts that are here already keep the vector they have.
   *
   * @throws `data` error for a vector of another dimension, one with a number that isn't finite, or one that is too long to be multiplied.
   */
  append(vectors: VectorRows): Promise<void>;
  /**
   * Reads the vectors of rows, whose numbers rise, into `target`, which holds numbers of the store's type (half precision as 16 bits). A shard
   * is held against its hash before the first vector is read from it.
   *
   * @throws `data` error that names a damaged shard.
   */
  read(rows: Uint32Array, target: VectorNumbers, options?: ReadOptions): Promise<void>;
}

/** `vectors` in brightline's cache. */
export function vectorsFolder(env: Environment): string {
  return join(cacheFolder(env), 'vectors');
}

/** What a store was made for, as its `settings.json` tells. */
export interface StoreSettings {
  /** Version of the layout. */
  readonly format: typeof FORMAT;
  readonly side: Side;
  readonly type: VectorType;
  /** The encoder's. */
  readonly settings: Json;
}

const FORMAT = 1 as const;

const settingsFile = z.object({
  format: z.literal(FORMAT, `expected ${FORMAT}: the store was written by another version`),
  side: z.enum(['query', 'document']),
  type: z.enum(['float32', 'float16']),
  settings: z.json(),
});

/**
 * Opens the store of an encoder, which is empty at first. Its folder is named by a fingerprint of everything that decides a vector: encoders that
 * differ in anything share nothing. Several processes may use it at once; each sees what was there when it opened the store, and what it
 * added itself. What a killed process left half written is removed.
 *
 * @throws `data` error that names the file for a damaged shard, or one that belongs to another store.
 */
export async function openVectorStore(encoder: Pick<Encoder, 'settings' | 'side'>, options: VectorStoreOptions): Promise<VectorStore> {
  const { side, settings } = encoder;
  const { root, type = 'float32' } = options;
  const made = { format: FORMAT, side, type, settings };
  const mark = fingerprint(made);
  const folder = join(root, mark.slice(0, 32));
  await openStoreFolder(folder, made, settingsFile);

  const shards: Shards = { list: [], starts: [], keys: new KeyTable(), rows: 0 };
  for (const name of (await readdir(folder)).filter(isShardName).sort()) addShard(shards, await readShard(join(folder, name), mark));
  return storeOf(folder, type, mark, shards);
}

/** The settings of a store, by its folder. @throws `data` error where there are none or they make no sense. */
export function readStoreSettings(folder: string): Promise<StoreSettings> {
  return readJsonFile(join(folder, settingsName), settingsFile);
}

interface Shards {
  readonly list: VectorShard[];
  /** The first row of each shard. */
  readonly starts: number[];
  readonly keys: KeyTable;
  rows: number;
}

function addShard(shards: Shards, shard: VectorShard): void {
  const dimension = shards.list[0]?.dimension ?? shard.dimension;
  if (shard.dimension !== dimension) {
    throw dataError(`${shard.path}: its vectors have ${shard.dimension} numbers, those of the store's other shards ${dimension}`, {
      next: 'Delete the shards that are wrong: what they held is encoded again in the next run.',
    });
  }
  for (let row = 0; row < shard.rows; row++) shards.keys.add(shard.keys, row, shards.rows + row);
  shards.list.push(shard);
  shards.starts.push(shards.rows);
  shards.rows += shard.rows;
}

function storeOf(folder: string, type: VectorType, mark: string, shards: Shards): VectorStore {
  const verified = new Set<VectorShard>();
  const shardAt = (row: number): number => {
    let low = 0;
    for (let high = shards.list.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (shards.starts[middle]! <= row) low = middle;
      else high = middle;
    }
    return low;
  };
  const ofRow = (column: 'norms' | 'tokens' | 'cutTokens', row: number): number => {
    const shard = shardAt(row);
    return shards.list[shard]![column][row - shards.starts[shard]!]!;
  };
  return {
    folder,
    type,
    get dimension() {
      return shards.list[0]?.dimension;
    },
    get rows() {
      return shards.rows;
    },
    find: (keys, at) => shards.keys.get(keys, at),
    norm: (row) => ofRow('norms', row),
    tokens: (row) => ofRow('tokens', row),
    cutTokens: (row) => ofRow('cutTokens', row),
    async append({ keys, vectors, dimension, tokens, cutTokens }) {
      const expected = shards.list[0]?.dimension ?? dimension;
      if (dimension !== expected) {
        throw dataError(`${folder}: vectors of ${dimension} numbers were to be added to a store of vectors of ${expected}`, {
          next: 'A model gives vectors of one length: say which model or which number of dimensions is meant.',
        });
      }
      if (tokens.length === 0) return;
      const packed = packNumbers(type, vectors);
      const norms = measureVectors(packed, dimension);
      const path = await writeShard(folder, mark, { type, dimension, keys, vectors: packed, norms, tokens, cutTokens });
      if (shards.list.every((shard) => shard.path !== path)) addShard(shards, await readShard(path, mark));
    },
    async read(rows, target, { signal } = {}) {
      const parts: Part[] = [];
      for (let at = 0; at < rows.length; ) {
        const shard = shardAt(rows[at]!);
        const start = shards.starts[shard]!;
        const after = start + shards.list[shard]!.rows;
        let end = at;
        while (end < rows.length && rows[end]! < after) end++;
        parts.push({ shard: shards.list[shard]!, start, rows: rows.subarray(at, end), at });
        at = end;
      }
      await inParallel(parts, async (part) => {
        if (signal?.aborted) throw interruptedError();
        if (!verified.has(part.shard)) await verifyShard(part.shard.path, { signal });
        verified.add(part.shard);
        await readPart(part, target);
      });
    },
  };
}

/** Rows of one shard: `rows` are numbers of the store, of which the shard's first is `start`; their vectors belong at place `at` of the target. */
interface Part {
  readonly shard: VectorShard;
  readonly start: number;
  readonly rows: Uint32Array;
  readonly at: number;
}

/** Reads rows that follow each other in one go. */
async function readPart({ shard, start, rows, at }: Part, target: VectorNumbers): Promise<void> {
  const handle = await open(shard.path, 'r').catch((error: Error) => {
    throw dataError(`${shard.path}: can't be read any more: ${error.message}`, { next: 'Run it again.', cause: error });
  });
  try {
    for (let from = 0; from < rows.length; ) {
      let to = from + 1;
      while (to < rows.length && rows[to] === rows[to - 1]! + 1) to++;
      await readShardVectors(shard, handle, rows[from]! - start, to - from, target, (at + from) * shard.dimension);
      from = to;
    }
  } finally {
    await handle.close();
  }
}
