import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointAccess } from '../../../src/support/endpoints/endpoint-access.ts';
import { serverCode, serverMessage } from '../../../src/support/endpoints/server-message.ts';
import { fails } from '../../collection/fails.ts';

const bases = (access: ReturnType<typeof endpointAccess>): readonly string[] => access.addresses.map(({ base }) => base);
const voyage = { name: 'Voyage', baseUrl: 'https://api.voyageai.com/v1', keyVariable: 'VOYAGE_API_KEY' };

test('several base URLs stand in one variable; one named twice counts once', () => {
  const access = endpointAccess({ OPENAI_BASE_URL: ' http://a:1/v1/ , http://b:2/v1,http://a:1/v1, ', OPENAI_API_KEY: ' k ' });
  assert.deepEqual(bases(access), ['http://a:1/v1', 'http://b:2/v1']);
  assert.equal(access.apiKey, 'k');
  assert.deepEqual(
    access.addresses.map(({ root }) => root),
    ['http://a:1', 'http://b:2'],
  );
});

test('options come before variables, and a service before OPENAI_BASE_URL', () => {
  const env = { OPENAI_BASE_URL: 'http://a/v1', OPENAI_API_KEY: 'openai-key', VOYAGE_API_KEY: 'voyage-key' };
  assert.deepEqual(bases(endpointAccess(env, { baseUrls: ['http://c/v1', 'http://d/v1'] })), ['http://c/v1', 'http://d/v1']);
  const service = endpointAccess(env, { service: voyage });
  assert.deepEqual([bases(service), service.apiKey], [['https://api.voyageai.com/v1'], 'voyage-key']);
});

test('a key for OpenAI alone means OpenAI itself', () => {
  assert.deepEqual(bases(endpointAccess({ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: '' })), ['https://api.openai.com/v1']);
});

test('parameters of an address are sent but never shown', () => {
  const [address] = endpointAccess({ OPENAI_BASE_URL: 'https://x.example/openai/v1?api-version=1&sig=secret' }).addresses;
  assert.equal(address!.base, 'https://x.example/openai/v1');
  assert.deepEqual(address!.query, { 'api-version': '1', sig: 'secret' });
});

test('without a server, or without a key for a service, the way out is named', async () => {
  await fails(() => endpointAccess({}), 'capability', /OPENAI_BASE_URL is not set/, /vllm serve MODEL/);
  await fails(
    () => endpointAccess({ OPENAI_API_KEY: 'k' }, { service: voyage }),
    'capability',
    /Voyage: there is no key/,
    /VOYAGE_API_KEY/,
  );
});

test('a bad address is refused, and its password never shown', async () => {
  await fails(() => endpointAccess({ OPENAI_BASE_URL: 'localhost:8000' }), 'usage', /OPENAI_BASE_URL: "localhost:8000" is not an http/);
  await fails(() => endpointAccess({ OPENAI_BASE_URL: 'ftp://me:hidden@host/v1' }), 'usage', /^(?!.*hidden)/);
  await fails(
    () => endpointAccess({ OPENAI_BASE_URL: 'http://me:hidden@host/v1' }),
    'usage',
    /^(?!.*hidden).*http:\/\/host\/v1 holds a name or password/,
  );
});

test('what servers say is found in each of their shapes', () => {
  assert.equal(serverMessage('{"error":{"message":"too long","type":"BadRequestError","code":400}}'), '"too long"');
  assert.equal(serverMessage('{"error":"Input validation error","error_type":"Validation"}'), '"Input validation error"');
  assert.equal(serverMessage('{"object":"error","message":"no such model"}'), '"no such model"');
  assert.equal(
    serverMessage('{"detail":[{"loc":["body","input"],"msg":"field required"}]}'),
    '"[{\\"loc\\":[\\"body\\",\\"input\\"],\\"msg\\":\\"field required\\"}]"',
  );
  assert.equal(serverMessage('<html><head><title>502 Bad\n Gateway</title></head><body>…</body></html>'), '"502 Bad Gateway"');
  assert.equal(serverMessage('<b>upstream</b> is away'), '"upstream is away"');
  assert.equal(serverMessage(''), '');
  assert.equal(serverMessage('{"error":null}'), '"{\\"error\\":null}"');
  assert.equal(serverMessage('your key sk-1 and sk-1', ['sk-1', undefined, '']), '"your key … and …"');
  assert.ok(serverMessage('x'.repeat(5000)).length < 320);
  assert.equal(serverCode('{"error":{"code":"insufficient_quota"}}'), 'insufficient_quota');
  assert.equal(serverCode('{"error":{"code":400,"type":"BadRequestError"}}'), 'BadRequestError');
  assert.equal(serverCode('no'), '');
});
