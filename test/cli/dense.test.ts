import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { type HubServer, startHubServer } from '../hub-server.ts';
import { type OpenAIServer, startOpenAIServer } from '../openai-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
let hub: HubServer | undefined;
let server: OpenAIServer;
before(async () => {
  if (shared !== undefined) hub = await startHubServer();
  server = await startOpenAIServer({ models: ['tiny', 'text-embedding-3-large'] });
});
after(async () => {
  await hub?.stop();
  await server.stop();
});

interface Result {
  readonly rows: readonly ScoreRow[];
  readonly runs: readonly { readonly run: string; readonly manifest: string; readonly reused: boolean }[];
}

function brightline(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return runCli(['run', '--out', join(folder, 'runs'), ...args], {
    cwd: folder,
    env: {
      HF_ENDPOINT: hub?.endpoint ?? 'http://127.0.0.1:9',
      HF_HOME: join(folder, 'home'),
      BRIGHTLINE_CACHE: join(folder, 'cache'),
      ...env,
    },
  });
}

async function result(...args: readonly string[]): Promise<Result> {
  const { code, stdout, stderr } = await brightline([...args, '--format', 'json', '-m', 'nDCG@10']);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Result;
}

const settingsOf = (path: string): Record<string, unknown> =>
  (JSON.parse(readFileSync(path, 'utf8')) as { settings: { retrieverSettings: Record<string, unknown> } }).settings.retrieverSettings;

test('a model behind an endpoint: found by its name, told its prompts, and asked for each text once', async () => {
  const args = ['-b', 'mini:proofs', '-r', `rader-gte-qwen2-7b:url=${server.url},served=tiny`];
  const first = await result(...args);
  assert.equal(first.rows[0]!.protocol, 'exact cosine');
  const asked = server.requests.filter(({ route }) => route === '/v1/embeddings');
  const texts = asked.flatMap(({ body }) => (Array.isArray(body.input) ? body.input : [body.input]) as string[]);
  assert.ok(texts.some((text) => text.startsWith('query: ') && text.endsWith('<|endoftext|>')));
  assert.ok(texts.some((text) => text.startsWith('document: ') && text.endsWith('<|endoftext|>')));
  assert.equal(new Set(texts).size, texts.length);
  const settings = settingsOf(first.runs[0]!.manifest);
  assert.deepEqual(settings['document'], { prompt: 'document: {text}<|endoftext|>', maxLength: null });

  const before = server.requests.length;
  const again = await result(...args);
  assert.equal(again.runs[0]!.reused, true);
  const fresh = await result(...args, '--fresh');
  assert.equal(fresh.runs[0]!.reused, false);
  assert.equal(server.requests.length, before, 'vectors that are here were asked for again');
  assert.deepEqual(fresh.rows, first.rows);
});

test('what encoding will take is told before the first text is sent, and not again', async () => {
  const spec = `rader-qwen2.5-7b:url=${server.url},served=tiny,price=0.13,tokensPerSecond=1000`;
  const first = await brightline(['-b', 'mini:scripting', '-r', spec]);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stderr, /rader-qwen2\.5-7b: 7\d documents to encode, about [\d,]+ tokens; cost about 0\.00\d+; about \d+ s/);
  const again = await brightline(['-b', 'mini:scripting', '-r', spec, '--fresh']);
  assert.doesNotMatch(again.stderr, /documents to encode/);
});

test("a provider's model needs its key, and says which", async () => {
  const { code, stderr } = await brightline(['-b', 'mini:proofs', '-r', 'voyage-large-2']);
  assert.equal(code, 4);
  assert.match(stderr, /there is no key for https:\/\/api\.voyageai\.com[\s\S]*Set VOYAGE_API_KEY/);
});

const refused: readonly (readonly [what: string, retriever: string, code: number, message: RegExp])[] = [
  ['an unknown model', 'rader-gte-qwen-7b', 2, /there is none of that name[\s\S]*Did you mean rader-gte-qwen2-7b/],
  ['an unknown setting', 'sbert:dtpye=fp16', 2, /dtpye[\s\S]*Did you mean dtype/],
  ['no model', 'dense', 2, /no model is named/],
  ['a dtype that there is not', 'sbert:dtype=fp17', 2, /fp17/],
  ['a provider that there is not', 'sbert:provider=cuba', 2, /cuba[\s\S]*Did you mean cuda/],
  ['a number that is none', 'sbert:threads=many', 2, /threads is "many", where a whole number above 0 was expected/],
  ['a folder that there is not', 'sbert:model=./nowhere', 4, /nowhere/],
];

for (const [what, retriever, code, message] of refused) {
  test(`${what}: says what is wrong`, async () => {
    const outcome = await brightline(['-b', 'mini:proofs', '-r', retriever]);
    assert.equal(outcome.code, code, outcome.stderr);
    assert.match(outcome.stderr, message);
  });
}

test('models from the Hub run here, by name with other weights or as they are', { skip: needsShared }, async () => {
  const { rows, runs } = await result(
    '-b',
    'mini:household',
    '-r',
    'rader-gte-qwen2-7b:model=fixtures/rader-tiny',
    '-r',
    'dense:model=fixtures/minilm-tiny',
  );
  assert.equal(rows.length, 2);
  for (const { value } of rows) assert.ok(value >= 0 && value <= 1);
  const [rader, minilm] = runs.map(({ manifest }) => settingsOf(manifest));
  assert.deepEqual(rader!['query'], { prompt: 'query: {text}{eos}', maxLength: null });
  assert.match(JSON.stringify(rader!['model']), /"commit":"[0-9a-f]{40}"/);
  assert.equal(minilm!['pooling'], null);
  assert.ok(readdirSync(join(folder, 'cache', 'vectors')).length >= 4);
});

test('a model without an export says how to make one, and how to serve it', { skip: needsShared }, async () => {
  const { code, stderr } = await brightline(['-b', 'mini:proofs', '-r', 'rader-qwen2.5-7b']);
  assert.equal(code, 4);
  assert.match(stderr, /optimum-cli export onnx --model Raderspace\/RaDeR_Qwen_25_7B_instruct_MATH_LLMq_CoT_lexical/);
  assert.match(stderr, /vllm serve Raderspace\/RaDeR_Qwen_25_7B_instruct_MATH_LLMq_CoT_lexical .*"pooling_type": "LAST"/);
});
