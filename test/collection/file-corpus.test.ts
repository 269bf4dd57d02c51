import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Document } from '../../src/collection/corpus.ts';
import { type FileCorpus, fileCorpus } from '../../src/collection/file-corpus.ts';
import { openFolderFiles } from '../../src/collection/folder-files.ts';
import type { CorpusColumns } from '../../src/collection/layout.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, fails } from './fails.ts';
import { parquetFixture } from './parquet-fixture.ts';

const plain: CorpusColumns = { columns: { id: 'id', text: 'text' }, id: 'id', text: 'text' };
const titled: CorpusColumns = { columns: { id: 'id', title: 'text?', text: 'text' }, id: 'id', title: 'title', text: 'text' };

/** A corpus of these files, which are given by name. */
async function corpusOf(contents: Readonly<Record<string, string | Uint8Array>>, columns = plain): Promise<FileCorpus> {
  const folder = temporaryFolder();
  const names = Object.keys(contents);
  for (const name of names) writeFileSync(join(folder, name), contents[name]!);
  const files = await openFolderFiles(folder, 'own', { fetchCommand: '' });
  const found = names.map((path) => ({ path, size: 0, hash: '' }));
  return fileCorpus(files, found, { columns, repair: 'Restore the file.', expectedDocuments: undefined });
}

const lines = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const parquet = (rows: readonly Document[]): Uint8Array =>
  parquetFixture({ id: rows.map(({ id }) => id), text: rows.map(({ text }) => text) }, { rowGroupSize: 2 });
const document = (id: string, text = `text of ${id}`): Document => ({ id, text });
const read = async (corpus: FileCorpus): Promise<readonly Document[]> => (await collect(corpus.batches())).flat();

for (const [kind, write] of [
  ['jsonl', (rows: readonly Document[]) => lines(...rows)],
  ['parquet', parquet],
] as const) {
  const place = (file: number, row: number): string => `own: ${file}\\.${kind}${kind === 'jsonl' ? `:${row}` : `: row ${row}`}`;

  test(`${kind}: a document that repeats id and text counts once, wherever it stands; the first is named`, async () => {
    const [a, b, c] = [document('a'), document('b', ''), document('c')];
    const corpus = await corpusOf({ [`1.${kind}`]: write([a, b, a]), [`2.${kind}`]: write([b, c, a]) });
    assert.equal(corpus.lastPass(), undefined);
    assert.deepEqual(await read(corpus), [a, b, c]);
    const { findings, documents, firstMerged } = corpus.lastPass()!;
    assert.deepEqual(findings, { emptyDocuments: 1, titlesAlone: 0, mergedDocuments: 3 });
    assert.equal(documents, 3);
    assert.match(firstMerged!, new RegExp(`^"a" at ${place(1, 3)}, as at ${place(1, 1)}$`));
    assert.deepEqual(await read(corpus), [a, b, c], 'a second pass starts anew');
    assert.deepEqual(corpus.lastPass()!.findings, findings);
  });

  test(`${kind}: an id with two texts is an error that names both places`, async () => {
    const corpus = await corpusOf({
      [`1.${kind}`]: write([document('a'), document('b')]),
      [`2.${kind}`]: write([document('c'), document('b', 'x')]),
    });
    await fails(
      () => read(corpus),
      'data',
      new RegExp(`^${place(2, 2)}: the document id "b" stands already at ${place(1, 2)}, with another text$`),
      /name one document each/,
    );
    assert.equal(corpus.lastPass(), undefined);
  });

  test(`${kind}: empty documents are kept and counted`, async () => {
    const rows = [document('a', ''), document('b', ' \n\t'), document('c', '\u3000'), document('d', '.')];
    const corpus = await corpusOf({ [`1.${kind}`]: write(rows) });
    assert.deepEqual(await read(corpus), rows);
    assert.equal(corpus.lastPass()!.findings.emptyDocuments, 3);
  });

  test(`${kind}: a corpus without documents is an error that names its files`, async () => {
    const empty = await corpusOf({ [`1.${kind}`]: write([]), [`2.${kind}`]: write([]) }).catch((error: unknown) => error as Error);
    assert.ok(!(empty instanceof Error));
    await fails(() => read(empty), 'data', new RegExp(`^own: 1\\.${kind}, 2\\.${kind}: there are no documents$`), /Restore/);
  });

  test(`${kind}: ids that no run can name are refused`, async () => {
    for (const id of ['', 'a\tb', 'a\0']) {
      const corpus = await corpusOf({ [`1.${kind}`]: write([document('a'), document(id, 'x')]) });
      await fails(() => read(corpus), 'data', new RegExp(`^${place(1, 2)}: the document id (is empty|"a\\\\[tu].*)`));
    }
  });
}

test('a pass that breaks off says nothing about the corpus', async () => {
  const corpus = await corpusOf({ '1.jsonl': lines(document('a'), document('b')) });
  for await (const _ of corpus.batches()) break;
  assert.equal(corpus.lastPass(), undefined);
});

test('where a corpus has titles, either title or text may be absent, null or empty', async () => {
  const rows = [
    { id: 'both', title: 'T', text: 'x' },
    { id: 'no title', text: ' x ' },
    { id: 'null title', title: null, text: 'x' },
    { id: 'no text', title: ' T ' },
    { id: 'null text', title: 'T', text: null },
    { id: 'blank text', title: 'T', text: ' ' },
    { id: 'nothing', title: '', text: '' },
  ];
  const expected = ['T x', 'x', 'x', 'T', 'T', 'T', ''];
  const corpus = await corpusOf({ '1.jsonl': lines(...rows) }, titled);
  assert.deepEqual(
    (await read(corpus)).map(({ text }) => text),
    expected,
  );
  assert.deepEqual(corpus.lastPass()!.findings, { emptyDocuments: 1, titlesAlone: 3, mergedDocuments: 0 });
  const tables = {
    id: rows.map(({ id }) => id),
    title: rows.map(({ title }) => title ?? null),
    text: rows.map(({ text }) => text ?? null),
  };
  const same = await corpusOf({ '1.parquet': parquetFixture(tables) }, titled);
  assert.deepEqual(
    (await read(same)).map(({ text }) => text),
    expected,
  );
});

test('a document with neither title nor text is an error: the columns may have other names', async () => {
  const corpus = await corpusOf({ '1.jsonl': lines({ id: 'a', title: 'T' }, { id: 'b', body: 'x' }) }, titled);
  await fails(() => read(corpus), 'data', /^own: 1\.jsonl:2: the document has neither title nor text$/);
});

test('a document of 50 MB is read whole, from a line of JSON and from a cell of Parquet', { timeout: 120_000 }, async () => {
  const text = 'an enormous document 😀 '.repeat(2_000_000);
  for (const [name, content] of [
    ['1.jsonl', `${lines(document('a'))}{"id":"huge","text":"${text}"}\n${lines(document('z'))}`],
    ['1.parquet', parquet([document('a'), { id: 'huge', text }, document('z')])],
  ] as const) {
    const documents = await read(await corpusOf({ [name]: content }));
    assert.deepEqual(
      documents.map(({ id }) => id),
      ['a', 'huge', 'z'],
    );
    assert.ok(documents[1]!.text === text);
  }
});
