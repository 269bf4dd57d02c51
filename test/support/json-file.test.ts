import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { BrightlineError } from '../../src/errors.ts';
import { readJsonFile } from '../../src/support/json-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const schema = z.strictObject({ list: z.array(z.object({ size: z.number() })) });

function file(text: string): string {
  const path = join(folder, 'file.json');
  writeFileSync(path, text);
  return path;
}

const failure = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof BrightlineError && error.kind === 'data');
  assert.match(error.message, message);
  return true;
};

test('a file that fits is read, with a byte order mark too', async () => {
  assert.deepEqual(await readJsonFile(file('\uFEFF{"list":[{"size":1}]}'), schema), { list: [{ size: 1 }] });
});

test('a file that is missing, is not JSON or does not fit is named, with the field', async () => {
  await assert.rejects(readJsonFile(join(folder, 'none.json'), schema, 'shown'), failure(/^shown: there is no such file/));
  await assert.rejects(readJsonFile(folder, schema), failure(/can't be read/));
  await assert.rejects(readJsonFile(file('{'), schema), failure(/file\.json: is not JSON/));
  await assert.rejects(readJsonFile(file('{"list":[{"size":1},{"size":"2"}]}'), schema), failure(/list\[1\]\.size: .*number/));
  await assert.rejects(readJsonFile(file('7'), schema), failure(/expected object/));
});

test('at most three findings are told', async () => {
  const text = JSON.stringify({ list: Array.from({ length: 5 }, () => ({})) });
  await assert.rejects(readJsonFile(file(text), schema), failure(/list\[2\]\.size.*and 2 more$/));
});
