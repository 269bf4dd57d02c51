import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadDefinition } from '../../src/collection/definition.ts';
import { findFusionMethod } from '../../src/fuse/methods/registry.ts';
import { parseWeights } from '../../src/fuse/parse-weights.ts';
import { listWeightPresets, loadWeightPreset, weightsFor } from '../../src/fuse/weight-preset.ts';
import { failure } from '../run/files.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('weights are numbers parted by commas, or a name', () => {
  assert.deepEqual(parseWeights('0.8,0.2'), [0.8, 0.2]);
  assert.deepEqual(parseWeights(' 100 , .5,1e-3 '), [100, 0.5, 0.001]);
  assert.deepEqual(parseWeights('1'), [1]);
  assert.equal(parseWeights('rader'), undefined);
  for (const text of ['', '0.8,', '0.8,x', '0.8;0.2', '0.8,Infinity', '1e999,1', 'rader,0.2', '0x10,1'])
    assert.throws(() => parseWeights(text), failure('usage', /is not a finite number/), text);
});

test('RaDeR’s weights cover every split of BRIGHT once, and name a method that exists', async () => {
  assert.ok((await listWeightPresets()).includes('rader'));
  const preset = await loadWeightPreset('rader');
  assert.equal(findFusionMethod(preset.method).name, 'zscore');
  const { splits } = await loadDefinition('bright');
  assert.deepEqual(
    preset.rules.flatMap((rule) => rule.splits),
    splits.map(({ id }) => id),
  );
  assert.deepEqual(weightsFor(preset, 'bright', 'pony'), [0.8, 0.2]);
  for (const split of ['aops', 'theoremqa_questions', 'theoremqa_theorems']) assert.deepEqual(weightsFor(preset, 'bright', split), [1, 0]);
  assert.throws(() => weightsFor(preset, 'mini', 'proofs'), failure('usage', /says nothing about mini:proofs.*bright:biology/));
});

const folder = temporaryFolder();
const good = { name: 'x', description: 'd', source: 's', method: 'rrf', runs: ['a', 'b'] };
const rule = { benchmark: 'mini', splits: ['proofs'], weights: [1, 2] };
const bad: readonly (readonly [what: string, preset: unknown, message: RegExp])[] = [
  ['too few weights', { ...good, rules: [{ ...rule, weights: [1] }] }, /rules\[0\]\.weights: holds 1, but there are 2 runs/],
  ['weights of 0', { ...good, rules: [{ ...rule, weights: [0, 0] }] }, /all are 0/],
  ['a negative weight', { ...good, rules: [{ ...rule, weights: [1, -1] }] }, /rules\[0\]\.weights\[1\]/],
  ['a split twice', { ...good, rules: [rule, rule] }, /mini:proofs has weights already/],
  ['an unknown field', { ...good, rules: [rule], more: 1 }, /more/],
  ['another name', { ...good, name: 'y', rules: [rule] }, /"y" stands in a file named "x\.json"/],
];

for (const [what, preset, message] of bad) {
  test(`a file of weights is refused: ${what}`, async () => {
    writeFileSync(join(folder, 'x.json'), JSON.stringify(preset));
    await assert.rejects(loadWeightPreset('x', { folder }), failure('data', message));
  });
}

test('unknown names are refused with the nearest', async () => {
  await assert.rejects(loadWeightPreset('radar'), failure('usage', /weights "radar".*Did you mean rader/));
  await assert.rejects(listWeightPresets({ folder: join(folder, 'none') }), failure('data', /can't be read/));
});
