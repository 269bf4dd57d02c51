import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadDefinition } from '../../src/collection/definition.ts';
import { fetchSplit } from '../../src/collection/fetch.ts';
import { loadSplit } from '../../src/collection/load.ts';
import { resolveSplit } from '../../src/collection/resolve.ts';
import { countRows, readRows } from '../../src/collection/rows.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, fails } from './fails.ts';
import { forbiddenFetch, hubSession } from './hub-session.ts';

const splitId = 'theoremqa_theorems';
const servers: ChildProcess[] = [];
after(() => {
  for (const server of servers) server.kill();
});

interface Stats {
  readonly api: number;
  readonly resolve: number;
  readonly bytes: number;
}

/** The stand-in for the Hub, in a process of its own, with real data and the faults that are asked for. */
async function serve(...options: string[]): Promise<{ readonly url: string; stats(): Promise<Stats> }> {
  const server = spawn(process.execPath, [join(shared!, 'tools/hub-server.mjs'), ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(server);
  let said = '';
  for await (const chunk of server.stdout) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  const url = /http:\S+/.exec(said)![0];
  return { url, stats: async () => (await (await fetch(`${url}/__stats`, { method: 'POST' })).json()) as Stats };
}

test('the examples of all twelve splits hold what the paper counts, and what the original judgments say', {
  skip: needsShared,
}, async () => {
  const server = await serve();
  const bright = await loadDefinition('bright');
  const hub = hubSession(server.url, temporaryFolder());
  for (const { id } of bright.splits) {
    const loaded = await loadSplit(await resolveSplit(bright, id, { hub, corpus: 'omit' }));
    assert.equal(loaded.version.matches[0], 'paper', id);
    assert.deepEqual(loaded.warnings, [], id);
    const qrels = [...loaded.collection.qrels].flatMap(([topic, judged]) =>
      [...judged].map(([document, relevance]) => `${topic}\t0\t${document}\t${relevance}`),
    );
    const published = readFileSync(join(shared!, 'qrels/bright', `${id}.txt`), 'utf8')
      .trimEnd()
      .split(/\r?\n/);
    assert.deepEqual(
      qrels.map((line) => line.split(/\s+/).join(' ')).sort(),
      [...new Set(published)].map((line) => line.split(/\s+/).join(' ')).sort(),
      id,
    );
  }
  assert.equal((await server.stats()).api, 2);
});

test('repeats are merged: 178 gold ids of theoremqa_questions, 103 excluded ids of aops', { skip: needsShared }, async () => {
  const server = await serve();
  const bright = await loadDefinition('bright');
  const hub = hubSession(server.url, temporaryFolder());
  const merged = async (id: string) => (await loadSplit(await resolveSplit(bright, id, { hub, corpus: 'omit' }))).merged;
  assert.deepEqual(await merged('theoremqa_questions'), { gold: 178, excluded: 0 });
  assert.deepEqual(await merged('aops'), { gold: 0, excluded: 622_756 - 622_653 });
});

test("mteb's first version of BRIGHT ignores the excluded ids that the other versions honour", { skip: needsShared }, async () => {
  const server = await serve();
  const hub = hubSession(server.url, temporaryFolder());
  for (const [benchmark, excluded, commit] of [
    ['bright', 33_485, undefined],
    ['bright-mteb-v1', 0, 'a75a0eb483f6a5233a6efc2d63d71540a4443dfb'],
  ] as const) {
    const resolved = await resolveSplit(await loadDefinition(benchmark), 'leetcode', { hub, corpus: 'omit' });
    const { counts, collection } = await loadSplit(resolved);
    assert.equal(counts.excluded, excluded, benchmark);
    assert.equal(collection.excluded.size === 0, excluded === 0);
    assert.equal(counts.topics, 142);
    if (commit !== undefined) assert.equal(resolved.source.kind === 'hub' && resolved.source.commit, commit);
  }
});

test('a whole split loads, then loads offline without a request', { skip: needsShared }, async () => {
  const server = await serve();
  const home = temporaryFolder();
  const bright = await loadDefinition('bright');
  const online = await loadSplit(await resolveSplit(bright, splitId, { hub: hubSession(server.url, home) }));
  assert.deepEqual(online.counts, { documents: 23_839, topics: 76, judgments: 151, excluded: 0 });
  assert.deepEqual(online.version, { matches: ['paper'], nearest: undefined, warning: undefined });
  const before = await server.stats();
  const offline = await loadSplit(
    await resolveSplit(bright, splitId, { hub: hubSession(server.url, home, { offline: true, fetch: forbiddenFetch }) }),
  );
  const documents = (await collect(offline.collection.corpus.batches())).flat();
  assert.equal(documents.length, 23_839);
  assert.deepEqual(offline.inspect(documents.map(({ id }) => id)).warnings, []);
  assert.deepEqual(offline.hashes, online.hashes);
  assert.deepEqual(await server.stats(), before);
});

test('reasoned queries load for all splits, over the same judgments', { skip: needsShared }, async () => {
  const server = await serve();
  const bright = await loadDefinition('bright');
  const hub = hubSession(server.url, temporaryFolder());
  for (const { id } of bright.splits) {
    const original = await loadSplit(await resolveSplit(bright, id, { hub, corpus: 'omit' }));
    const resolved = await resolveSplit(bright, id, { hub, corpus: 'omit', queries: 'TongSearch-QR-7B' });
    assert.equal(resolved.queries, 'tongsearch-qr-7b');
    const rewritten = await loadSplit(resolved);
    assert.deepEqual(rewritten.hashes.qrels, original.hashes.qrels);
    assert.deepEqual(rewritten.hashes.excluded, original.hashes.excluded);
    assert.notEqual(rewritten.hashes.topics, original.hashes.topics);
    assert.deepEqual(
      rewritten.collection.topics.map((topic) => topic.id),
      original.collection.topics.map((topic) => topic.id),
    );
  }
  await fails(
    () => resolveSplit(bright, 'pony', { hub, queries: 'gpt4' }),
    'usage',
    /no queries named "gpt4"/,
    /There are: original, tongsearch-qr-7b\./,
  );
});

for (const fault of ['503', '429', 'cut']) {
  test(`the fault ${fault} is overcome`, { skip: needsShared }, async () => {
    const server = await serve('--fault', fault);
    const home = temporaryFolder();
    const waits: number[] = [];
    const resolved = await resolveSplit(await loadDefinition('bright'), splitId, { hub: hubSession(server.url, home, {}, waits) });
    const loaded = await loadSplit(resolved);
    assert.equal(loaded.counts.documents, 23_839);
    const files = resolved.source.files.length + 1;
    assert.deepEqual(waits, Array(files).fill(fault === '429' ? 1000 : 500));
    assert.deepEqual(left(home), []);
  });
}

test('the fault cut costs no byte: downloads go on where they broke', { skip: needsShared }, async () => {
  const server = await serve('--fault', 'cut:documents');
  const resolved = await resolveSplit(await loadDefinition('bright'), splitId, { hub: hubSession(server.url, temporaryFolder()) });
  const before = await server.stats();
  await loadSplit(resolved);
  const { size } = resolved.source.files.find(({ path }) => path.startsWith('documents'))!;
  const sent = (await server.stats()).bytes - before.bytes;
  const all = resolved.source.files.reduce((sum, file) => sum + file.size, 0);
  assert.ok(sent <= all + Math.ceil(size / 2), `${sent} of ${all}: the cut answer counts whole, its rest again`);
});

test('the fault corrupt ends in an error with both hashes, and leaves nothing', { skip: needsShared }, async () => {
  const server = await serve('--fault', 'corrupt:documents');
  const home = temporaryFolder();
  const resolved = await resolveSplit(await loadDefinition('bright'), splitId, { hub: hubSession(server.url, home) });
  await fails(() => loadSplit(resolved), 'data', /documents\/.*corrupt, twice: expected sha256:[0-9a-f]{64}, got sha256:[0-9a-f]{64}$/);
  assert.deepEqual(left(home), []);
});

test('the fault hang ends in an error after the last try', { skip: needsShared }, async () => {
  const server = await serve('--fault', 'hang:documents');
  const hub = hubSession(server.url, temporaryFolder(), { stallMs: 200, attempts: 2 });
  const resolved = await resolveSplit(await loadDefinition('bright'), splitId, { hub });
  await fails(() => loadSplit(resolved), 'data', /documents\/.*sent nothing for 0\.2 s, on the last of 2 tries too/);
});

test('the fault slow is no stall', { skip: needsShared }, async () => {
  const server = await serve('--fault', 'slow:README');
  const hub = hubSession(server.url, temporaryFolder(), { stallMs: 2000, attempts: 1 });
  assert.equal((await resolveSplit(await loadDefinition('bright'), splitId, { hub })).missing.length, 2);
});

test('a gated dataset says how to get in, and opens with a token', { skip: needsShared }, async () => {
  const server = await serve('--gated', 'xlangai/BRIGHT');
  const bright = await loadDefinition('bright');
  await fails(
    () => resolveSplit(bright, splitId, { hub: hubSession(server.url, temporaryFolder()) }),
    'data',
    /HTTP 401: access is restricted/,
    /HF_TOKEN/,
  );
  const hub = hubSession(server.url, temporaryFolder(), { token: 'hf_any' });
  assert.equal((await loadSplit(await resolveSplit(bright, splitId, { hub }))).counts.topics, 76);
});

test('a process that is killed leaves a cache that the next one goes on with', { skip: needsShared }, async () => {
  const slow = await serve('--fault', 'slow:examples/stackoverflow');
  const home = temporaryFolder();
  const module = (name: string): string => JSON.stringify(new URL(`../../src/collection/${name}.js`, import.meta.url));
  const script = `
    const [{ loadDefinition }, { resolveSplit }, { fetchSplit }, { openHub }, { hubEnvironment }] = await Promise.all(
      [${['definition', 'resolve', 'fetch', 'hub-repository', 'hub-environment'].map(module)}].map((url) => import(url)));
    const hub = openHub({ environment: hubEnvironment(process.env) });
    const progress = { start: () => ({ advance: () => process.stdout.write('.'), end() {} }) };
    await fetchSplit(await resolveSplit(await loadDefinition('bright'), 'stackoverflow', { hub, corpus: 'omit' }), { progress });`;
  const env = { ...process.env, HF_ENDPOINT: slow.url, HF_HOME: home };
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let heard = 0;
  for await (const chunk of child.stdout) {
    heard += (chunk as Buffer).length;
    if (heard > 3) break;
  }
  child.kill('SIGKILL');
  await new Promise((gone) => child.once('exit', gone));
  assert.equal(left(home).length, 1);
  const server = await serve();
  const bright = await loadDefinition('bright');
  const resolved = await resolveSplit(bright, 'stackoverflow', { hub: hubSession(server.url, home), corpus: 'omit' });
  const before = await server.stats();
  const [file] = await fetchSplit(resolved);
  assert.equal(file!.how, 'downloaded');
  assert.ok((await server.stats()).bytes - before.bytes < file!.size, 'what had come is used');
  assert.deepEqual(left(home), []);
});

test('every Parquet file that there is reads like its footer says', { skip: needsShared }, async () => {
  const root = join(shared!, 'hub/datasets');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'));
  assert.ok(files.length > 20);
  for (const name of files) {
    const options = { shownAs: name, repair: '' };
    const wanted = { id: 'text?', query: 'text?', content: 'text?', text: 'text?', excluded_ids: 'texts?' } as const;
    let rows = 0;
    for await (const batch of readRows(join(root, name), wanted, options)) rows += batch.rows.length;
    assert.equal(rows, await countRows(join(root, name), options), name);
  }
});

/** Files that a download has not finished. */
function left(home: string): string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(incomplete|tmp)$/.test(path));
}
