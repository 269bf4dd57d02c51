import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { baselineText, readBaseline, writeBaseline } from '../../src/check/baseline-file.ts';
import { BrightlineError } from '../../src/errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { snapshotWith, topicValues } from './snapshots.ts';

const folder = temporaryFolder();
const path = join(folder, 'baseline.json');
const values = topicValues(5, (topic) => topic / 7);
const sound = snapshotWith(
  { split: 'one', values },
  { split: 'one', values, system: 'y', score: { repeats: [0.28, 0.29], missing: ['t03'] } },
  {
    split: 'two',
    values: { 'a "b" \n|`]]>': 0.25, 'ü🙂': 1 },
    facts: { dataset: null, files: [] },
    score: { protocol: null, queries: null },
  },
);

async function refuses(text: string, message: RegExp): Promise<void> {
  writeFileSync(path, text);
  await assert.rejects(readBaseline(path), (error: unknown) => {
    assert.ok(error instanceof BrightlineError, String(error));
    assert.equal(error.kind, 'data');
    assert.ok(error.message.startsWith(path), error.message);
    assert.match(error.message, message);
    return true;
  });
}

const edited = (from: string | RegExp, to: string): string => {
  const text = baselineText(sound);
  const changed = text.replace(from, to);
  assert.notEqual(changed, text, `nothing to edit: ${from}`);
  return changed;
};

test('a baseline comes back as it was written', async () => {
  await writeBaseline(path, sound);
  assert.deepEqual(await readBaseline(path), sound);
});

test('equal data give equal bytes, in whatever order they come; a score is one line', async () => {
  const turned = { ...sound, splits: [...sound.splits].reverse(), scores: [...sound.scores].reverse() };
  assert.equal(baselineText(turned), baselineText(sound));
  const changed = snapshotWith({ split: 'one', values: { ...values, t00: 0.5 } }, { split: 'one', values, system: 'y' });
  const before = snapshotWith({ split: 'one', values }, { split: 'one', values, system: 'y' });
  const [one, other] = [baselineText(before).split('\n'), baselineText(changed).split('\n')];
  assert.equal(one.filter((line, at) => line !== other[at]).length, 1);
  await writeBaseline(path, sound);
  assert.equal(readFileSync(path, 'utf8'), baselineText(sound));
});

test('a file written with other spaces and line ends is read all the same', async () => {
  writeFileSync(path, `\uFEFF${JSON.stringify(JSON.parse(baselineText(sound)), null, 4).replaceAll('\n', '\r\n')}`);
  assert.deepEqual(await readBaseline(path), sound);
});

test('a file that is missing, empty, truncated or no JSON', async () => {
  await assert.rejects(readBaseline(join(folder, 'none.json')), /none\.json: there is no such file/);
  const text = baselineText(sound);
  for (const length of [0, 1, 40, text.length >> 1, text.length - 3]) await refuses(text.slice(0, length), /is not JSON/);
  await refuses(text.replace('"mean":', '"mean":NaN,"x":'), /is not JSON/);
});

test('a foreign file, and one of another format', async () => {
  await refuses('{}', /is no baseline of brightline/);
  await refuses('[1]', /is no baseline of brightline/);
  await refuses('{"rows": []}', /is no baseline of brightline/);
  await refuses(edited('"format": 1', '"format": 2'), /written in format 2, and brightline [\d.]+ reads format 1/);
  await refuses(edited('"format": 1', '"format": "1"'), /is no baseline/);
});

test('fields that are missing or of another kind are named', async () => {
  await refuses(edited('"scorePrecision":"float32"', '"scorePrecision":"float16"'), /scoring\.scorePrecision/);
  await refuses(edited('"mean":0.285714', '"mean":"0.285714"'), /scores\[0\]\.mean/);
  await refuses(edited('"mean":0.285714', '"mean":null'), /scores\[0\]\.mean/);
  await refuses(edited('"mean":0.285714', '"mean":1e999'), /scores\[0\]\.mean/);
  await refuses(edited('"measure":"nDCG@10",', ''), /scores\[0\]\.measure/);
  await refuses(edited(/"splits": \[[\s\S]*?\n {2}\]/, '"splits": []'), /splits/);
  await refuses(edited(/"topics":\[[^\]]*\]/, '"topics":[]'), /splits\[0\]\.topics/);
});

test('what stands there twice: names of an object, splits, scores, topics', async () => {
  await refuses(edited('"mean":0.285714', '"mean":0.285714,"mean":0.3'), /the name "mean" stands twice in one object/);
  await refuses(edited(/( {4}\{"benchmark":"b","split":"one".*)\n/, '$1\n$1\n'), /splits: "b:one" stands there twice/);
  await refuses(edited(/( {4}\{"benchmark":"b","system":"x","split":"one".*)\n/, '$1\n$1\n'), /scores: .* stands there twice/);
  await refuses(edited('["t00","t01",', '["t00","t00",'), /splits\[0\]\.topics: "t00" stands there twice/);
});

test('what does not fit together: values changed by hand, a mean of other values, topics that are not there', async () => {
  const packed = /"values":"([^"]+)"/.exec(baselineText(sound))![1]!;
  const other = Buffer.from(packed, 'base64');
  other[other.length - 1]! ^= 1;
  await refuses(edited(packed, other.toString('base64')), /scores\[0\]\.hash: .* is not that of the values and topics/);
  await refuses(edited(packed, packed.slice(0, 8)), /scores\[0\]\.values: /);
  await refuses(edited('"t04"', '"t05"'), /scores\[0\]\.hash/);
  await refuses(edited('"mean":0.285714', '"mean":0.3'), /scores\[0\]\.mean: 0\.3 is not the mean of the values, which is 0\.2857/);
  await refuses(edited('"missing":["t03"]', '"missing":["t09"]'), /missing: "t09" is none of the split's topics/);
  await refuses(edited('"system":"y","split":"one"', '"system":"y","split":"three"'), /"b:three" is none of the splits/);
});

test('a folder in the place of the file', async () => {
  await assert.rejects(readBaseline(folder), /can't be read/);
  await assert.rejects(writeBaseline(folder, sound), /can't be written: a folder stands there/);
});
