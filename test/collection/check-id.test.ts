import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkId } from '../../src/collection/check-id.ts';
import { fails } from './fails.ts';

const place = (): string => 'docs.jsonl:7';

test('ids that a run can name are all right, spaces and odd characters too', () => {
  for (const id of ['d1', 'a b', 'é/😀.txt', '#', '0', ' ']) checkId('document id', id, place);
});

test('ids that no run can name are refused where they stand', async () => {
  await fails(() => checkId('topic id', '', place), 'data', /^docs\.jsonl:7: the topic id is empty$/);
  for (const id of ['a\tb', 'a\nb', 'a\rb', 'a\0', '\ud800', 'x\udfff']) {
    await fails(
      () => checkId('document id', id, place),
      'data',
      /^docs\.jsonl:7: the document id ".*" holds a tab, a line break/,
      /another one/,
    );
  }
  assert.throws(() => checkId('document id', 'a\0', place), /"a\\u0000"/);
});
