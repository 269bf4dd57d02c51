import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { readRows } from '../../src/collection/rows.ts';
import { outline } from '../../src/query/outline.ts';
import { splitSteps } from '../../src/query/split-steps.ts';
import { needsShared, shared } from '../shared.ts';

/** Lines of each step, so that a case shows what goes together. */
const cases: readonly (readonly [name: string, text: string, steps: readonly string[]])[] = [
  ['no text has no steps', ' \n\t\n', []],
  ['one paragraph is one step', 'Mass is conserved here.', ['Mass is conserved here.']],
  [
    'numbers, with a preamble before them and a conclusion behind',
    'Let us think.\n\n1. Find the mass.\n2. Find the speed.\n\nSo the energy is known.',
    ['Let us think.', '1. Find the mass.', '2. Find the speed.', 'So the energy is known.'],
  ],
  [
    'every way to write a number',
    '1) first of all\n(2) second of all\n**3.** third of all\n**4. Fourth of all**\n5.\tfifth of all',
    ['1) first of all', '(2) second of all', '**3.** third of all', '**4. Fourth of all**', '5.\tfifth of all'],
  ],
  [
    'numbers that are no items',
    'It happened in\n1905. Then 3.5 metres, and (12) of them.\n42 people saw it.',
    ['It happened in\n1905. Then 3.5 metres, and (12) of them.\n42 people saw it.'],
  ],
  [
    'headings take in what follows them',
    '### Essential problem\nWhy is it so?\n\nIndeed, why?\n## Answer\n\nBecause of heat.',
    ['### Essential problem\nWhy is it so?\n\nIndeed, why?', '## Answer\n\nBecause of heat.'],
  ],
  [
    'a heading over a list goes with its first item, and so does one over another',
    '## Reasoning\n### In order\n\n1. Find the mass.\n2. Find the speed.',
    ['## Reasoning\n### In order\n\n1. Find the mass.', '2. Find the speed.'],
  ],
  [
    'a heading that nothing follows goes with the step before',
    '### Problem\nWhy is it so?\n### Answer',
    ['### Problem\nWhy is it so?\n### Answer'],
  ],
  [
    'lines in bold are headings, bold words that lead a paragraph are not',
    '**The problem:**\nWhy is it so?\n\n**Note** that it is.\n\n**Answer**\nHeat does it.',
    ['**The problem:**\nWhy is it so?\n\n**Note** that it is.', '**Answer**\nHeat does it.'],
  ],
  [
    'counted steps',
    'Step 1: Find the mass.\nIt is known.\n**Step 2** – find the speed.\nSTEP THREE. Multiply both.\nStep 4 is not needed.',
    ['Step 1: Find the mass.\nIt is known.', '**Step 2** – find the speed.', 'STEP THREE. Multiply both.\nStep 4 is not needed.'],
  ],
  [
    'nested lists stay with their item, however far they are indented',
    '1. **Find the mass**:\n   - It is given.\n     1. In grams.\n   - Convert it.\n\n   It takes care.\n2. **Find the speed**:\n- unindented, too\n\n- after a blank line',
    [
      '1. **Find the mass**:\n   - It is given.\n     1. In grams.\n   - Convert it.\n\n   It takes care.',
      '2. **Find the speed**:\n- unindented, too\n\n- after a blank line',
    ],
  ],
  [
    'a list that is indented as a whole is a list',
    '  1. Find the mass.\n    - in grams\n  2. Find the speed.',
    ['1. Find the mass.\n    - in grams', '2. Find the speed.'],
  ],
  [
    'code is not torn',
    '1. Run this script:\n```python\n# 1. a comment\n\n1. no item\n### no heading\n```\n2. Look at it again.\n\n```\nnot closed\n\n3. no item',
    [
      '1. Run this script:\n```python\n# 1. a comment\n\n1. no item\n### no heading\n```',
      '2. Look at it again.\n\n```\nnot closed\n\n3. no item',
    ],
  ],
  [
    'a longer fence is closed by one as long',
    '````md\n```\n1. no item\n```\n2. no item\n````\n3. This is an item.',
    ['````md\n```\n1. no item\n```\n2. no item\n````\n3. This is an item.'],
  ],
  [
    'formulas are not torn, and go with what led to them',
    '1. Compute the mass:\n\n\\[\n1. x\n\\begin{aligned}\n2. y\n\\end{aligned}\n\\]\n\nwhere y is given.\n2. Compute \\(a\n3. b\\) as well.\n$$\n4. z\n$$\n5. Compute the rest.',
    [
      '1. Compute the mass:\n\n\\[\n1. x\n\\begin{aligned}\n2. y\n\\end{aligned}\n\\]\n\nwhere y is given.',
      '2. Compute \\(a\n3. b\\) as well.\n$$\n4. z\n$$',
      '5. Compute the rest.',
    ],
  ],
  [
    'a formula that is not closed ends at a blank line',
    '1. Compute it \\[ x\n2. still inside\n\n3. This is an item.',
    ['1. Compute it \\[ x\n2. still inside', '3. This is an item.'],
  ],
  [
    'enumerated equations are no steps',
    'The conditions are:\n1. \\(a + b > 15\\)\n2. \\(a > 3\\) (true)\n\nThey leave two cases.',
    ['The conditions are:\n1. \\(a + b > 15\\)\n2. \\(a > 3\\) (true)', 'They leave two cases.'],
  ],
  [
    'what says nothing at the front goes with what is behind it',
    '---\n\n***\n\nThis is the first.\n\nThis is the second.\n\n---',
    ['---\n\n***\n\nThis is the first.', 'This is the second.\n\n---'],
  ],
  [
    'bullets are steps where there is nothing else',
    'In other words:\n- Find the mass.\n  - in grams\n* Find the speed.\n• Multiply both.',
    ['In other words:', '- Find the mass.\n  - in grams', '* Find the speed.', '• Multiply both.'],
  ],
  [
    'a few bullets among paragraphs are none',
    'We know the following of all roots:\n- a is one\n- b is another\n\nTheir sum is five, as Vieta shows.\n\nHence the answer is five.',
    ['We know the following of all roots:\n- a is one\n- b is another', 'Their sum is five, as Vieta shows.', 'Hence the answer is five.'],
  ],
  [
    'bullets under a heading stay together',
    '### Known\n- the mass\n- the speed\n\nThat is all.\n### Sought\n- the energy',
    ['### Known\n- the mass\n- the speed\n\nThat is all.', '### Sought\n- the energy'],
  ],
  [
    'paragraphs, one that follows a colon with the one before it',
    'First, find the mass.\nIt is given.\n\nThen we have:\n\nTwice the speed.\n\nSo the energy is known.',
    ['First, find the mass.\nIt is given.', 'Then we have:\n\nTwice the speed.', 'So the energy is known.'],
  ],
  [
    'paragraphs before a short list at the end',
    `${'The mass matters. '.repeat(5)}\n\n${'The speed matters. '.repeat(5)}\n\n1. Multiply both.\n2. Halve the result.`,
    ['The mass matters. '.repeat(5).trim(), 'The speed matters. '.repeat(5).trim(), '1. Multiply both.', '2. Halve the result.'],
  ],
  [
    'texts without spaces between words',
    '1. 先求出物体的质量和速度\n2. 再把两者相乘得到动量',
    ['1. 先求出物体的质量和速度', '2. 再把两者相乘得到动量'],
  ],
  ['line breaks of Windows', '1. Find the mass.\r\n2. Find the speed.\r\n', ['1. Find the mass.', '2. Find the speed.']],
];

