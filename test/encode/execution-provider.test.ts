import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executionProviders, parseExecutionProvider, providerMissing } from '../../src/encode/execution-provider.ts';
import { fails } from '../collection/fails.ts';

test('providers are known by name', async () => {
  for (const name of executionProviders) assert.equal(parseExecutionProvider(name.toUpperCase()), name);
  await fails(() => parseExecutionProvider('cuda12'), 'usage', /execution provider "cuda12"/, /Did you mean cuda\?/);
});

test('one that is missing says what there is, and how it is had', async () => {
  for (const name of executionProviders) {
    await fails(
      () => {
        throw providerMissing(name, ['cpu'], 'no driver');
      },
      'capability',
      new RegExp(`execution provider ${name}: can't be used on this machine \\(.*\\): no driver; there are: cpu`),
      /\w/,
    );
  }
  assert.match((providerMissing('cuda', ['cpu']) as { next?: string }).next ?? '', /--onnxruntime-node-install=cuda12/);
});
