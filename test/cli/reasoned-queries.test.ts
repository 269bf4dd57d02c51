import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { PairRow } from '../../src/report/pair-row.ts';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { type HubServer, startHubServer } from '../hub-server.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './spawn.ts';

const folder = temporaryFolder();
const split = 'bright:theoremqa_theorems';
const out = join(folder, 'runs');
let hub: HubServer;
before(async () => {
  if (shared !== undefined) hub = await startHubServer();
});
after(() => hub?.stop());

async function brightline(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli([...args, '--out', out, '--format', 'json', '--quiet'], {
    env: { HF_ENDPOINT: hub.endpoint, HF_HOME: join(folder, 'home') },
  });
  assert.equal(code, 0, stderr);
  return stdout;
}

const protocols = [
  { protocol: 'bright-paper', variant: 'bm25', original: '0.0435', reasoned: '0.2118' },
  { protocol: 'anserini-bm25qs', variant: 'bm25@anserini-bm25qs', original: '0.0439', reasoned: '0.2100' },
  { protocol: 'anserini-bm25', variant: 'bm25@anserini-bm25', original: '0.0229', reasoned: '0.1686' },
] as const;

for (const { protocol, variant, ...expected } of protocols) {
  test(`reasoned queries beat the original ones several times over under ${protocol}, and compare says how surely`, {
    skip: needsShared,
  }, async () => {
    const found: Record<string, string> = {};
    for (const [name, queries] of [
      ['original', 'original'],
      ['reasoned', 'tongsearch-qr-7b'],
    ] as const) {
      const made = await brightline('run', '-b', split, '--protocol', protocol, '--queries', queries, '-m', 'nDCG@10');
      found[name] = (JSON.parse(made) as { rows: ScoreRow[] }).rows[0]!.value.toFixed(4);
    }
    assert.deepEqual(found, expected);
    assert.ok(Number(found['reasoned']) > 4 * Number(found['original']));

    const reasoned = `${variant}@queries=tongsearch-qr-7b`;
    const stored = readdirSync(join(out, 'bright/theoremqa_theorems'));
    assert.ok(stored.includes(variant) && stored.includes(reasoned), stored.join(' '));
    for (const test of ['t', 'randomization']) {
      const { pairs } = JSON.parse(await brightline('compare', variant, reasoned, '--baseline', variant, '--test', test)) as {
        pairs: readonly PairRow[];
      };
      const [pair] = pairs;
      assert.deepEqual([pairs.length, pair!.a, pair!.b], [1, reasoned, variant]);
      assert.equal(pair!.delta.toFixed(3), (Number(expected.reasoned) - Number(expected.original)).toFixed(3));
      assert.ok(pair!.p < 0.001 && pair!.significant, `p = ${pair!.p}`);
      assert.equal(pair!.wins + pair!.losses + pair!.ties, 76);
      assert.ok(pair!.wins > 20 && pair!.losses < 5);
    }
  });
}

/** nDCG@10 under `bright-paper`, as measured; each an origin of queries with a run of its own. */
const measured: readonly (readonly [args: string, nDCG: string])[] = [
  ['--join question+reasoning', '0.1823'],
  ['--join reasoning+question', '0.1823'],
  ['--join apart:max', '0.2094'],
  ['--steps max', '0.2040'],
  ['--steps sum', '0.2061'],
  ['--steps rrf', '0.1883'],
  ['--steps last', '0.1435'],
  ['--steps prefix', '0.1823'],
  ['--steps prefix:rrf', '0.1505'],
];

test('steps and joins of reasoned queries: the scores, and a stored run for each', { skip: needsShared }, async () => {
  const found: (readonly [string, string])[] = [];
  for (const [args] of measured) {
    const made = await brightline('run', '-b', split, '--queries', 'tongsearch-qr-7b', ...args.split(' '), '-m', 'nDCG@10');
    found.push([args, (JSON.parse(made) as { rows: ScoreRow[] }).rows[0]!.value.toFixed(4)]);
  }
  assert.deepEqual(found, measured);
  const stored = readdirSync(join(out, 'bright/theoremqa_theorems'));
  assert.equal(stored.filter((name) => /^bm25@queries=tongsearch-qr-7b@(join|steps)=/.test(name)).length, measured.length);
});
