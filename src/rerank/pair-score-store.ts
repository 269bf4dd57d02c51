import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyTable } from '../encode/key-table.ts';
import type { TextPair } from '../encode/pair-scorer.ts';
import { keyLength, textKeys } from '../encode/text-keys.ts';
import { dataError } from '../errors.ts';
import { describeWriteFailure, writeFileAtomically } from '../support/atomic-file.ts';
import { fingerprint, type Json } from '../support/fingerprint.ts';
import { makeFolder } from '../support/make-folder.ts';

/** A pair's score, and how many of its tokens were cut off; undefined where nobody knows. */
export interface KnownScore {
  readonly score: number;
  readonly cutTokens: number | undefined;
}

/** Scores of pairs by one scorer, on disk. */
export interface PairScoreStore {
  /** The score of the pair that stands at place `at` of a list of keys (see `pairKeys`). */
  get(keys: Uint32Array, at: number): KnownScore | undefined;
  /** Resolves when the scores are with the system: killing the process doesn't lose them any more. */
  add(keys: Uint32Array, places: readonly number[], scores: readonly KnownScore[]): Promise<void>;
  close(): Promise<void>;
}

/** What pairs are told apart by: 128 bits of a hash over both texts and where one ends. */
export function pairKeys(pairs: readonly TextPair[]): Uint32Array {
  return textKeys(pairs.map(({ query, document }) => `${query.length}:${query}${document}`));
}

/** Key, score as float32, tokens cut off, and a check over all of these; little-endian. */
const RECORD = 4 * (keyLength + 3);
const UNKNOWN = 0xffffffff;

/**
 * Opens the scores that a scorer of these settings has given so far: `<folder>/<fingerprint of the settings>/`, with the settings beside them as JSON. Files are
 * only ever added to, and each process adds to one of its own, so that several can share a folder. A record that a killed process left unfinished, or that
 * was damaged, is passed over: its pair is scored again.
 *
 * Memory: about 60 bytes a pair.
 *
 * @throws `data` error for a folder that can't be read or written.
 */
export async function openPairScoreStore(folder: string, settings: Json): Promise<PairScoreStore> {
  const place = join(folder, fingerprint(settings));
  const rows = new KeyTable();
  let scores = new Float32Array(1024);
  let cuts = new Uint32Array(1024);
  let own: Promise<FileHandle> | undefined;
  let writing: Promise<unknown> = Promise.resolve();

  function remember(keys: Uint32Array, at: number, score: number, cut: number): void {
    if (rows.size === scores.length) {
      [scores, cuts] = [doubled(scores, new Float32Array(2 * scores.length)), doubled(cuts, new Uint32Array(2 * cuts.length))];
    }
    const row = rows.size;
    if (!rows.add(keys, at, row)) return;
    scores[row] = score;
    cuts[row] = cut;
  }

  const files: readonly string[] = await readdir(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw dataError(`${place}: the scores of pairs can't be read: ${error.message}`, { cause: error });
  });
  for (const file of files.filter((name) => name.endsWith('.scores')).toSorted()) {
    const bytes = await readFile(join(place, file));
    for (let start = 0; start + RECORD <= bytes.length; start += RECORD) {
      const record = bytes.subarray(start, start + RECORD);
      if (record.readUInt32LE(RECORD - 4) !== check(record)) continue;
      const key = Uint32Array.from({ length: keyLength }, (_, part) => record.readUInt32LE(4 * part));
      remember(key, 0, record.readFloatLE(4 * keyLength), record.readUInt32LE(4 * keyLength + 4));
    }
  }

  async function openOwn(): Promise<FileHandle> {
    await makeFolder(place);
    if (!files.includes('settings.json')) {
      await writeFileAtomically(join(place, 'settings.json'), (write) => write(`${JSON.stringify(settings, null, 2)}\n`));
    }
    return open(join(place, `${new Date().toISOString().replace(/\W/g, '')}-${randomBytes(4).toString('hex')}.scores`), 'ax');
  }

  async function append(bytes: Buffer): Promise<void> {
    own ??= openOwn();
    const handle = await own;
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
  }

  return {
    get(keys, at) {
      const row = rows.get(keys, at);
      if (row === undefined) return undefined;
      const cut = cuts[row]!;
      return { score: scores[row]!, cutTokens: cut === UNKNOWN ? undefined : cut };
    },
    async add(keys, places, known) {
      const bytes = Buffer.alloc(RECORD * places.length);
      for (const [nth, at] of places.entries()) {
        const { score, cutTokens = UNKNOWN } = known[nth]!;
        remember(keys, at, score, cutTokens);
        const record = bytes.subarray(RECORD * nth, RECORD * (nth + 1));
        for (let part = 0; part < keyLength; part++) record.writeUInt32LE(keys[keyLength * at + part]!, 4 * part);
        record.writeFloatLE(score, 4 * keyLength);
        record.writeUInt32LE(cutTokens, 4 * keyLength + 4);
        record.writeUInt32LE(check(record), RECORD - 4);
      }
      const written = writing.then(() => append(bytes));
      writing = written.catch(() => {});
      await written.catch((error: unknown) => {
        throw describeWriteFailure(place, error);
      });
    },
    async close() {
      await writing;
      if (own === undefined) return;
      const handle = await own;
      await handle.sync();
      await handle.close();
    },
  };
}

function check(record: Buffer): number {
  return createHash('sha256')
    .update(record.subarray(0, RECORD - 4))
    .digest()
    .readUInt32LE(0);
}

function doubled<Numbers extends Float32Array | Uint32Array>(from: Numbers, into: Numbers): Numbers {
  into.set(from);
  return into;
}
