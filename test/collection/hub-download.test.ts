import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { downloadFile } from '../../src/collection/hub-download.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fails } from './fails.ts';
import { type FakeHub, type Fault, fakeCommit, fakeHub } from './fake-hub.ts';
import { hubSession, type SessionOptions } from './hub-session.ts';

const bytes = randomBytes(300_000);
const path = 'data/big file.parquet';
const file = { path, size: bytes.length, hash: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
const subject = { repo: 'org/name', revision: fakeCommit, path };

interface Download {
  readonly server: FakeHub;
  readonly target: string;
  readonly start: (options?: { readonly signal?: AbortSignal; readonly onBytes?: (count: number) => unknown }) => Promise<void>;
  readonly waits: number[];
}

/** A download whose attempts meet these faults, one after the other, and then none. */
async function download(faults: readonly Fault[], session: SessionOptions = {}, wanted = file): Promise<Download> {
  const server = await fakeHub({ files: { [path]: bytes }, fileFault: (_, attempt) => faults[attempt - 1] });
  const waits: number[] = [];
  const { transport } = hubSession(server.url, temporaryFolder(), session, waits);
  const target = join(temporaryFolder(), 'blobs', 'etag');
  return { server, target, waits, start: (options = {}) => downloadFile(transport, subject, wanted, target, options) };
}

const beside = (target: string): string[] => readdirSync(dirname(target)).sort();

test('a file comes whole under its name, with nothing beside it, and every byte is told', async () => {
  const { server, target, start } = await download([]);
  const told: number[] = [];
  await start({ onBytes: (count) => told.push(count) });
  assert.deepEqual(readFileSync(target), bytes);
  assert.deepEqual(beside(target), ['etag']);
  assert.equal(
    told.reduce((sum, count) => sum + count),
    bytes.length,
  );
  assert.deepEqual(server.requests, [`GET /datasets/org/name/resolve/${fakeCommit}/${path}`]);
});

test('an empty file is downloaded, too', async () => {
  const server = await fakeHub({ files: { [path]: Buffer.alloc(0) } });
  const target = join(temporaryFolder(), 'etag');
  const empty = { path, size: 0, hash: 'git-sha1:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391' };
  await downloadFile(hubSession(server.url, temporaryFolder()).transport, subject, empty, target);
  assert.equal(statSync(target).size, 0);
});

test('a connection that is cut is taken up where it broke', async () => {
  const { server, target, start, waits } = await download([{ kind: 'cut' }, { kind: 'cut' }]);
  await start();
  assert.deepEqual(readFileSync(target), bytes);
  // What was sent last may be lost with the connection, so where exactly it goes on is the network's affair.
  const from = Number(/bytes=(\d+)-$/.exec(server.requests[1]!)?.[1]);
  assert.ok(from > 0 && from <= 150_000, server.requests[1]);
  assert.ok(server.sent() < 2 * bytes.length, 'what had come is not sent again');
  assert.deepEqual(waits, [500, 500], 'progress begins the count of attempts anew');
});

test('silence is given up, and the file taken up where it stopped', async () => {
  const { target, start } = await download([{ kind: 'stall' }, { kind: 'hang' }], { stallMs: 100 });
  await start();
  assert.deepEqual(readFileSync(target), bytes);
});

test('a server that knows no ranges sends it all again', async () => {
  const { target, start } = await download([{ kind: 'cut' }, { kind: 'no-ranges' }]);
  await start();
  assert.deepEqual(readFileSync(target), bytes);
});

test('busy and broken servers are waited out', async () => {
  const { target, start, waits } = await download([
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429, headers: { 'retry-after': '3' } },
  ]);
  await start();
  assert.deepEqual(readFileSync(target), bytes);
  assert.deepEqual(waits, [500, 3000]);
});

test('bytes that are wrong are thrown away and asked for once more', async () => {
  const { server, target, start } = await download([{ kind: 'corrupt' }]);
  await start();
  assert.deepEqual(readFileSync(target), bytes);
  assert.equal(server.requests.length, 2);
});

test('bytes that are wrong twice are an error with both hashes, and leave nothing', async () => {
  const { target, start } = await download([{ kind: 'corrupt' }, { kind: 'corrupt' }]);
  await fails(
    start,
    'data',
    new RegExp(`org/name@0123456789ab: ${path}: the download is corrupt, twice: expected ${file.hash}, got sha256:[0-9a-f]{64}$`),
    /HF_ENDPOINT/,
  );
  assert.deepEqual(beside(target), []);
});

test('a file of another size than the list says is an error with both sizes', async () => {
  const shorter: Fault = { kind: 'other-bytes', bytes: bytes.subarray(0, 1000) };
  const longer: Fault = { kind: 'other-bytes', bytes: Buffer.concat([bytes, bytes]) };
  await fails((await download(Array(9).fill(shorter))).start, 'data', /expected 300000 bytes, got 1000 bytes/);
  await fails((await download(Array(9).fill(longer))).start, 'data', /expected 300000 bytes, got more than 300000 bytes/);
});