for (const [name, text, steps] of cases) {
  test(`steps: ${name}`, () => assert.deepEqual(splitSteps(text), steps));
}

const plain = (text: string): string => text.replace(/\s/g, '');

/** Pieces that mean something in Markdown and TeX, so that random texts reach every rule. */
const piece = fc.constantFrom(
  ...[
    '1. ',
    '2) ',
    '(3) ',
    '- ',
    '* ',
    '# ',
    '### ',
    '**bold**',
    '**',
    'Step 4: ',
    '```',
    '~~~',
    '\\[',
    '\\]',
    '\\(',
    '\\)',
    '$$',
    '$',
    '`',
  ],
  ...['\\begin{a}', '\\end{a}', '\n', '\n\n', '\n   ', '  ', '\t', ':', 'the mass of a body ', 'where ', 'x', '---', 'é水', '\r\n', ' '],
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
);

test('no character but white space is lost or moved, and no step is empty, whatever the text', () => {
  fc.assert(
    fc.property(text, (whole) => {
      const steps = splitSteps(whole);
      assert.equal(plain(steps.join('')), plain(whole));
      for (const step of steps) assert.ok(step !== '' && step === step.trim());
      assert.equal(steps.length === 0, whole.trim() === '');
    }),
    { numRuns: 2000 },
  );
});

