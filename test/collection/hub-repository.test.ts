import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { mock, test } from 'node:test';
import { openRepository } from '../../src/collection/hub-repository.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fails } from './fails.ts';
import { type FakeHubOptions, fakeCommit, fakeHub } from './fake-hub.ts';
import { forbiddenFetch, hubSession } from './hub-session.ts';

const files = { 'README.md': '# Card\n', 'data/a.parquet': 'aaaa', 'data/b.parquet': 'bb' };
const options = { fetchCommand: 'brightline fetch x:y' };
const serve = (rest: Partial<FakeHubOptions> = {}) => fakeHub({ files, ...rest });

test('a branch is resolved to its commit, and the files are listed with sizes and hashes', async () => {
  const server = await serve();
  const home = temporaryFolder();
  const repository = await openRepository(hubSession(server.url, home), 'org/name', 'main', options);
  assert.equal(repository.commit, fakeCommit);
  assert.equal(repository.complete, true);
  assert.deepEqual(
    repository.files.map(({ path, size, hash }) => [path, size, hash.split(':')[0]]),
    [
      ['README.md', 7, 'git-sha1'],
      ['data/a.parquet', 4, 'sha256'],
      ['data/b.parquet', 2, 'sha256'],
    ],
  );
  assert.equal(server.requests.length, 2);
  assert.equal(readFileSync(join(repository.cache.folder, 'refs/main'), 'utf8'), fakeCommit);
});

test('a long list comes in several answers', async () => {
  const server = await serve({ pageSize: 1 });
  const repository = await openRepository(hubSession(server.url, temporaryFolder()), 'org/name', 'main', options);
  assert.equal(repository.files.length, 3);
  assert.equal(server.requests.length, 4);
});

test('each revision is looked up once a session; the list of a commit once for all', async () => {
  const server = await serve();
  const home = temporaryFolder();
  const hub = hubSession(server.url, home);
  await Promise.all([openRepository(hub, 'org/name', 'main', options), openRepository(hub, 'org/name', 'main', options)]);
  assert.equal(server.requests.length, 2);
  await openRepository(hubSession(server.url, home), 'org/name', 'main', options);
  assert.equal(server.requests.length, 3, 'a branch is looked up anew, its list is known');
  const pinned = await openRepository(hubSession(server.url, home, { fetch: forbiddenFetch }), 'org/name', fakeCommit, options);
  assert.equal(pinned.files.length, 3);
});

test('offline, the cache answers and no request is made', async () => {
  const server = await serve();
  const home = temporaryFolder();
  const online = await openRepository(hubSession(server.url, home), 'org/name', 'main', options);
  const hub = hubSession(server.url, home, { offline: true, fetch: forbiddenFetch });
  const offline = await openRepository(hub, 'org/name', 'main', options);
  assert.deepEqual(offline, online);
  assert.deepEqual((await openRepository(hub, 'org/name', fakeCommit, options)).files, online.files);
  await fails(
    () => openRepository(hub, 'org/name', 'v1', options),
    'data',
    /org\/name@v1: is not in the cache .*HF_HUB_OFFLINE/,
    /fetch x:y/,
  );
  await fails(() => openRepository(hub, 'org/other', 'main', options), 'data', /org\/other@main: is not in the cache/);
});

test('what was found once can be looked for again after a failure', async () => {
  const server = await serve({ apiFault: (attempt) => (attempt === 1 ? { kind: 'status', status: 403 } : undefined) });
  const hub = hubSession(server.url, temporaryFolder());
  await fails(() => openRepository(hub, 'org/name', 'main', options), 'data', /403/);
  assert.equal((await openRepository(hub, 'org/name', 'main', options)).commit, fakeCommit);
});

test('a repository or revision that does not exist is named', async () => {
  const server = await serve();
  const hub = hubSession(server.url, temporaryFolder());
  await fails(
    () => openRepository(hub, 'org/nobody', 'main', options),
    'data',
    /^org\/nobody: there is no such dataset/,
    /datasets\/org\/nobody/,
  );
  await fails(() => openRepository(hub, 'org/name', 'v9', options), 'data', /^org\/name: there is no revision "v9"/, /commits/);
});

test('restricted access says how to get in, with a token and without', async () => {
  const server = await serve({ apiFault: () => ({ kind: 'status', status: 401, headers: { 'x-error-code': 'GatedRepo' } }) });
  const open = (token?: string) =>
    openRepository(hubSession(server.url, temporaryFolder(), token === undefined ? {} : { token }), 'org/name', 'main', options);
  await fails(() => open(), 'data', /restricted, and no token was sent/, /Accept the terms at .*\/datasets\/org\/name, then set HF_TOKEN/);
  await fails(() => open('hf_x'), 'data', /the token's account has not been let in/, /the account that HF_TOKEN belongs to/);
  const hidden = await serve({
    apiFault: () => ({ kind: 'status', status: 401, headers: { 'x-error-message': 'Invalid username or password.' } }),
  });
  await fails(
    () => openRepository(hubSession(hidden.url, temporaryFolder()), 'org/name', 'main', options),
    'data',
    /no such dataset, or it is private \(no token was sent\): Invalid username/,
    /HF_TOKEN/,
  );
});

test('a token that the Hub does not accept is told as such', async () => {
  const server = await serve({
    apiFault: () => ({ kind: 'status', status: 401, headers: { 'x-error-message': 'Invalid credentials in Authorization header' } }),
  });
  await fails(
    () => openRepository(hubSession(server.url, temporaryFolder(), { token: 'hf_old' }), 'org/name', 'main', options),
    'data',
    /doesn't accept the token/,
    /settings\/tokens.*unset HF_TOKEN/,
  );
});

test('the token goes to the endpoint, whatever it looks like, and nowhere else', async () => {
  const elsewhere = await serve();
  const server = await serve();
  await openRepository(hubSession(server.url, temporaryFolder(), { token: 'api_org_secret' }), 'org/name', 'main', options);
  assert.deepEqual(server.tokens, ['Bearer api_org_secret', 'Bearer api_org_secret']);
  const paged = await fakeHub({ files, pageSize: 1 });
  const hub = hubSession(paged.url, temporaryFolder(), {
    token: 'hf_secret',
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const link = response.headers.get('link');
      if (link === null) return response;
      return new Response(await response.text(), { headers: { link: link.replace(paged.url, elsewhere.url) } });
    },
  });
  await openRepository(hub, 'org/name', 'main', options);
  assert.deepEqual([...new Set(paged.tokens)], ['Bearer hf_secret']);
  assert.deepEqual([...new Set(elsewhere.tokens)], [undefined]);
  assert.ok(elsewhere.tokens.length > 0);
});

