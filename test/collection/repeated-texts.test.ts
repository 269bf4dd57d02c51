import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countRepeatedTexts } from '../../src/collection/repeated-texts.ts';
import { corpusOf } from '../contract/retriever.ts';

const count = (texts: readonly string[]) => countRepeatedTexts(corpusOf(texts.map((text, at) => ({ id: `d${at}`, text }))));

test('texts are counted once, empty ones apart', async () => {
  assert.deepEqual(await count(['a', 'b', '', 'a', ' \n', 'a', 'b ']), { documents: 7, empty: 2, texts: 3, repeated: 2, largest: 3 });
  assert.deepEqual(await count(['', '']), { documents: 2, empty: 2, texts: 0, repeated: 0, largest: 0 });
});

test('counts equal those of a plain map, whatever the texts', async () => {
  const texts = fc.array(fc.oneof(fc.constantFrom('', 'a', 'b', 'ü', '\ud800'), fc.string()), { minLength: 1, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(texts, async (list) => {
      const groups = new Map<string, number>();
      for (const text of list) if (text.trim() !== '') groups.set(text, (groups.get(text) ?? 0) + 1);
      const sizes = [...groups.values()];
      const filled = sizes.reduce((sum, size) => sum + size, 0);
      assert.deepEqual(await count(list), {
        documents: list.length,
        empty: list.length - filled,
        texts: groups.size,
        repeated: filled - groups.size,
        largest: Math.max(0, ...sizes),
      });
    }),
    { numRuns: 50 },
  );
});