test('the lines of the outline are the text', () => {
  fc.assert(
    fc.property(text, (whole) => {
      assert.equal(
        outline(whole)
          .map(({ start, end }) => whole.slice(start, end))
          .join(''),
        whole,
      );
    }),
  );
});

test('a text grows slowly more expensive to split, whatever is left open in it', () => {
  for (const part of ['\\( ', '```\n', '$ ', '\n\n\n', '1. \n', '`', '**a', '- \\[\n']) {
    const long = part.repeat(100_000);
    assert.equal(plain(splitSteps(long).join('')), plain(long));
  }
});

/** Seen in BRIGHT's reasoned queries `tongsearch-qr-7b`: topics, and the least, median and most steps of a topic. */
const seen: Readonly<Record<string, readonly [topics: number, least: number, median: number, most: number]>> = {
  aops: [111, 2, 6, 11],
  biology: [103, 4, 8, 12],
  earth_science: [116, 5, 7, 12],
  economics: [103, 5, 7, 12],
  leetcode: [142, 6, 9, 15],
  pony: [112, 6, 10, 16],
  psychology: [101, 5, 8, 12],
  robotics: [101, 4, 9, 12],
  stackoverflow: [117, 4, 8, 13],
  sustainable_living: [108, 5, 8, 15],
  theoremqa_questions: [194, 4, 7, 14],
  theoremqa_theorems: [76, 4, 6, 11],
};

test('the reasoned queries of all splits of BRIGHT', { skip: needsShared }, async () => {
  const folder = join(shared!, 'hub/datasets/xlangai/BRIGHT/tongsearch-qr-7b_reason');
  const found: Record<string, readonly number[]> = {};
  for (const file of readdirSync(folder)) {
    const counts: number[] = [];
    for await (const { rows } of readRows(join(folder, file), { id: 'text', query: 'text' }, { shownAs: file, repair: '' })) {
      for (const { id, query } of rows) {
        const steps = splitSteps(query);
        const place = `${file} ${id}`;
        assert.equal(plain(steps.join('')), plain(query), place);
        counts.push(steps.length);
        for (const [at, step] of steps.entries()) {
          if (at > 0) assert.match(step, /^(?:#|\d+\. |(?:- )?\*\*|\p{Lu})/u, `${place}: begins as no step of these texts does: ${step}`);
          // The texts break off at a limit, so that the last step may be left open.
          if (at === steps.length - 1) continue;
          assert.equal((step.match(/^\s*```/gm)?.length ?? 0) % 2, 0, `${place}: torn code: ${step}`);
          assert.equal(step.split('\\[').length, step.split('\\]').length, `${place}: a torn formula: ${step}`);
        }
      }
    }
    counts.sort((a, b) => a - b);
    found[file.split('-')[0]!] = [counts.length, counts[0]!, counts[(counts.length - 1) >> 1]!, counts.at(-1)!];
  }
  assert.deepEqual(found, seen);
});
