import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDefinition } from '../../src/collection/definition.ts';
import { openReferences, parseReference, selectSplits } from '../../src/collection/reference.ts';
import { fails } from './fails.ts';

test('a reference is a benchmark, perhaps with splits', () => {
  assert.deepEqual(parseReference('bright:biology,pony'), { benchmark: 'bright', splits: ['biology', 'pony'] });
  assert.deepEqual(parseReference('bright'), { benchmark: 'bright', splits: undefined });
  assert.deepEqual(parseReference(' bright : all '), { benchmark: 'bright', splits: ['all'] });
});

test('a place keeps its own colons and slashes', () => {
  assert.deepEqual(parseReference('./folder:dev,test'), { benchmark: './folder', splits: ['dev', 'test'] });
  assert.deepEqual(parseReference('./a:b/folder'), { benchmark: './a:b/folder', splits: undefined });
  assert.deepEqual(parseReference('hf:org/name'), { benchmark: 'hf:org/name', splits: undefined });
  assert.deepEqual(parseReference('hf:org/name@v1:dev'), { benchmark: 'hf:org/name@v1', splits: ['dev'] });
  assert.deepEqual(parseReference('C:\\data\\folder'), { benchmark: 'C:\\data\\folder', splits: undefined });
});

test('a group stands for its splits, in its order', async () => {
  const bright = await loadDefinition('bright');
  const ids = (text: string): string[] => selectSplits(bright, parseReference(text)).map(({ id }) => id);
  assert.deepEqual(ids('bright:coding'), ['leetcode', 'pony']);
  assert.deepEqual(ids('bright:pony,theorems,coding'), ['pony', 'aops', 'theoremqa_questions', 'theoremqa_theorems', 'leetcode']);
  assert.equal(ids('bright:stackexchange').length, 7);
  await fails(
    () => selectSplits(bright, parseReference('bright:theorem')),
    'usage',
    /no split "theorem"/,
    /its groups: stackexchange, coding, theorems/,
  );
});

test('the five groups of RAR-b are its seventeen tasks', async () => {
  for (const name of ['rar-b', 'rar-b-mteb']) {
    const definition = await loadDefinition(name);
    const grouped = selectSplits(definition, parseReference(`${name}:commonsense,temporal,spatial,numerical,symbolic`));
    assert.equal(definition.splits.length, 17);
    assert.deepEqual(new Set(grouped), new Set(definition.splits));
  }
});

test('a reference with a hole is refused', async () => {
  for (const text of ['', ':pony', 'bright:', 'bright:pony,', 'bright:,pony'])
    await fails(() => parseReference(text), 'usage', /missing/, /list benchmarks/);
});

test('splits keep the order asked for, each once; all of them that of the tables', async () => {
  const bright = await loadDefinition('bright');
  const ids = (text: string): string[] => selectSplits(bright, parseReference(text)).map(({ id }) => id);
  assert.deepEqual(ids('bright:pony,biology,pony'), ['pony', 'biology']);
  assert.equal(ids('bright').length, 12);
  assert.deepEqual(ids('bright:all'), ids('bright'));
});

test('an unknown split is answered with the nearest names and all there are', async () => {
  const bright = await loadDefinition('bright');
  await fails(() => selectSplits(bright, parseReference('bright:bilogy')), 'usage', /bright:bilogy/, /Did you mean biology\?.*pony/);
  await fails(
    () => selectSplits(bright, parseReference('bright:theoremqa-theorems')),
    'usage',
    /has no split/,
    /Did you mean theoremqa_theorems/,
  );
});

test('references to one benchmark are merged', async () => {
  const selections = await openReferences(['bright:pony', 'mini', 'bright:biology,pony']);
  assert.deepEqual(
    selections.map(({ definition, splits }) => [definition.name, splits.length]),
    [
      ['bright', 2],
      ['mini', 3],
    ],
  );
  assert.deepEqual(
    selections[0]!.splits.map(({ id }) => id),
    ['pony', 'biology'],
  );
});
