import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AskingOptions, parseAsking } from '../../src/experiment/asking.ts';
import { combinedSettings, findCombination } from '../../src/experiment/combination.ts';
import { fusionMethods } from '../../src/fuse/methods/registry.ts';
import { fails } from '../collection/fails.ts';

const parse = (options: Partial<AskingOptions>): ReturnType<typeof parseAsking> =>
  parseAsking({ join: undefined, steps: undefined, stepDepth: undefined, queries: 'gpt4', ...options });

const asked: readonly (readonly [Partial<AskingOptions>, join: string | undefined, steps: string | undefined, rule: string | undefined])[] =
  [
    [{}, undefined, undefined, undefined],
    [{ join: 'question+reasoning' }, 'question+reasoning', undefined, undefined],
    [{ join: 'reasoning+question' }, 'reasoning+question', undefined, undefined],
    [{ join: 'apart:rrf' }, 'apart', undefined, 'rrf'],
    [{ steps: 'max' }, undefined, 'each', 'max'],
    [{ steps: 'last' }, undefined, 'each', 'last'],
    [{ steps: 'CombMNZ' }, undefined, 'each', 'combmnz'],
    [{ steps: 'prefix' }, undefined, 'prefix', 'last'],
    [{ steps: 'prefix:sum' }, undefined, 'prefix', 'sum'],
    [{ steps: 'rrf', join: 'question+reasoning' }, 'question+reasoning', 'each', 'rrf'],
    [{ steps: 'rrf', queries: 'original' }, undefined, 'each', 'rrf'],
  ];

for (const [options, join, steps, rule] of asked) {
  test(`${JSON.stringify(options)} is understood`, () => {
    const asking = parse(options);
    assert.deepEqual([asking.join, asking.steps, asking.combination?.name], [join, steps, rule]);
  });
}

const wrong: readonly (readonly [Partial<AskingOptions>, message: RegExp, next?: RegExp])[] = [
  [{ steps: 'rff' }, /rule "rff": there is none of that name/, /mean rrf\?.*Known: last, max, sum, zscore/],
  [{ steps: 'prefix:' }, /rule "": there is none/],
  [{ join: 'question' }, /--join question: question\+reasoning, reasoning\+question or apart:RULE was expected/],
  [{ join: 'apart' }, /--join apart: .*apart:RULE was expected/],
  [{ join: 'apart:last' }, /--join apart:last: .*was expected/],
  [{ join: 'apart:nothing' }, /rule "nothing"/],
  [{ join: 'apart:rrf', steps: 'rrf' }, /--join apart:rrf and --steps rrf are both given/],
  [{ join: 'question+reasoning', steps: 'prefix:rrf' }, /a prefix begins with the question already/],
  [{ join: 'question+reasoning', queries: 'original' }, /--join question\+reasoning puts the question to a reasoning/, /--queries/],
  [{ steps: 'prefix', queries: 'original' }, /--steps prefix puts the question to a reasoning/],
  [{ stepDepth: 10 }, /--step-depth is given/],
  [{ stepDepth: 10, steps: 'prefix' }, /--step-depth is given/],
  [{ stepDepth: 10, join: 'question+reasoning' }, /--step-depth is given/],
];

for (const [options, message, next] of wrong) {
  test(`${JSON.stringify(options)} is refused`, () => fails(() => parse(options), 'usage', message, next));
}

test('every method of fuse is a rule, and says all that it chose', () => {
  for (const { name, normalisation, missing } of fusionMethods) {
    assert.deepEqual(combinedSettings(findCombination(name), 50), {
      rule: name,
      method: name,
      normalisation: normalisation.name,
      missing: missing.name,
      k: 60,
      depth: 50,
    });
  }
  assert.deepEqual(combinedSettings(findCombination('max'), 1000), {
    rule: 'max',
    method: 'combmax',
    normalisation: 'none',
    missing: 'skip',
    k: 60,
    depth: 1000,
  });
  assert.deepEqual(combinedSettings(findCombination('last'), 1000), { rule: 'last' });
});
