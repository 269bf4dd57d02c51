import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { analyzeEnglish } from '../../src/text/analyze-english.ts';
import { needsShared, shared } from '../shared.ts';
import { luceneTerms } from './lucene-terms.ts';
import { randomText } from './random-text.ts';

for (const [subject, cases] of Object.entries(luceneTerms)) {
  test(`gives Lucene's terms: ${subject}`, () => {
    for (const [text, terms] of cases) assert.equal(analyzeEnglish(text).join(' '), terms);
  });
}

test("gives Lucene's terms for the real topics", { skip: needsShared }, () => {
  const folder = join(shared!, 'golden', 'lucene-english');
  let topics = 0;
  for (const file of readdirSync(folder)) {
    for (const line of gunzipSync(readFileSync(join(folder, file)))
      .toString()
      .trim()
      .split('\n')) {
      const { id, text, terms } = JSON.parse(line) as { id: string; text: string; terms: string[] };
      assert.deepEqual(analyzeEnglish(text), terms, `${file}: topic ${id}`);
      topics++;
    }
  }
  assert.equal(topics, 606);
});

test('a line break between two texts keeps their terms apart', () => {
  fc.assert(
    fc.property(randomText, randomText, (first, second) => {
      fc.pre(![first, second].some((text) => /[\ud800-\udbff]$/.test(text)));
      assert.deepEqual(analyzeEnglish(`${first}\n${second}`), [...analyzeEnglish(first), ...analyzeEnglish(second)]);
    }),
  );
});

test('any string of UTF-16 units has terms, none empty and none longer than 255 units', () => {
  fc.assert(
    fc.property(randomText, (text) => {
      for (const term of analyzeEnglish(text)) assert.ok(term.length > 0 && term.length <= 255);
    }),
  );
});
