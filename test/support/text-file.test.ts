import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { isPackedName, writeTextFile } from '../../src/support/text-file.ts';
import { failure } from '../run/files.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

test('a name in .gz means gzip, in any case of letters', () => {
  assert.deepEqual(['a.gz', 'a.trec.GZ', 'a.gz.trec', 'gz'].map(isPackedName), [true, true, false, false]);
});

test('the same text comes out packed and plain, in any pieces, and the same bytes each time', async () => {
  const lines = Array.from({ length: 20_000 }, (_, line) => `line ${line} é\n`);
  const write = async (name: string): Promise<Buffer> => {
    await writeTextFile(join(folder, name), async (write) => {
      for (const line of lines) await write(line);
    });
    return readFileSync(join(folder, name));
  };
  assert.equal((await write('plain.txt')).toString(), lines.join(''));
  const packed = await write('packed.txt.gz');
  assert.equal(gunzipSync(packed).toString(), lines.join(''));
  assert.deepEqual(await write('again.txt.gz'), packed);
});

test('nothing is packed into an empty file that can be read back', async () => {
  await writeTextFile(join(folder, 'empty.gz'), async () => {});
  assert.equal(gunzipSync(readFileSync(join(folder, 'empty.gz'))).length, 0);
});

for (const name of ['failed.txt', 'failed.txt.gz']) {
  test(`when the text can't be made, nothing of ${name} is left and the reason is told`, async () => {
    const produce = writeTextFile(join(folder, name), async (write) => {
      await write('x'.repeat(1 << 20));
      throw new Error('no more');
    });
    await assert.rejects(produce, /^Error: no more$/);
    assert.deepEqual(readdirSync(folder).filter((entry) => entry.startsWith('failed')), []); // biome-ignore format: one comparison
  });
}

test('a folder that is a file is told as such, packed too', async () => {
  const path = join(folder, 'plain.txt', 'inside.gz');
  await assert.rejects(writeTextFile(path, (write) => write('x')), failure('data', /can't be written: a part of the path is a file/)); // biome-ignore format: one call
  assert.ok(!existsSync(path));
});
