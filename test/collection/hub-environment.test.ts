import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hubEnvironment } from '../../src/collection/hub-environment.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fails } from './fails.ts';

const home = temporaryFolder();
const hub = (env: Record<string, string> = {}) => hubEnvironment({ HOME: home, ...env });

test('with nothing set: the public Hub, no token, the usual cache', () => {
  assert.deepEqual(hub(), {
    endpoint: 'https://huggingface.co',
    token: undefined,
    cache: join(home, '.cache/huggingface/hub'),
    offline: false,
    symlinks: true,
    stallMs: 30_000,
  });
});

test('the cache is found by the rules of huggingface_hub, the strongest variable first', () => {
  const cache = (env: Record<string, string>): string => hub(env).cache;
  assert.equal(cache({ XDG_CACHE_HOME: '/xdg' }), '/xdg/huggingface/hub');
  assert.equal(cache({ XDG_CACHE_HOME: '/xdg', HF_HOME: '/hf' }), '/hf/hub');
  assert.equal(cache({ HF_HOME: '/hf', HUGGINGFACE_HUB_CACHE: '/legacy' }), '/legacy');
  assert.equal(cache({ HF_HOME: '/hf', HUGGINGFACE_HUB_CACHE: '/legacy', HF_HUB_CACHE: '/new' }), '/new');
  assert.equal(cache({ HF_HOME: '~/models' }), join(home, 'models/hub'));
  assert.equal(cache({ HF_HUB_CACHE: '$HOME/a/$' + '{USER}/$NOBODY', USER: 'u' }), join(home, 'a/u/$NOBODY'));
  assert.equal(cache({ HF_HUB_CACHE: '' }), join(home, '.cache/huggingface/hub'));
});

test('the token comes from the environment, else from the file of the login', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'token'), ' hf_file\n');
  assert.equal(hub({ HF_HOME: folder }).token, 'hf_file');
  assert.equal(hub({ HF_HOME: folder, HF_TOKEN: 'hf_env\n' }).token, 'hf_env');
  assert.equal(hub({ HF_HOME: folder, HUGGING_FACE_HUB_TOKEN: 'hf_old' }).token, 'hf_old');
  assert.equal(hub({ HF_TOKEN_PATH: join(folder, 'token') }).token, 'hf_file');
  assert.equal(hub({ HF_HOME: folder, HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' }).token, undefined);
  assert.equal(hub({ HF_HOME: folder, HF_TOKEN: '  ' }).token, 'hf_file');
});

test('a token file that is a folder is named', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'token'));
  await fails(() => hub({ HF_HOME: folder }), 'data', /token.*EISDIR/, /HF_TOKEN/);
});

test('offline is 1, true, yes or on, in any case; HF_HUB_OFFLINE rules', () => {
  for (const value of ['1', 'true', 'Yes', 'ON']) assert.equal(hub({ HF_HUB_OFFLINE: value }).offline, true, value);
  for (const value of ['0', 'false', '', 'maybe']) assert.equal(hub({ HF_HUB_OFFLINE: value }).offline, false, value);
  assert.equal(hub({ TRANSFORMERS_OFFLINE: '1' }).offline, true);
  assert.equal(hub({ TRANSFORMERS_OFFLINE: '1', HF_HUB_OFFLINE: '0' }).offline, false);
});

test('the endpoint loses its last slash and must be an address', async () => {
  assert.equal(hub({ HF_ENDPOINT: 'http://127.0.0.1:8080/' }).endpoint, 'http://127.0.0.1:8080');
  for (const endpoint of ['hub', 'ftp://hub', 'http://']) await fails(() => hub({ HF_ENDPOINT: endpoint }), 'usage', /HF_ENDPOINT/);
});

test('the time-out is in seconds', async () => {
  assert.equal(hub({ HF_HUB_DOWNLOAD_TIMEOUT: '5' }).stallMs, 5000);
  assert.equal(hub({ HF_HUB_DOWNLOAD_TIMEOUT: '0' }).stallMs, 30_000);
  await fails(() => hub({ HF_HUB_DOWNLOAD_TIMEOUT: 'soon' }), 'usage', /HF_HUB_DOWNLOAD_TIMEOUT/);
});

test('links can be switched off', () => {
  assert.equal(hub({ HF_HUB_DISABLE_SYMLINKS: 'true' }).symlinks, false);
});
