import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinMtebParts, type MtebPart } from '../../src/report/mteb-parts.ts';

const versions = { mtebVersion: '2.10.12', brightlineVersion: '0.1.0' };
const part = (task: string, subset: string, more: Partial<MtebPart> = {}): MtebPart => ({
  task,
  datasetRevision: 'a75a0eb',
  scores: { split: 'standard', subset, languages: ['eng-Latn'], mainScore: 0.5, values: new Map() },
  seconds: 2,
  ...more,
});

test('parts of a task become one result, others results of their own', () => {
  const results = joinMtebParts([part('Bright', 'pony'), part('PIQA', 'default'), part('Bright', 'biology')], versions);
  assert.deepEqual(
    results.map(({ task, scores, evaluationTime }) => [task, scores.map(({ subset }) => subset), evaluationTime]),
    [
      ['Bright', ['pony', 'biology'], 4],
      ['PIQA', ['default'], 2],
    ],
  );
  assert.equal(results[0]!.brightlineVersion, '0.1.0');
});

test('the time is not known unless that of every part is', () => {
  const [result] = joinMtebParts([part('Bright', 'pony'), part('Bright', 'biology', { seconds: null })], versions);
  assert.equal(result!.evaluationTime, null);
});

test('mixed revisions are refused with both', () => {
  assert.throws(
    () => joinMtebParts([part('Bright', 'pony'), part('Bright', 'biology', { datasetRevision: '3066d29' })], versions),
    /Bright: standard\/pony is on dataset revision a75a0eb, and standard\/biology on 3066d29: a result file has one/,
  );
});

test('one part twice is refused', () => {
  assert.throws(
    () => joinMtebParts([part('Bright', 'pony'), part('Bright', 'pony')], versions),
    /Bright: there are two runs .* standard\/pony/,
  );
});
