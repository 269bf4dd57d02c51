import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readQrelsFile } from '../../src/collection/qrels-file.ts';
import { BrightlineError } from '../../src/errors.ts';
import { readRunTopics } from '../../src/run/read-run.ts';
import { readScoreJsonTopics } from '../../src/run/score-json.ts';
import { readTrecRunTopics } from '../../src/run/trec-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const path = join(temporaryFolder(), 'fuzzed');

/** The same numbers every time: a failure can be looked at again. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

/** What a reader looks at twice. */
const telling = Buffer.from(' \t\r\n\0"{}[]:,\\/+-.0123456789eEuNaInfq#\x1f\x8b\xc3\xff', 'latin1');

function mutate(good: Uint8Array, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(good);
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const at = random(bytes.length + 1);
    const piece =
      random(3) === 0
        ? Buffer.from(bytes.subarray(at, at + random(40)))
        : telling.subarray(random(telling.length)).subarray(0, 1 + random(2));
    const dropped = random(3) === 0 ? random(20) : random(2);
    bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + dropped)]);
  }
  return bytes;
}

function noise(random: (below: number) => number): Buffer {
  const bytes = Buffer.alloc(random(200));
  const pick = random(2) === 0 ? () => random(256) : () => telling[random(telling.length)]!;
  for (let at = 0; at < bytes.length; at++) bytes[at] = pick();
  return bytes;
}

/** Reads to the end; anything but a BrightlineError is a bug. */
async function survive(read: (path: string) => AsyncIterable<unknown> | Promise<unknown>): Promise<void> {
  try {
    const reading = read(path);
    if (reading instanceof Promise) await reading;
    else for await (const _ of reading);
  } catch (error) {
    if (!(error instanceof BrightlineError)) throw error;
  }
}

const trec = 'q1 Q0 doc_1 1 2.5 bm25\nq1 Q0 a doc 2 1e-3 bm25\n\nq2\tQ0\tdoc é\t1\t-7\tbm25\r\nq3 Q0 doc_1 1 0.123456789012345678 bm25\n';
const json = '{"q1": {"doc_1": 2.5, "a \\u00e9": -1e-3},\n"default": {"x": 0}, "q2": {"\\ud83d\\ude00": 0.125}}';
const mteb = '{"mteb_model_meta": {"a": [null, true, "x"]}, "s": {"t": {"q1": {"d": 1}, "q2": {"e": 2}}}}';
const qrels = 'q1 0 doc_1 1\nq1\t0\ta doc\t-1\n\nq2 0 doc_2 2147483647\r\n';
const beir = 'query-id\tcorpus-id\tscore\nq1\tdoc 1\t1\nq2\tdoc\t0\n';
const columns = { topic: ['q1', 'q1', 'q2'], document: ['a', 'b', 'a'], score: [2.5, 1.5, 0.5] };
const arrow = tableFromArrays({ ...columns, score: Float64Array.from(columns.score) });
const parquet = parquetWriteBuffer({ columnData: Object.entries(columns).map(([name, data]) => ({ name, data })), rowGroupSize: 2 });

const readers = {
  'TREC runs': readTrecRunTopics,
  'score JSON': readScoreJsonTopics,
  'any run': readRunTopics,
  tables: readRunTopics,
  qrels: readQrelsFile,
} as const;
const goodFiles: Readonly<Record<keyof typeof readers, readonly Uint8Array[]>> = {
  'TREC runs': [Buffer.from(trec), gzipSync(trec)],
  'score JSON': [Buffer.from(json), Buffer.from(mteb), gzipSync(json)],
  'any run': [Buffer.from(trec), Buffer.from(json)],
  tables: [tableToIPC(arrow, 'file'), tableToIPC(arrow, 'stream'), new Uint8Array(parquet)],
  qrels: [Buffer.from(qrels), Buffer.from(beir), gzipSync(qrels)],
};

for (const [what, read] of Object.entries(readers)) {
  test(`the reader of ${what} refuses or reads whatever it meets`, async () => {
    const random = randomNumbers(20260);
    for (let round = 0; round < 1500; round++) {
      const files = goodFiles[what as keyof typeof readers];
      const bytes = round % 5 === 0 ? noise(random) : mutate(files[round % files.length]!, random);
      writeFileSync(path, bytes);
      await survive(read);
    }
  });
}
