import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Corpus, Document } from '../../src/collection/corpus.ts';
import { encodeCorpus } from '../../src/encode/encode-corpus.ts';
import { exportVectors } from '../../src/encode/export-vectors.ts';
import { readIdList, writeIdList } from '../../src/encode/id-list.ts';
import { type ImportOptions, importVectors } from '../../src/encode/import-vectors.ts';
import { openMatrix } from '../../src/encode/matrix-file.ts';
import { npyHeader } from '../../src/encode/npy.ts';
import { safetensorsHeader } from '../../src/encode/safetensors.ts';
import { textKeys } from '../../src/encode/text-keys.ts';
import { openVectorStore, type VectorStore } from '../../src/encode/vector-store.ts';
import type { VectorType } from '../../src/encode/vector-type.ts';
import { toFloat16 } from '../../src/support/float16.ts';
import { silent } from '../../src/support/progress.ts';
import { corpusOf } from '../contract/retriever.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeEncoder } from './fake-encoder.ts';

const folder = temporaryFolder();
let files = 0;
const fresh = (ending: string): string => join(folder, `${files++}${ending}`);

const documents: readonly Document[] = [
  { id: 'a', text: 'the tide comes in' },
  { id: 'b "quoted"', text: '' },
  { id: '"c"', text: 'a wave breaks\non the shore' },
  { id: 'd', text: 'the tide comes in' },
  { id: 'e\n水', text: 'Wellen' },
];
const corpus = corpusOf(documents);
const encoder = fakeEncoder({ dimension: 4 });

const options = (more: Partial<ImportOptions> = {}): ImportOptions => ({ progress: silent, ...more });

/** A store with the corpus in it, and one that is empty. */
async function stores(type: VectorType): Promise<{ readonly full: VectorStore; readonly empty: VectorStore }> {
  const full = await openVectorStore(encoder, { root: fresh(''), type });
  await encodeCorpus(corpus, full, encoder, { progress: silent });
  return { full, empty: await openVectorStore(encoder, { root: fresh(''), type }) };
}

function npy(rows: readonly (readonly number[])[], header = npyHeader(rows.length, rows[0]!.length, 'float32')): string {
  const path = fresh('.npy');
  writeFileSync(path, Buffer.concat([header, Buffer.from(Float32Array.from(rows.flat()).buffer)]));
  return path;
}

test('what is exported can be imported elsewhere, and is the same to the bit', async () => {
  for (const ending of ['.npy', '.safetensors']) {
    for (const type of ['float32', 'float16'] as const) {
      const { full, empty } = await stores(type);
      const path = fresh(ending);
      const exported = await exportVectors(path, corpus, full, { progress: silent });
      assert.deepEqual([exported.rows, exported.dimension], [5, 4]);
      const ids = await readIdList(exported.ids);
      assert.deepEqual(
        ids,
        documents.map(({ id }) => id),
      );
      const check = { encoder, tolerance: type === 'float32' ? 1 - 1e-9 : 0.999 };
      const shuffled: Corpus = corpusOf([...documents].reverse());
      const imported = await importVectors(path, shuffled, empty, options({ ids, check }));
      assert.deepEqual([imported.rows, imported.added, imported.sample?.rows], [5, 4, 5]);
      const again = fresh(ending);
      await exportVectors(again, corpus, empty, { progress: silent });
      assert.deepEqual(readFileSync(again), readFileSync(path));
      assert.equal((await importVectors(path, corpus, empty, options())).added, 0);
    }
  }
});

test('any list of ids is read as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string())), async (ids) => {
      const path = fresh('.txt');
      await writeIdList(path, ids);
      assert.deepEqual(await readIdList(path), ids);
      const json = fresh('.json');
      writeFileSync(json, JSON.stringify(ids));
      assert.deepEqual(await readIdList(json), ids);
    }),
    { numRuns: 50 },
  );
  const path = fresh('.txt');
  writeFileSync(path, 'fine\n"broken\n');
  await assert.rejects(readIdList(path), { kind: 'data', message: /txt:2: begins with a quotation mark/ });
});

