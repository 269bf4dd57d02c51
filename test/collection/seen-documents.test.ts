import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seenDocuments } from '../../src/collection/seen-documents.ts';

test('documents are told apart as a map of ids and texts does', () => {
  const document = fc.record({ id: fc.nat(30).map((at) => `d${at}`), text: fc.constantFrom('', 'a', 'b', 'a b') });
  fc.assert(
    fc.property(fc.array(document, { maxLength: 80 }), (documents) => {
      const seen = seenDocuments();
      const known = new Map<string, string>();
      for (const { id, text } of documents) {
        const expected = !known.has(id) ? 'new' : known.get(id) === text ? 'same' : 'other';
        if (expected === 'new') known.set(id, text);
        assert.equal(seen.see({ id, text }), expected);
      }
    }),
  );
});

test('a hundred thousand documents are remembered while the table grows', () => {
  const seen = seenDocuments();
  const count = 100_000;
  for (let at = 0; at < count; at++) assert.equal(seen.see({ id: `d${at}`, text: `${at % 7}` }), 'new');
  for (let at = 0; at < count; at += 13) {
    assert.equal(seen.see({ id: `d${at}`, text: `${at % 7}` }), 'same');
    assert.equal(seen.see({ id: `d${at}`, text: 'another' }), 'other');
  }
});
