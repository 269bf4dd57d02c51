import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BrightlineError } from '../../src/errors.ts';
import { parseMtebModel, writeMtebFolder } from '../../src/report/mteb-folder.ts';
import { type MtebResult, mtebResultText, readMtebResult } from '../../src/report/mteb-result.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const model = { name: 'me/bm25', revision: '1' };

const result = (subset: string, value: number, more: Partial<MtebResult> = {}): MtebResult => ({
  task: 'BrightRetrieval',
  datasetRevision: 'a75a0eb',
  mtebVersion: '2.10.12',
  brightlineVersion: '0.1.0',
  scores: [{ split: 'standard', subset, languages: ['eng-Latn'], mainScore: value, values: new Map([['nDCG@10', value]]) }],
  evaluationTime: 1,
  ...more,
});

test('a model’s folder as mteb’s results repository has it', async () => {
  const folder = temporaryFolder();
  const files = await writeMtebFolder(folder, model, [result('pony', 0.1), result('default', 0.2, { task: 'PIQA' })]);
  const place = join(folder, 'me__bm25', '1');
  assert.deepEqual(files, [join(place, 'BrightRetrieval.json'), join(place, 'PIQA.json')]);
  assert.deepEqual(readdirSync(place).sort(), ['BrightRetrieval.json', 'PIQA.json', 'model_meta.json']);
  const meta = JSON.parse(readFileSync(join(place, 'model_meta.json'), 'utf8')) as Readonly<Record<string, unknown>>;
  assert.deepEqual([meta['name'], meta['revision']], ['me/bm25', '1']);
});

test('a later part of a task joins the earlier ones; the same part takes their place', async () => {
  const folder = temporaryFolder();
  await writeMtebFolder(folder, model, [result('biology', 0.1)]);
  await writeMtebFolder(folder, model, [result('pony', 0.2)]);
  const [file] = await writeMtebFolder(folder, model, [result('biology', 0.3)]);
  const { scores } = await readMtebResult(file!);
  assert.deepEqual(scores.map(({ subset, mainScore }) => [subset, mainScore]), [['pony', 0.2], ['biology', 0.3]]); // biome-ignore format: one comparison
});

test('figures of two dataset revisions, or of two tools, are not mixed', async () => {
  const folder = temporaryFolder();
  const [file] = await writeMtebFolder(folder, model, [result('biology', 0.1)]);
  const before = readFileSync(file!, 'utf8');
  const refused = (message: RegExp, more: Partial<MtebResult> = {}): Promise<void> =>
    assert.rejects(writeMtebFolder(folder, model, [result('pony', 0.2, more)]), (error: BrightlineError) => {
      assert.equal(error.kind, 'data');
      assert.match(error.message, message);
      return true;
    });
  await refused(/BrightRetrieval\.json: dataset_revision: holds scores on a75a0eb, and those to be added are on 3066d29/, {
    datasetRevision: '3066d29',
  });
  assert.equal(readFileSync(file!, 'utf8'), before);
  writeFileSync(file!, mtebResultText(result('biology', 0.1, { brightlineVersion: undefined, mtebVersion: '2.10.8' })));
  await refused(/BrightRetrieval\.json: was made by mteb 2\.10\.8/);
  writeFileSync(file!, '{}');
  await refused(/BrightRetrieval\.json: dataset_revision/);
});

test('a folder that can’t be written is named', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  await assert.rejects(writeMtebFolder(join(folder, 'file'), model, [result('pony', 0.1)]), /can't be written/);
});

test('models are named org/name, with a revision behind @', () => {
  assert.deepEqual(parseMtebModel('me/bm25@1.0', '0'), { name: 'me/bm25', revision: '1.0' });
  assert.deepEqual(parseMtebModel('me/bm25', '0'), { name: 'me/bm25', revision: '0' });
  for (const text of ['bm25', 'me/', '../bm25', 'me/bm25/x', 'me/bm25@', 'me/bm25@..', 'me/bm25@a/b', '']) {
    assert.throws(() => parseMtebModel(text, '0'), /mteb's models are named org\/name/, text);
  }
});
