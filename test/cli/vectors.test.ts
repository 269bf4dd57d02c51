import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type OpenAIServer, startOpenAIServer } from '../openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
let server: OpenAIServer;
before(async () => {
  server = await startOpenAIServer({ models: ['tiny'] });
});
after(() => server.stop());

/** Each cache is a machine of its own. */
function brightline(cache: string, ...args: readonly string[]): Promise<Outcome> {
  return runCli(args, {
    cwd: folder,
    env: { BRIGHTLINE_CACHE: join(folder, cache), HF_HOME: join(folder, 'hf'), HF_HUB_OFFLINE: '1' },
  });
}

const model = (): string => `rader-gte-qwen2-7b:url=${server.url},served=tiny`;
const embeddings = (): number => server.requests.filter(({ route }) => route === '/v1/embeddings').length;
const run = (cache: string): Promise<Outcome> =>
  brightline(cache, 'run', '-b', 'mini:proofs', '-r', model(), '--out', `runs-${cache}`, '--format', 'json', '-m', 'nDCG@10');

test('vectors go out of one cache and into another, where nothing is encoded any more', async () => {
  const first = await run('one');
  assert.equal(first.code, 0, first.stderr);
  for (const side of ['document', 'query'] as const) {
    const out = await brightline('one', 'vectors', 'export', 'mini:proofs', '-r', model(), '--side', side, '-f', `${side}.npy`);
    assert.equal(out.code, 0, out.stderr);
    const taken = await brightline(
      'two',
      'vectors',
      'import',
      'mini:proofs',
      '-r',
      model(),
      '--side',
      side,
      '-f',
      `${side}.npy`,
      '--format',
      'json',
    );
    assert.equal(taken.code, 0, taken.stderr);
    const [entry] = (JSON.parse(taken.stdout) as { vectors: { rows: number; added: number; compared: number; 'lowest cosine': number }[] })
      .vectors;
    assert.deepEqual([entry!.rows, entry!.compared], side === 'document' ? [104, 16] : [18, 16]);
    assert.ok(entry!['lowest cosine'] > 0.9999);
  }
  const before = embeddings();
  const second = await run('two');
  assert.equal(second.code, 0, second.stderr);
  assert.equal(embeddings(), before);
  const rows = (outcome: Outcome): unknown => (JSON.parse(outcome.stdout) as { rows: unknown }).rows;
  assert.deepEqual(rows(second), rows(first));
});

test('rows in another order are told by their ids; without them the sample tells that something is wrong', async () => {
  await brightline('one', 'vectors', 'export', 'mini:proofs', '-r', model(), '-f', 'ordered.npy');
  const ids = readFileSync(join(folder, 'ordered.npy.ids.txt'), 'utf8').trimEnd().split('\n');
  const bytes = readFileSync(join(folder, 'ordered.npy'));
  const header = 10 + bytes.readUInt16LE(8);
  const size = (bytes.length - header) / ids.length;
  const turned = ids.map((_, row) => bytes.subarray(header + (ids.length - 1 - row) * size, header + (ids.length - row) * size));
  writeFileSync(join(folder, 'turned.npy'), Buffer.concat([bytes.subarray(0, header), ...turned]));
  writeFileSync(join(folder, 'turned.txt'), `${ids.reverse().join('\n')}\n`);
  const wrong = await brightline('three', 'vectors', 'import', 'mini:proofs', '-r', model(), '-f', 'turned.npy');
  assert.equal(wrong.code, 3);
  assert.match(wrong.stderr, /turned\.npy: row \d+ isn't what the model makes of its text/);
  const right = await brightline('three', 'vectors', 'import', 'mini:proofs', '-r', model(), '-f', 'turned.npy', '--ids', 'turned.txt');
  assert.equal(right.code, 0, right.stderr);
});

const refused: readonly (readonly [what: string, args: readonly string[], code: number, message: RegExp])[] = [
  [
    'neither in nor out',
    ['vectors', 'move', 'mini:proofs', '-r', 'dense:model=./x', '-f', 'a.npy'],
    2,
    /vectors move: is neither import nor export/,
  ],
  ['several splits', ['vectors', 'export', 'mini', '-r', 'dense:model=./x', '-f', 'a.npy'], 2, /mini: names 3 splits/],
  [
    'a retriever without vectors',
    ['vectors', 'export', 'mini:proofs', '-r', 'bm25', '-f', 'a.npy'],
    2,
    /retriever bm25: has not one vector a text/,
  ],
  ['a file that is not there', ['vectors', 'import', 'mini:proofs', '-r', 'MODEL', '-f', 'nowhere.npy'], 3, /nowhere\.npy/],
  ['another form', ['vectors', 'export', 'mini:proofs', '-r', 'MODEL', '-f', 'a.csv'], 2, /can be written as \.npy or \.safetensors/],
];
for (const [what, args, code, message] of refused) {
  test(`${what}: says what is wrong`, async () => {
    const outcome = await brightline('one', ...args.map((arg) => (arg === 'MODEL' ? model() : arg)));
    assert.equal(outcome.code, code, outcome.stderr);
    assert.match(outcome.stderr, message);
  });
}
