import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Definition, loadDefinition } from '../../src/collection/definition.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type FixtureColumn, parquetFixture } from './parquet-fixture.ts';

export interface Example {
  readonly id: string;
  readonly query: string;
  readonly excluded_ids: readonly string[];
  readonly gold_ids: readonly string[];
  readonly gold_ids_long: readonly string[];
  readonly gold_relevance?: readonly number[];
}

/** Rows by path without the ending: `examples/pony`. */
export type FixtureTables = Readonly<Record<string, readonly object[]>>;

export const example = (id: string, rest: Partial<Example> = {}): Example => ({
  id,
  query: `query ${id}`,
  excluded_ids: ['N/A'],
  gold_ids: ['d1'],
  gold_ids_long: ['N/A'],
  ...rest,
});

export const document = (id: string, content = `content of ${id}`): object => ({ id, content });

/** A small benchmark with two splits, all that BRIGHT has: exclusions, repeats, empty texts, odd ids, rewritten queries, long documents. */
export const tables: FixtureTables = {
  'examples/pony': [
    example('0', { gold_ids: ['d1', 'd 2/ü.txt', 'd1'], gold_ids_long: ['long 1', 'long 1', 'long2'] }),
    example('1', { query: '', gold_ids: ['d3'], gold_ids_long: ['long2'] }),
  ],
  'examples/aops': [
    example('q/1', { excluded_ids: ['d2', 'absent', 'd2'], gold_ids: ['d1'] }),
    example('q/2', { excluded_ids: [], gold_ids: ['d2', 'd1'] }),
  ],
  'documents/pony': [document('d1'), document('d 2/ü.txt', '\uFEFFwith a mark'), document('d3', ''), document('d4')],
  'documents/aops': [document('d1'), document('d2')],
  'long_documents/pony': [document('long 1'), document('long2')],
  'gpt4_reason/pony': [
    { id: '1', query: 'rewritten 1', gold_ids: ['ignored'], excluded_ids: ['ignored'] },
    { id: '0', query: 'rewritten 0', gold_ids: ['ignored'], excluded_ids: ['ignored'] },
  ],
};

const counts = {
  pony: { documents: 4, topics: 2, judgments: 3, excluded: 0, longDocuments: 2, longJudgments: 3 },
  aops: { documents: 2, topics: 2, judgments: 3, excluded: 2 },
};

/** The definition of that benchmark, reading a dataset on the Hub or the folder that it lies in. */
export async function fixtureDefinition(source: object, folder: string = temporaryFolder()): Promise<Definition> {
  const path = join(folder, 'tiny', 'benchmark.json');
  mkdirSync(dirname(path), { recursive: true });
  const definition = {
    name: 'tiny',
    title: 'Tiny',
    description: 'For tests.',
    licence: 'CC0-1.0',
    citation: 'None.',
    layout: 'bright',
    source,
    protocol: 'bright-paper',
    measures: ['nDCG@10'],
    mainMeasure: 'nDCG@10',
    splits: [
      { id: 'pony', title: 'Pony', short: 'Pony', longDocuments: true },
      { id: 'aops', title: 'AoPS', short: 'AoPS' },
    ],
    versions: [{ name: 'paper', description: 'As published.', counts }],
  };
  writeFileSync(path, JSON.stringify(definition));
  return loadDefinition('tiny', { benchmarks: folder });
}

/** The benchmark as JSON lines beside its definition. */
export async function folderBenchmark(changed: FixtureTables = {}): Promise<Definition> {
  const definition = await fixtureDefinition({ kind: 'folder' });
  for (const [path, rows] of Object.entries({ ...tables, ...changed })) {
    const file = join(definition.folder, `${path}.jsonl`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }
  return definition;
}

/** The benchmark as Parquet files in a repository, with a card; documents in two shards. */
export function hubFiles(changed: FixtureTables = {}): Record<string, Buffer | string> {
  const files: Record<string, Buffer | string> = {};
  const configs = new Map<string, string[]>();
  for (const [path, rows] of Object.entries({ ...tables, ...changed })) {
    const [config, split] = path.split('/') as [string, string];
    configs.set(config, [...(configs.get(config) ?? []), split]);
    const shards = rows.length > 3 ? 2 : 1;
    for (let shard = 0; shard < shards; shard++) {
      const part = rows.slice(Math.floor((shard * rows.length) / shards), Math.floor(((shard + 1) * rows.length) / shards));
      files[`${path}-0000${shard}-of-0000${shards}.parquet`] = parquetFixture(columnsOf(part), { rowGroupSize: 2 });
    }
  }
  const card = [...configs].map(([config, splits]) =>
    [
      `- config_name: ${config}`,
      '  data_files:',
      ...splits.flatMap((split) => [`  - split: ${split}`, `    path: ${config}/${split}-*`]),
    ].join('\n'),
  );
  return { ...files, 'README.md': `---\nconfigs:\n${card.join('\n')}\n---\n` };
}

function columnsOf(rows: readonly object[]): Record<string, FixtureColumn> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => (row as Record<string, never>)[name] ?? null) as FixtureColumn]));
}
