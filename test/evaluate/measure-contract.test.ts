import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureFamilies } from '../../src/evaluate/measures/registry.ts';
import { testMeasure } from '../contract/measure.ts';

for (const family of measureFamilies) testMeasure(family);

test('no two measures share a name', () => {
  const names = measureFamilies.flatMap(({ name, aliases }) => [...new Set([name.toLowerCase(), ...aliases])]);
  assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), []); // biome-ignore format: one comparison
});