test('failures that pass are waited out', async () => {
  const faults = [
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
    { kind: 'status', status: 429, headers: { ratelimit: '"api";r=0;t=11' } },
  ] as const;
  const server = await serve({ apiFault: (attempt) => faults[attempt - 1] });
  const waits: number[] = [];
  await openRepository(hubSession(server.url, temporaryFolder(), {}, waits), 'org/name', 'main', options);
  assert.deepEqual(waits, [500, 7000, 11_000]);
});

test('failures that stay are told, with the number of tries', async () => {
  const open = async (fault: Parameters<typeof serve>[0]) => {
    const server = await serve(fault);
    return openRepository(hubSession(server.url, temporaryFolder(), { stallMs: 50 }), 'org/name', 'main', options);
  };
  const always = (status: number, headers: Record<string, string> = {}) => ({
    apiFault: () => ({ kind: 'status', status, headers }) as const,
  });
  await fails(() => open(always(503)), 'data', /answered HTTP 503 \(Service Unavailable\), on the last of 4 tries/, /try again later/);
  await fails(
    () => open(always(429, { 'retry-after': '1' })),
    'data',
    /HTTP 429 \(too many requests\) and asks to wait 1 s, on the last of 4 tries/,
    /HF_TOKEN/,
  );
  await fails(() => open(always(429, { 'retry-after': '3600' })), 'data', /asks to wait 3600 s$/);
  await fails(() => open(always(418)), 'data', /answered HTTP 418/);
  await fails(
    () => open({ apiFault: () => ({ kind: 'hang' }) }),
    'data',
    /sent nothing for 0\.05 s, on the last of 4 tries/,
    /HF_HUB_DOWNLOAD_TIMEOUT/,
  );
});

test('a Hub that can not be reached is named, with what can be done, after fewer tries', async () => {
  const gone = createServer();
  await new Promise<void>((ready) => gone.listen(0, '127.0.0.1', ready));
  const { port } = gone.address() as AddressInfo;
  await new Promise((closed) => gone.close(closed));
  for (const url of [`http://127.0.0.1:${port}`, 'http://127.0.0.1:9']) {
    const waits: number[] = [];
    await fails(
      () => openRepository(hubSession(url, temporaryFolder(), {}, waits), 'org/name', 'main', options),
      'data',
      new RegExp(`^org/name@main: ${url} can't be reached: `),
      /HF_ENDPOINT.*HF_HUB_OFFLINE=1/,
    );
    assert.equal(waits.length, 2);
  }
});

test('an answer that is not a Hub’s is told', async () => {
  const answer =
    (body: string): typeof fetch =>
    async () =>
      new Response(body, { headers: { 'content-type': 'application/json' } });
  const open = (body: string) =>
    openRepository(hubSession('http://127.0.0.1:9', temporaryFolder(), { fetch: answer(body) }), 'org/name', 'main', options);
  await fails(() => open('<html>'), 'data', /not one that a Hub gives/, /HF_ENDPOINT/);
  await fails(() => open('{"sha":"../../x"}'), 'data', /named "\.\.\/\.\.\/x" as its commit/, /HF_ENDPOINT/);
  await fails(() => open('{}'), 'data', /40 hex digits/);
  const strange = await serve({ files: { 'a.parquet': { bytes: Buffer.from('a'), listed: { lfs: { oid: '../x', size: 1 } } } } });
  await fails(
    () => openRepository(hubSession(strange.url, temporaryFolder()), 'org/name', 'main', options),
    'data',
    /not one that a Hub gives/,
  );
});

test('an aborted signal stops it', async () => {
  const server = await serve({ apiFault: () => ({ kind: 'hang' }) });
  const controller = new AbortController();
  const opening = openRepository(hubSession(server.url, temporaryFolder()), 'org/name', 'main', { ...options, signal: controller.signal });
  setTimeout(() => controller.abort(), 30);
  await fails(() => opening, 'interrupted', /interrupted/);
});

test('nothing is printed', async () => {
  const server = await serve();
  const prints = (['log', 'debug', 'info', 'warn', 'error'] as const).map((name) => mock.method(console, name, () => {}));
  await openRepository(hubSession(server.url, temporaryFolder()), 'org/name', 'main', options);
  for (const print of prints) assert.equal(print.mock.callCount(), 0);
  mock.restoreAll();
});
