import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTemplate } from '../../src/encode/prompt-template.ts';
import { fails } from '../collection/fails.ts';

const eos = { text: '<|im_end|>', id: 2 };

test('a template is filled as it stands, whatever the text holds', () => {
  const template = parseTemplate('query: {x} {text}{eos}', ['text'], eos);
  assert.equal(template.fill({ text: '$& {text} {eos}' }), 'query: {x} $& {text} {eos}<|im_end|>');
  assert.equal(template.prefix, 'query: {x} ');
  assert.equal(template.endsWithEos, true);
  assert.equal(parseTemplate('{text}{eos} ', ['text'], eos).endsWithEos, false);
  assert.equal(parseTemplate('{eos}{text}', ['text'], eos).prefix, '<|im_end|>');
});

test('two texts can share one template, in any order', () => {
  const template = parseTemplate('document: {document} query: {query}', ['query', 'document'], undefined);
  assert.equal(template.fill({ query: 'q', document: 'd' }), 'document: d query: q');
});

test('a template that leaves a text out, or has it twice, is refused; so is an {eos} that nobody knows', async () => {
  await fails(() => parseTemplate('query: ', ['text'], eos), 'usage', /names \{text\} nowhere/, /\{text\}\{eos\}/);
  await fails(() => parseTemplate('{text}{text}', ['text'], eos), 'usage', /names \{text\} 2 times/);
  await fails(() => parseTemplate('{query}', ['query', 'document'], eos), 'usage', /names \{document\} nowhere/);
  await fails(() => parseTemplate('{text}{eos}', ['text'], undefined), 'data', /names no eos_token/);
});
