import assert from 'node:assert/strict';
import { test } from 'node:test';
import { separateThoughts } from '../../src/llm/separate-thoughts.ts';

const cases: readonly (readonly [string, string, string, string | undefined])[] = [
  ['a plain answer', ' Relevance score: 4 ', ' Relevance score: 4 ', undefined],
  ['thoughts before it', '<think>\nhm\n</think>\n\nyes', 'yes', 'hm'],
  ['thoughts that the template began', 'hm, well\n</think>\nyes', 'yes', 'hm, well'],
  ['thoughts that were cut short', '<think>so it goes on and', '', 'so it goes on and'],
  ['no thoughts between the marks', '<think></think>yes', 'yes', ''],
  ['an answer that names the marks', '<think>a</think>say </think> or <think>', 'say </think> or <think>', 'a'],
  ['a mark amid the text', 'the tag <think> is special', 'the tag <think> is special', undefined],
  ['nothing', '', '', undefined],
];
for (const [name, answer, text, reasoning] of cases) {
  test(name, () => assert.deepEqual(separateThoughts(answer), { text, reasoning }));
}
