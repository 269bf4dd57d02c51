import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentHashes } from '../../src/collection/content-hashes.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('what is hashed is sorted lines of JSON', () => {
  const hashes = contentHashes({
    topics: [
      { id: 'b', text: 'é "x"' },
      { id: 'a', text: '' },
    ],
    qrels: new Map([
      ['b', new Map([['d2', 2]])],
      [
        'a',
        new Map([
          ['d2', 1],
          ['d1', 0],
        ]),
      ],
    ]),
    excluded: new Map([['a', new Set(['y', 'x'])]]),
  });
  assert.deepEqual(hashes, {
    topics: sha256('["a",""]\n["b","é \\"x\\""]\n'),
    qrels: sha256('["a","d1",0]\n["a","d2",1]\n["b","d2",2]\n'),
    excluded: sha256('["a","x"]\n["a","y"]\n'),
  });
});

test('the order that content was read in makes no difference', () => {
  const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.uniqueArray(fc.string(), { minLength: 1 })), { selector: ([id]) => id });
  const content = (all: readonly (readonly [string, readonly string[]])[]) => ({
    topics: all.map(([id, list]) => ({ id, text: [...list].sort().join() })),
    qrels: new Map(all.map(([id, list]) => [id, new Map(list.map((document) => [document, document.length]))])),
    excluded: new Map(all.map(([id, list]) => [id, new Set(list)])),
  });
  fc.assert(
    fc.property(entries, (all) => {
      const turned = [...all].reverse().map(([id, list]) => [id, [...list].reverse()] as const);
      assert.deepEqual(contentHashes(content(turned)), contentHashes(content(all)));
    }),
  );
});
