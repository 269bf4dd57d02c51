import assert from 'node:assert/strict';
import { test } from 'node:test';
import { precompiledNormalizer } from '../../src/text/precompiled-normalizer.ts';

/** A table as SentencePiece compiles it. Each node of the trie has 256 units of its own, one for each byte that may follow; a leaf is the first. */
function compile(replacements: Readonly<Record<string, string>>): string {
  const children = new Map<string, number>([['', 1]]);
  const units = new Map<number, number>([[0, offsetTo(0, 256)]]);
  const texts: Buffer[] = [];
  let textLength = 0;
  for (const [from, to] of Object.entries(replacements)) {
    let path = '';
    let at = 0;
    for (const byte of Buffer.from(from)) {
      at = children.get(path)! * 256 + byte;
      path += `/${byte}`;
      if (!children.has(path)) children.set(path, children.size + 1);
      units.set(at, (units.get(at) ?? 0) | byte | offsetTo(at, children.get(path)! * 256));
    }
    units.set(at, units.get(at)! | 0x100);
    units.set(children.get(path)! * 256, (0x80000000 | textLength) >>> 0);
    texts.push(Buffer.from(`${to}\0`));
    textLength += texts.at(-1)!.length;
  }
  const trie = new Uint32Array((children.size + 1) * 256);
  for (const [at, unit] of units) trie[at] = unit;
  const size = Buffer.alloc(4);
  size.writeUInt32LE(trie.byteLength);
  return Buffer.concat([size, Buffer.from(trie.buffer), ...texts]).toString('base64');
}

function offsetTo(from: number, to: number): number {
  return (from ^ to) << 10;
}

const replacements = { A: 'a', ﬁ: 'fi', 'e\u0301': 'é', '\u200d': ' ', '\t': '', Ⅷ: 'VIII' };

test('clusters are replaced as the table says, others stay', () => {
  const normalize = precompiledNormalizer(compile(replacements));
  const cases: readonly (readonly [string, string])[] = [
    ['', ''],
    ['plain text', 'plain text'],
    ['ABA', 'aBa'],
    ['ﬁn Ⅷ', 'fin VIII'],
    ['cafe\u0301', 'café'],
    ['tab\tgone', 'tabgone'],
    // Longer clusters go character by character.
    ['👩\u200d🔬', '👩 🔬'],
    ['e\u0301\u0302\u0303', 'e\u0301\u0302\u0303'],
  ];
  for (const [text, expected] of cases) {
    assert.equal(normalize(text), expected);
    assert.equal(normalize(text), expected);
  }
});

test('the shortest entry that a cluster begins with counts for all of it, as in the Rust crate', () => {
  assert.equal(precompiledNormalizer(compile({ e: 'E', 'e\u0301': 'é' }))('e\u0301x'), 'Ex');
});

test('a table that is cut is refused', () => {
  assert.throws(() => precompiledNormalizer(compile(replacements).slice(0, 400)), RangeError);
  assert.throws(() => precompiledNormalizer(''), RangeError);
});
