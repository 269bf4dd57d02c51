import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listDefinitions, loadDefinition } from '../../src/collection/definition.ts';
import { parseMeasures } from '../../src/evaluate/parse-measure.ts';
import { packageRoot } from '../../src/support/package-root.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fails } from './fails.ts';

const plain = {
  name: 'tiny',
  title: 'Tiny',
  description: 'For tests.',
  licence: 'CC0-1.0',
  citation: 'None.',
  layout: 'bright',
  source: { kind: 'folder' },
  protocol: 'bright-paper',
  measures: ['nDCG@10'],
  mainMeasure: 'nDCG@10',
  splits: [
    { id: 'one', title: 'One', short: '1' },
    { id: 'two', title: 'Two', short: '2', longDocuments: true },
  ],
};

const root = temporaryFolder();

function write(name: string, definition: unknown): { readonly benchmarks: string } {
  const benchmarks = join(root, `${name}-root`);
  mkdirSync(join(benchmarks, name), { recursive: true });
  writeFileSync(join(benchmarks, name, 'benchmark.json'), typeof definition === 'string' ? definition : JSON.stringify(definition));
  return { benchmarks };
}

test('the definitions that ship can be loaded, and their measures exist', async () => {
  const names = await listDefinitions();
  assert.ok(names.includes('bright') && names.includes('mini'));
  for (const name of names) {
    const definition = await loadDefinition(name);
    const { measures, mainMeasure, longMainMeasure = mainMeasure } = definition;
    assert.doesNotThrow(() => parseMeasures([...measures, mainMeasure, longMainMeasure].join(',')), name);
  }
});

test('BRIGHT has its twelve splits in the order of the tables, 1,384 topics, and long documents for eight', async () => {
  const { splits, versions } = await loadDefinition('bright');
  assert.deepEqual(
    splits.map(({ short }) => short),
    ['Bio.', 'Earth.', 'Econ.', 'Psy.', 'Rob.', 'Stack.', 'Sus.', 'Leet.', 'Pony', 'AoPS', 'TheoQ.', 'TheoT.'],
  );
  const counts = Object.values(versions[0]!.counts);
  assert.equal(counts.length, 12);
  assert.equal(
    counts.reduce((sum, { topics = 0 }) => sum + topics, 0),
    1384,
  );
  assert.equal(splits.filter(({ longDocuments }) => longDocuments).length, 8);
});

test('absent fields take their defaults, and the folder is told', async () => {
  const options = write('tiny', plain);
  const definition = await loadDefinition('tiny', options);
  assert.equal(definition.splits[0]!.longDocuments, false);
  assert.deepEqual(definition.versions, []);
  assert.equal(definition.folder, join(options.benchmarks, 'tiny'));
});

test('an unknown benchmark is answered with the nearest names', async () => {
  await fails(() => loadDefinition('brigth'), 'usage', /"brigth"/, /Did you mean bright\?.*mini/);
  await fails(() => loadDefinition('../bright'), 'usage', /there is no such folder/);
});

test('a wrong definition is named with file and field', async () => {
  const cases: [unknown, RegExp][] = [
    ['{', /benchmarks\/tiny\/benchmark\.json: is not JSON/],
    [{ ...plain, name: 'other' }, /name: "other" stands in a folder named "tiny"/],
    [{ ...plain, splits: [] }, /splits: /],
    [{ ...plain, splits: [{ id: 3, title: 'x', short: 'x' }] }, /splits\[0\]\.id: .*string/],
    [{ ...plain, splits: [{ id: 'all', title: 'x', short: 'x' }] }, /splits\[0\]\.id: "all"/],
    [{ ...plain, groups: { some: ['one', 'three'] } }, /groups\.some\[1\]: "three" is neither a split nor a group/],
    [{ ...plain, groups: { one: ['two'] } }, /groups\.one: is also the id of a split/],
    [{ ...plain, groups: { all: ['two'] } }, /groups\.all: names every split already/],
    [{ ...plain, groups: { a: ['b', 'one'], b: ['c'], c: ['a'] } }, /groups\.a: contains itself: a → b → c → a/],
    [{ ...plain, groups: { a: ['a'] } }, /groups\.a: contains itself: a → a/],
    [{ ...plain, groups: { a: [] } }, /groups\.a: /],
    [{ ...plain, defaultSplit: 'three' }, /defaultSplit: "three" is not the id of a split/],
    [{ ...plain, source: { kind: 'hub' } }, /splits\[0\]\.repo: is missing/],
    [{ ...plain, splits: [{ ...plain.splits[0], repo: 'org/name' }] }, /splits\[0\]\.repo: names a dataset, where the source is a folder/],
    [{ ...plain, layout: 'files' }, /splits\[0\]\.files: is missing/],
    [{ ...plain, layout: 'csv' }, /layout: /],
    [{ ...plain, exclusions: 'sometimes' }, /exclusions: /],
    [{ ...plain, splits: [...plain.splits, plain.splits[0]] }, /splits\[2\]\.id: "one" is also the id of splits\[0\]/],
    [{ ...plain, spilts: [] }, /spilts/],
    [{ ...plain, layout: 'beer' }, /layout: /],
    [{ ...plain, source: { kind: 'hub', repo: '../../etc' } }, /source\.repo: expected org\/name/],
    [
      { ...plain, versions: [{ name: 'v', description: 'd', counts: { three: { topics: 1 } } }] },
      /versions\[0\]\.counts\.three: is not the id/,
    ],
    [{ ...plain, versions: [{ name: 'v', description: 'd', counts: { one: { topics: -1 } } }] }, /versions\[0\]\.counts\.one\.topics/],
  ];
  for (const [definition, message] of cases) await fails(() => loadDefinition('tiny', write('tiny', definition)), 'data', message);
});

test('the definition that benchmarks/README.md shows is a whole one', async () => {
  const guide = readFileSync(join(packageRoot(), 'benchmarks/README.md'), 'utf8');
  const shown: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(guide)![1]!);
  const definition = await loadDefinition('scifact', write('scifact', shown));
  assert.equal(definition.layout, 'beir');
  for (const field of Object.keys(shown as object))
    if (!['name', 'title', 'description', 'licence', 'citation'].includes(field)) assert.ok(guide.includes(`\`${field}\``), field);
});
