import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { tableFromIPC } from 'apache-arrow';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { readRun } from '../../src/run/read-run.ts';
import { packageRoot } from '../../src/support/package-root.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli, type SpawnOptions } from './spawn.ts';

type Plain = Readonly<Record<string, unknown>>;

const folder = temporaryFolder();
const at = (...parts: readonly string[]): string => join(folder, ...parts);
const brightline = (args: readonly string[], options: SpawnOptions = {}): Promise<Outcome> =>
  runCli(args, { cwd: folder, ...options, env: { HF_HUB_OFFLINE: '1', HF_HOME: at('hf'), ...options.env } });
const exported = async (...args: readonly string[]): Promise<Outcome> => brightline(['export', ...args]);

function arrow(...parts: readonly string[]): { readonly rows: readonly Plain[]; readonly metadata: ReadonlyMap<string, string> } {
  const table = tableFromIPC(readFileSync(at(...parts)));
  return { rows: table.toArray().map((row: { toJSON(): Plain }) => ({ ...row.toJSON() })), metadata: table.schema.metadata };
}

async function parquet(...parts: readonly string[]): Promise<readonly Plain[]> {
  const bytes = readFileSync(at(...parts));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return (await parquetReadObjects({ file, compressors })) as Plain[];
}

const mini = (kind: string, split: string): readonly { id: string; content: string; query: string; excluded_ids: string[] }[] =>
  readFileSync(join(packageRoot(), 'benchmarks/mini', kind, `${split}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; content: string; query: string; excluded_ids: string[] });

before(async () => {
  const { code, stderr } = await brightline(['run', '-b', 'mini', '-m', 'nDCG@10', '--quiet']);
  assert.equal(code, 0, stderr);
});

test('a split becomes four Arrow files that hold what its files hold, and say where they come from', async () => {
  const { code, stdout, stderr } = await exported('collection', 'mini:proofs', '-o', 'proofs', '--format', 'json');
  assert.equal(code, 0, stderr);
  const { files } = JSON.parse(stdout) as { files: { file: string; table: string; rows: number }[] };
  assert.deepEqual(
    files.map(({ table, rows }) => [table, rows]),
    [
      ['topics', 18],
      ['qrels', 40],
      ['excluded', 31],
      ['corpus', 104],
    ],
  );
  assert.deepEqual(readdirSync(at('proofs')).sort(), ['corpus.arrow', 'excluded.arrow', 'qrels.arrow', 'topics.arrow']);
  assert.deepEqual(
    arrow('proofs', 'corpus.arrow').rows,
    mini('documents', 'proofs').map(({ id, content: text }) => ({ id, text })),
  );
  assert.deepEqual(
    arrow('proofs', 'topics.arrow').rows,
    mini('examples', 'proofs').map(({ id, query: text }) => ({ id, text })),
  );
  const relevance = arrow('proofs', 'qrels.arrow').rows.map(({ relevance }) => relevance);
  assert.ok(relevance.every((value) => value === 1));
  const { metadata } = arrow('proofs', 'corpus.arrow');
  assert.equal(metadata.get('brightline.benchmark'), 'mini');
  assert.equal(metadata.get('brightline.split'), 'proofs');
  assert.deepEqual(JSON.parse(metadata.get('brightline.dataset')!), { kind: 'folder', folder: 'benchmarks/mini' });
});

test('several splits become a folder each, and Parquet holds the same', async () => {
  const { code, stderr } = await exported('collection', 'mini', '-o', 'all', '--to', 'parquet');
  assert.equal(code, 0, stderr);
  assert.deepEqual(readdirSync(at('all', 'mini')).sort(), ['household', 'proofs', 'scripting']);
  assert.deepEqual(
    await parquet('all', 'mini', 'proofs', 'corpus.parquet'),
    mini('documents', 'proofs').map(({ id, content: text }) => ({ id, text })),
  );
  assert.deepEqual(await parquet('all', 'mini', 'scripting', 'excluded.parquet'), []);
});

test('reasoned queries and long documents can be exported as well', async () => {
  const { code, stderr } = await exported('collection', 'mini:household', '--long-documents', '--queries', 'worked', '-o', 'long');
  assert.equal(code, 0, stderr);
  assert.equal(arrow('long', 'corpus.arrow').rows.length, 30);
  assert.equal(arrow('long', 'topics.arrow').metadata.get('brightline.queries'), 'worked');
});

test('a stored run becomes a table with ranks, that is read as a run again', async () => {
  for (const file of ['run.arrow', 'run.parquet']) {
    const { code, stderr } = await exported('run', 'bm25', '-b', 'mini:proofs', '-o', file);
    assert.equal(code, 0, stderr);
    const [written, original] = [await readRun(at(file)), await readRun(at('runs/mini/proofs/bm25/run.trec'))];
    assert.deepEqual([...written.rankings], [...original.rankings]);
  }
  const { rows, metadata } = arrow('run.arrow');
  assert.deepEqual(Object.keys(rows[0]!), ['topic', 'document', 'rank', 'score']);
  assert.equal(rows[0]!['rank'], 1);
  assert.equal(metadata.get('brightline.system'), 'bm25');
  assert.match(metadata.get('brightline.key')!, /^[0-9a-f]{64}$/);
});

test('documents of another tool are ranked by their scores, wherever they stand in the file', async () => {
  writeFileSync(at('odd.json'), JSON.stringify({ 'q 1': { низ: 0.5, 'верх 😀': 2 } }));
  assert.equal((await exported('run', 'odd.json', '-o', 'odd.arrow')).code, 0);
  assert.deepEqual(arrow('odd.arrow').rows, [
    { topic: 'q 1', document: 'верх 😀', rank: 1, score: 2 },
    { topic: 'q 1', document: 'низ', rank: 2, score: 0.5 },
  ]);
});

test('the scores of every topic are those that score prints', async () => {
  const measures = ['-m', 'nDCG@10,R@100'];
  const { stdout } = await brightline(['score', 'bm25', ...measures, '--per-topic', '--format', 'json', '--quiet']);
  const { rows } = JSON.parse(stdout) as { rows: ScoreRow[] };
  const wanted = rows.filter(({ topic }) => topic !== undefined).map(({ topics: _, ...row }) => row);
  for (const file of ['scores.arrow', 'scores.parquet']) {
    const { code, stderr } = await exported('scores', 'bm25', ...measures, '-o', file);
    assert.equal(code, 0, stderr);
    const found = file.endsWith('.arrow') ? arrow(file).rows : await parquet(file);
    assert.equal(found.length, 2 * (14 + 18 + 15));
    assert.deepEqual(
      found,
      wanted.map(({ system, benchmark, split, protocol, queries, measure, topic, value }) => ({
        system,
        benchmark,
        split,
        protocol,
        queries,
        measure,
        topic,
        value,
      })),
    );
  }
});

const refused: readonly (readonly [name: string, args: readonly string[], message: RegExp])[] = [
  ['something that is no table', ['colection', 'mini', '-o', 'x'], /export colection: there is no such table\n.*Did you mean collection/],
  [
    'a file that says no form',
    ['run', 'bm25', '-b', 'mini:proofs', '-o', 'x.txt'],
    /x\.txt: its name does not say in which form to write it\n.*--to arrow/,
  ],
  [
    'a form that there is not',
    ['collection', 'mini', '-o', 'x', '--to', 'arow'],
    /--to arow: there is no such form of tables\n.*Did you mean arrow/,
  ],
  ['two runs for one table', ['run', 'a', 'b', '-o', 'x.arrow'], /2 runs are named, and a table holds one/],
  ['a system with several runs', ['run', 'bm25', '-o', 'x.arrow'], /runs of it on 3 splits, and a table holds one\n.*mini:proofs/],
  ['a split that there is not', ['collection', 'mini:proof', '-o', 'x'], /Did you mean proofs/],
];
for (const [name, args, message] of refused) {
  test(`${name}: exit 2, the next step, and nothing written`, async () => {
    const { code, stdout, stderr } = await exported(...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stdout, '');
    assert.ok(!existsSync(at(args[args.indexOf('-o') + 1]!)));
  });
}

test('files that are there are not written over, unless --force', async () => {
  mkdirSync(at('there'));
  writeFileSync(at('there', 'qrels.arrow'), 'mine');
  const { code, stderr } = await exported('collection', 'mini:proofs', '-o', 'there');
  assert.equal(code, 2);
  assert.match(stderr, /qrels\.arrow: is there already\n.*--force/);
  assert.deepEqual(readdirSync(at('there')), ['qrels.arrow']);
  assert.equal((await exported('collection', 'mini:proofs', '-o', 'there', '--force')).code, 0);
  assert.equal(arrow('there', 'qrels.arrow').rows.length, 40);
});

test('a damaged corpus leaves no table of the split behind', async () => {
  const source = at('source');
  mkdirSync(join(source, 'qrels'), { recursive: true });
  writeFileSync(join(source, 'corpus.jsonl'), '{"_id":"a","title":"","text":"one"}\n{"_id":"b"\n');
  writeFileSync(join(source, 'queries.jsonl'), '{"_id":"q","text":"one"}\n');
  writeFileSync(join(source, 'qrels/test.tsv'), 'query-id\tcorpus-id\tscore\nq\ta\t1\n');
  const { code, stderr } = await exported('collection', './source', '-o', 'damaged');
  assert.equal(code, 3, stderr);
  assert.match(stderr, /corpus\.jsonl:2/);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('damaged')),
    [],
  );
});
