import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileGitSha1, fileSha256 } from '../../src/support/file-hash.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

test("hashes are those of sha256sum and of git's hash-object", async () => {
  const path = join(folder, 'hello');
  writeFileSync(path, 'hello\n');
  assert.equal(await fileSha256(path), '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03');
  assert.equal(await fileGitSha1(path), 'ce013625030ba8dba906f756967f9e9ca394464a');
  writeFileSync(path, '');
  assert.equal(await fileSha256(path), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(await fileGitSha1(path), 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
});

test('an aborted signal stops it', async () => {
  const path = join(folder, 'some');
  writeFileSync(path, 'some');
  await assert.rejects(fileSha256(path, { signal: AbortSignal.abort() }), /interrupted/);
});
