import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { writeFileAtomically } from '../../src/support/atomic-file.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brightline-'));
});
after(() => rm(folder, { recursive: true }));

test('writes chunks in order, in a folder that it makes', async () => {
  const path = join(folder, 'a', 'b', 'file.txt');
  await writeFileAtomically(path, async (write) => {
    await write('é');
    await write(Uint8Array.of(0x21));
  });
  assert.equal(await readFile(path, 'utf8'), 'é!');
  assert.deepEqual(await readdir(join(folder, 'a', 'b')), ['file.txt']);
});

test('a failure in the middle leaves what stood there, and nothing else', async () => {
  const path = join(folder, 'kept.txt');
  await writeFile(path, 'before');
  const failing = writeFileAtomically(path, async (write) => {
    await write('half');
    throw new Error('stop');
  });
  await assert.rejects(failing, /stop/);
  assert.equal(await readFile(path, 'utf8'), 'before');
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.startsWith('kept')),
    ['kept.txt'],
  );
});

test('a place that cannot be written is a clear error', async () => {
  const file = join(folder, 'plain.txt');
  await writeFile(file, '');
  await assert.rejects(
    writeFileAtomically(join(file, 'below.txt'), async () => {}),
    { name: 'BrightlineError', kind: 'data', message: /below\.txt: can't be written/ },
  );
});