test('rows that are not those of the corpus are refused, and nothing is added', async () => {
  const { empty } = await stores('float32');
  const rows = documents.map((_, i) => [i, 1, 2, 3]);
  const ids = documents.map(({ id }) => id);
  const cases: readonly [string, ImportOptions, RegExp][] = [
    [npy(rows.slice(1)), options(), /has 4 rows, where the corpus has 5 documents/],
    [npy([...rows, [1, 1, 1, 1]]), options(), /has 6 rows, where the corpus has 5 documents/],
    [npy(rows), options({ ids: ids.slice(1) }), /has 5 rows, where the list of ids has 4/],
    [npy(rows), options({ ids: [...ids.slice(1), 'd'] }), /the list of ids has "d" twice, the second time for row 5/],
    [npy(rows), options({ ids: [...ids.slice(1), 'x'] }), /no row for the document "a"/],
    [npy(rows.with(3, [1, 2, Number.NaN, 3])), options(), /row 4: number 3 of 4 is NaN/],
    [npy(rows), options({ check: { encoder } }), /row \d isn't what the model makes of its text .*: their cosine is/],
    [npy(rows.map((row) => [...row, 1])), options({ check: { encoder } }), /vectors of 5 numbers, where the model gives 4/],
  ];
  for (const [path, asked, message] of cases) await assert.rejects(importVectors(path, corpus, empty, asked), { kind: 'data', message });
  assert.equal(empty.rows, 0);
  const { full } = await stores('float32');
  await assert.rejects(importVectors(npy(rows.map((row) => [...row, 1])), corpus, full, options()), {
    kind: 'data',
    message: /vectors of 5 numbers, the store .* of 4/,
  });
});

test('a document without a vector cannot be exported', async () => {
  const { full, empty } = await stores('float32');
  await assert.rejects(exportVectors(fresh('.npy'), corpus, empty, { progress: silent }), {
    kind: 'data',
    message: /no vector for the document "a"/,
  });
  await assert.rejects(exportVectors(fresh('.bin'), corpus, full, { progress: silent }), { kind: 'usage' });
});

test('npy: versions 1 to 3 and half precision are read, all else is refused with what to do', async () => {
  const numbers = [1.5, -2, 0.25, 65504, 3, 4];
  const write = (fields: string, version = 1, data = Buffer.from(Float32Array.from(numbers).buffer)): string => {
    const path = fresh('.npy');
    const length = Buffer.alloc(version === 1 ? 2 : 4);
    if (version === 1) length.writeUInt16LE(fields.length);
    else length.writeUInt32LE(fields.length);
    writeFileSync(path, Buffer.concat([Buffer.from(`\x93NUMPY`, 'latin1'), Buffer.from([version, 0]), length, Buffer.from(fields), data]));
    return path;
  };
  const fields = (descr = '<f4', fortran = 'False', shape = '(3, 2)'): string =>
    `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;
  const halves = Buffer.from(Uint16Array.from(numbers, toFloat16).buffer);
  for (const path of [write(fields()), write(fields(), 2), write(fields(), 3), write(fields('<f2'), 1, halves)]) {
    const matrix = await openMatrix(path);
    assert.deepEqual([matrix.rows, matrix.columns], [3, 2]);
    assert.deepEqual([...(await matrix.read(1, 2))], numbers.slice(2));
    await matrix.close();
  }
  const refused: readonly [string, RegExp, RegExp?][] = [
    [write(fields('<f8')), /type <f8/, /astype/],
    [write(fields('>f4')), /type >f4/],
    [write(fields('<f4', 'True')), /Fortran order/, /ascontiguousarray/],
    [write(fields('<f4', 'False', '(6,)')), /shape \(6\)/],
    [write(fields('<f4', 'False', '(4, 2)')), /4 × 2 numbers need/],
    [write("{'descr': [('x', '<f4')], 'shape': (3, 2)}\n"), /no descr, fortran_order and shape/],
    [write(fields(), 4), /version 4/],
  ];
  for (const [path, message, next] of refused) await assert.rejects(openMatrix(path), { kind: 'data', message, ...(next && { next }) });
  const cut = write(fields());
  truncateSync(cut, 20);
  await assert.rejects(openMatrix(cut), { kind: 'data', message: /within its header/ });
  writeFileSync(cut, 'PK');
  await assert.rejects(openMatrix(cut), { kind: 'data', message: /not a \.npy file/ });
  await assert.rejects(openMatrix(join(folder, 'none.npy')), { kind: 'data', message: /no such file/ });
  await assert.rejects(openMatrix('vectors.h5'), { kind: 'usage' });
});

test('safetensors: one matrix or the one that is named; bfloat16 too', async () => {
  const write = (header: object | string, data: Buffer): string => {
    const path = fresh('.safetensors');
    const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
    const lead = Buffer.alloc(8);
    lead.writeBigUInt64LE(BigInt(json.length));
    writeFileSync(path, Buffer.concat([lead, json, data]));
    return path;
  };
  const bfloat = Buffer.from(Uint16Array.of(0x3f80, 0xc000).buffer);
  const entry = (dtype: string, shape: readonly number[], end = 4): object => ({ dtype, shape, data_offsets: [0, end] });
  const two = write({ __metadata__: { made: 'by hand' }, a: entry('BF16', [1, 2]), b: entry('F32', [1, 1]) }, bfloat);
  const matrix = await openMatrix(two, { tensor: 'a' });
  assert.deepEqual([...(await matrix.read(0, 1))], [1, -2]);
  await matrix.close();
  await assert.rejects(openMatrix(two), { kind: 'usage', message: /2 tensors: "a", "b"/ });
  await assert.rejects(openMatrix(two, { tensor: 'c' }), { kind: 'usage', message: /no tensor "c"/ });
  for (const [path, message] of [
    [write({ a: entry('I64', [1, 2]) }, bfloat), /type "I64"/],
    [write({ a: entry('F32', [2]) }, bfloat), /shape \[2\]/],
    [write({ a: entry('F32', [1, 1], 8) }, bfloat), /1 × 1 numbers need 4 bytes/],
    [write({ a: entry('F32', [1, 2], 8) }, bfloat), /need 8 bytes, where 4 are there/],
    [write({ a: { dtype: 'F32' } }, bfloat), /tensor "a": shape/],
    [write({}, bfloat), /holds no tensor/],
    [write('nonsense', bfloat), /its header is not JSON/],
    [write('[]', bfloat), /its header/],
  ] as const) {
    await assert.rejects(openMatrix(path), { kind: 'data', message });
  }
  const short = write({}, bfloat);
  writeFileSync(short, safetensorsHeader('x', 10, 10, 'float32').subarray(0, 12));
  await assert.rejects(openMatrix(short), { kind: 'data', message: /breaks off within its header/ });
});

test('a text that stands in the corpus more than once is imported once', async () => {
  const { empty } = await stores('float32');
  const path = npy(documents.map((_, i) => [i + 1, 0, 0, 0]));
  assert.equal((await importVectors(path, corpus, empty, options())).added, 4);
  assert.equal(empty.norm(empty.find(textKeys(['the tide comes in']), 0)!), 1);
});
