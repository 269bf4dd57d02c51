import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelFiles } from '../../src/collection/model-files.ts';
import { chooseWeights, parseWeightType } from '../../src/encode/model-weights.ts';
import { fails } from '../collection/fails.ts';

const filesOf = (...paths: readonly string[]): ModelFiles => ({
  origin: { kind: 'hub', repo: 'org/name', revision: 'main', commit: '0'.repeat(40) },
  shownAs: 'org/name@main',
  paths,
  fetch: async (path) => path,
  identify: async () => ({ files: {} }),
});
const task = 'feature-extraction';

test('a number format names a file as transformers.js does, in onnx/ or at the top', () => {
  const files = filesOf('onnx/model.onnx', 'onnx/model_fp16.onnx', 'onnx/model_quantized.onnx', 'model_q4.onnx');
  const chosen = (['fp32', 'fp16', 'q8', 'int8', 'q4'] as const).map((dtype) => chooseWeights(files, { dtype, task }).path);
  assert.deepEqual(chosen, [
    'onnx/model.onnx',
    'onnx/model_fp16.onnx',
    'onnx/model_quantized.onnx',
    'onnx/model_quantized.onnx',
    'model_q4.onnx',
  ]);
  assert.equal(chooseWeights(files, { task }).path, 'onnx/model.onnx');
});

test('weights that lie beside the file come with it, those of other files don’t', () => {
  const data = ['onnx/model.onnx.data', 'onnx/model.onnx_data', 'onnx/model.onnx_data_1'];
  const files = filesOf('onnx/model.onnx', ...data, 'onnx/model_fp16.onnx_data', 'onnx/model_fp16.onnx');
  assert.deepEqual(chooseWeights(files, { task }).data, data);
  assert.deepEqual(chooseWeights(files, { dtype: 'fp16', task }).data, ['onnx/model_fp16.onnx_data']);
});

test('a model without the file says what it has, and how to make one', async () => {
  await fails(
    () => chooseWeights(filesOf('config.json'), { task }),
    'data',
    /^model org\/name@main: has no onnx\/model\.onnx \(dtype fp32\); it has no ONNX file at all, but config\.json$/,
    /`optimum-cli export onnx --model org\/name --task feature-extraction \.\/name-onnx`/,
  );
  const many = Array.from({ length: 20 }, (_, at) => `onnx/other${at}.onnx`);
  await fails(() => chooseWeights(filesOf(...many), { dtype: 'q4', task }), 'data', /its ONNX files are .* and 8 more$/, /file=PATH/);
  await fails(() => chooseWeights(filesOf(), { task }), 'data', /but nothing$/);
});

test('a number format that isn’t one has its neighbours named', async () => {
  assert.equal(parseWeightType('FP16'), 'fp16');
  await fails(() => parseWeightType('float16'), 'usage', /dtype "float16"/, /fp32, fp16/);
});
