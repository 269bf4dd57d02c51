import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openModelFiles } from '../../src/collection/model-files.ts';
import type { Progress } from '../../src/support/progress.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fails } from './fails.ts';
import { fakeCommit, fakeHub } from './fake-hub.ts';
import { forbiddenFetch, hubSession } from './hub-session.ts';

const files = { 'config.json': '{}', 'onnx/model.onnx': 'weights', 'onnx/model.onnx_data': 'more weights' };

test('a model of the Hub is opened at a commit; its files come into the cache as huggingface_hub lays them out', async () => {
  const server = await fakeHub({ kind: 'model', files });
  const home = temporaryFolder();
  const model = await openModelFiles('org/name@v1', { hub: hubSession(server.url, home) });
  assert.deepEqual(model.origin, { kind: 'hub', repo: 'org/name', revision: 'v1', commit: fakeCommit });
  assert.deepEqual(model.paths, Object.keys(files).sort());
  assert.deepEqual(await model.identify(['config.json']), { repo: 'org/name', commit: fakeCommit });
  const [weights, data] = [await model.fetch('onnx/model.onnx'), await model.fetch('onnx/model.onnx_data')];
  assert.equal(weights, join(home, 'hub', 'models--org--name', 'snapshots', fakeCommit, 'onnx', 'model.onnx'));
  assert.equal(readFileSync(data, 'utf8'), 'more weights');
  assert.deepEqual(server.requests.slice(0, 2), ['GET /api/models/org/name/revision/v1', `GET /api/models/org/name/tree/${fakeCommit}`]);
  assert.ok(server.requests.includes(`GET /org/name/resolve/${fakeCommit}/onnx/model.onnx`));
});

test('downloads are shown in bytes, and offline the cache answers', async () => {
  const server = await fakeHub({ kind: 'model', files });
  const home = temporaryFolder();
  let bytes = 0;
  const advance = (amount: number): void => {
    bytes += amount;
  };
  const progress: Progress = { start: () => ({ advance, end() {} }) };
  const online = await openModelFiles('hf:org/name', { hub: hubSession(server.url, home) });
  await online.fetch('onnx/model.onnx', { progress });
  assert.equal(bytes, 'weights'.length);
  const offline = hubSession(server.url, home, { offline: true, fetch: forbiddenFetch });
  const model = await openModelFiles('org/name', { hub: offline });
  assert.equal(readFileSync(await model.fetch('onnx/model.onnx'), 'utf8'), 'weights');
  await fails(() => model.fetch('config.json'), 'data', /is not in the cache .*HF_HUB_OFFLINE/, /hf download org\/name --revision main/);
});

test('a model that the Hub does not have is called one, and its page is named', async () => {
  const server = await fakeHub({ kind: 'model', files });
  const open = (name: string) => openModelFiles(name, { hub: hubSession(server.url, temporaryFolder()) });
  await fails(() => open('org/other'), 'data', /org\/other: there is no such model/, new RegExp(`${server.url}/org/other`));
  await fails(() => open('org/name@v9'), 'data', /no revision "v9"/);
  const model = await open('org/name');
  await fails(() => model.fetch('onnx/model_fp16.onnx'), 'data', /model org\/name@main: has no file onnx\/model_fp16\.onnx/);
});

test('a folder is read where it is, and known by the content of its files', async () => {
  const make = (weights: string): string => {
    const folder = temporaryFolder();
    for (const inside of ['onnx', '.git']) mkdirSync(join(folder, inside));
    writeFileSync(join(folder, 'onnx', 'model.onnx'), weights);
    writeFileSync(join(folder, 'config.json'), '{}');
    writeFileSync(join(folder, '.git', 'HEAD'), 'x');
    return folder;
  };
  const hub = hubSession('http://127.0.0.1:9', temporaryFolder(), { fetch: forbiddenFetch });
  const [one, same, other] = await Promise.all([make('a'), make('a'), make('b')].map((folder) => openModelFiles(folder, { hub })));
  assert.deepEqual(one!.paths, ['config.json', 'onnx/model.onnx']);
  const wanted = ['onnx/model.onnx'];
  assert.deepEqual(await one!.identify(wanted), await same!.identify(wanted));
  assert.notDeepEqual(await one!.identify(wanted), await other!.identify(wanted));
  assert.equal(readFileSync(await other!.fetch('onnx/model.onnx'), 'utf8'), 'b');
  await fails(() => one!.fetch('tokenizer.json'), 'data', /has no file tokenizer\.json/);
});

test('a folder that is not there, or a name that names nothing, is told', async () => {
  const hub = hubSession('http://127.0.0.1:9', temporaryFolder(), { fetch: forbiddenFetch });
  await fails(() => openModelFiles('./nowhere', { hub }), 'data', /model \.\/nowhere: there is no such folder/, /onnx\/model\.onnx/);
  for (const name of ['a b', 'org/name/more', 'org/name@', '']) {
    await fails(() => openModelFiles(name, { hub }), 'usage', /is neither a repository .* nor a folder/);
  }
});
