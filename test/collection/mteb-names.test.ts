import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Definition, listDefinitions, loadDefinition, type SplitDefinition } from '../../src/collection/definition.ts';
import { definitionFile } from '../../src/collection/definition-file.ts';
import { mtebLanguages, mtebPlace, splitsOfMteb } from '../../src/collection/mteb-names.ts';

const split = (id: string, more: Partial<SplitDefinition> = {}): SplitDefinition => ({
  id,
  title: id,
  short: id,
  longDocuments: true,
  ...more,
});

test('what a definition leaves out is default, test and English', () => {
  const piqa = split('piqa', { mteb: { task: 'PIQA' } });
  assert.deepEqual(mtebPlace(piqa, 'short'), { task: 'PIQA', subset: 'default', split: 'test' });
  assert.deepEqual(mtebLanguages(piqa, 'short'), ['eng-Latn']);
  assert.equal(mtebPlace(piqa, 'long'), undefined);
  assert.equal(mtebPlace(split('pony'), 'short'), undefined);
  const other = split('x', { longMteb: { task: 'X', subset: 'a', split: 'long', languages: ['deu-Latn'] } });
  assert.deepEqual(mtebPlace(other, 'long'), { task: 'X', subset: 'a', split: 'long' });
  assert.deepEqual(mtebLanguages(other, 'long'), ['deu-Latn']);
});

test('a task is found by name, subset and split together, in every benchmark that has it', () => {
  const definition = (name: string, splits: readonly SplitDefinition[]): Definition => ({ name, splits }) as unknown as Definition;
  const v1 = definition('v1', [
    split('biology', {
      mteb: { task: 'B', subset: 'biology', split: 'standard' },
      longMteb: { task: 'B', subset: 'biology', split: 'long' },
    }),
    split('pony', { mteb: { task: 'B', subset: 'pony', split: 'standard' } }),
  ]);
  const copy = definition('copy', [split('bio', { mteb: { task: 'B', subset: 'biology', split: 'standard' } })]);
  const found = (subset: string, of: string): readonly string[] =>
    splitsOfMteb({ task: 'B', subset, split: of }, [v1, copy]).map(
      (match) => `${match.definition.name}:${match.split.id} ${match.documents}`,
    );
  assert.deepEqual(found('biology', 'standard'), ['v1:biology short', 'copy:bio short']);
  assert.deepEqual(found('biology', 'long'), ['v1:biology long']);
  assert.deepEqual(found('pony', 'long'), []);
});

test('no benchmark gives two of its splits one name in mteb', async () => {
  for (const name of await listDefinitions()) {
    const definition = await loadDefinition(name);
    const places = definition.splits
      .flatMap((one) => [mtebPlace(one, 'short'), mtebPlace(one, 'long')])
      .filter((place) => place !== undefined);
    assert.equal(new Set(places.map((place) => JSON.stringify(place))).size, places.length, name);
  }
});

test('a definition that names what mteb can’t have is refused, field named', async () => {
  const definition = JSON.parse(JSON.stringify(await loadDefinition('mini'))) as { splits: Record<string, unknown>[]; folder?: string };
  delete definition.folder;
  const messageOf = (split: Readonly<Record<string, unknown>>): string => {
    const [first, ...rest] = definition.splits;
    const parsed = definitionFile.safeParse({ ...definition, splits: [{ ...first, ...split }, ...rest] });
    return parsed.error === undefined ? 'fine' : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  };
  assert.equal(messageOf({ mteb: { task: 'Mini', subset: 'household' } }), 'fine');
  assert.match(
    messageOf({ longDocuments: false, longMteb: { task: 'MiniLong' } }),
    /^splits\.0\.longMteb: the split has no long documents/,
  );
  assert.match(messageOf({ mteb: { task: '../Mini' } }), /^splits\.0\.mteb\.task: /);
  assert.match(messageOf({ mteb: { task: 'Mini', config: 'a' } }), /^splits\.0\.mteb: .*config/);
});