test("files outside LFS are held against Git's own id", async () => {
  const hash = `git-sha1:${createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')}`;
  const good = await download([], {}, { ...file, hash });
  await good.start();
  assert.deepEqual(readFileSync(good.target), bytes);
  await fails(
    (await download([], {}, { ...file, hash: `git-sha1:${'0'.repeat(40)}` })).start,
    'data',
    /expected git-sha1:0{40}, got git-sha1:/,
  );
});

test('what was left by a stopped download is used, even by a tool that left no note', async () => {
  const { server, target, start } = await download([]);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.incomplete`, bytes.subarray(0, 200_000));
  const told: number[] = [];
  await start({ onBytes: (count) => told.push(count) });
  assert.deepEqual(readFileSync(target), bytes);
  assert.equal(server.sent(), 100_000);
  assert.equal(
    told.reduce((sum, count) => sum + count),
    bytes.length,
  );
  assert.deepEqual(beside(target), ['etag']);
});

test('what was left is not believed: wrong, too long or whole', async () => {
  for (const [left, sent] of [
    [randomBytes(200_000), 400_000],
    [Buffer.concat([bytes, bytes]), 300_000],
    [bytes, 0],
  ] as const) {
    const { server, target, start } = await download([]);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.incomplete`, left);
    await start();
    assert.deepEqual(readFileSync(target), bytes);
    assert.equal(server.sent(), sent);
  }
});

test('a download that is given up keeps what has come, for the next one', async () => {
  const { server, target, start } = await download([{ kind: 'cut' }, ...Array<Fault>(4).fill({ kind: 'status', status: 500 })]);
  await fails(start, 'data', /HTTP 500/);
  assert.deepEqual(beside(target), ['etag.incomplete']);
  assert.equal(statSync(`${target}.incomplete`).size, 150_000);
  await start();
  assert.deepEqual(readFileSync(target), bytes);
  assert.equal(server.sent(), bytes.length);
});

test('an aborted download keeps what has come', async () => {
  const { target, start } = await download([{ kind: 'stall' }]);
  const controller = new AbortController();
  await fails(
    () => start({ signal: controller.signal, onBytes: () => setTimeout(() => controller.abort(), 30) }),
    'interrupted',
    /interrupted/,
  );
  assert.deepEqual(beside(target), ['etag.incomplete']);
  await start();
  assert.deepEqual(readFileSync(target), bytes);
});

test('nothing is left of a download that was aborted before a byte came', async () => {
  const { target, start } = await download([]);
  await fails(() => start({ signal: AbortSignal.abort() }), 'interrupted', /interrupted/);
  assert.deepEqual(beside(target), []);
});

test('what a killed process left under its own name is used; a living one is left alone', async () => {
  const { server, target, start } = await download([{ kind: 'stall' }], { stallMs: 60_000 });
  const controller = new AbortController();
  const running = start({ signal: controller.signal }).catch(() => {});
  while (beside(dirname(target)).length === 0 || server.sent() === 0) await new Promise((ok) => setTimeout(ok, 5));
  const living = beside(target)[0]!;
  const [, machine] = /^etag\.([0-9a-f]{8})-\d+-[0-9a-f]{8}\.incomplete$/.exec(living)!;
  const dead = `etag.${machine}-${2 ** 22 + 1}-00000000.incomplete`;
  const foreign = 'etag.00000000-1-00000000.incomplete';
  for (const name of [dead, foreign]) writeFileSync(join(dirname(target), name), bytes.subarray(0, 250_000));
  const before = server.sent();
  await start();
  assert.equal(server.sent() - before, 50_000);
  assert.deepEqual(
    beside(target).filter((name) => name !== living),
    ['etag', foreign],
  );
  controller.abort();
  await running;
});

test('two downloads of one file at once both end well', async () => {
  const { target, start } = await download([]);
  await Promise.all([start(), start(), start()]);
  assert.deepEqual(readFileSync(target), bytes);
  assert.deepEqual(beside(target), ['etag']);
});

test('a file that the Hub does not have, or does not give, is named', async () => {
  const missing = (headers: Record<string, string>): Fault => ({ kind: 'status', status: 404, headers });
  await fails(
    (await download([missing({ 'x-error-code': 'EntryNotFound' })])).start,
    'data',
    /big file\.parquet: there is no such file/,
    /tree/,
  );
  await fails((await download([missing({})])).start, 'data', /there is no such file/);
  const gated: Fault = { kind: 'status', status: 403, headers: { 'x-error-message': 'you are not in the authorized list' } };
  await fails((await download([gated])).start, 'data', /access is restricted/, /Accept the terms/);
});

test('a folder that can not be written is named', async () => {
  const { transport } = hubSession('http://127.0.0.1:9', temporaryFolder());
  const blocked = join(temporaryFolder(), 'file');
  writeFileSync(blocked, '');
  await fails(
    () => downloadFile(transport, subject, file, join(blocked, 'etag')),
    'data',
    /can't be written/,
    /Make room or choose another folder/,
  );
});

test('a file that is larger than the disk has room for is not begun', async () => {
  const { server, target, start } = await download([], {}, { ...file, size: 2 ** 60 });
  await fails(start, 'data', /needs [\d,]+ bytes, and [\d,]+ are free/, /HF_HUB_CACHE/);
  assert.deepEqual(server.requests, []);
  assert.deepEqual(beside(target), []);
});
