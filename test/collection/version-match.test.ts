import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDefinition } from '../../src/collection/definition.ts';
import { matchVersion, type SplitSizes } from '../../src/collection/version-match.ts';

const bright = await loadDefinition('bright');
const match = (id: string, counts: SplitSizes, documents: 'short' | 'long' = 'short') =>
  matchVersion(bright, bright.splits.find((split) => split.id === id)!, documents, counts);

test('counts of the published tables match, and say nothing', () => {
  assert.deepEqual(match('theoremqa_theorems', { documents: 23839, topics: 76, judgments: 151, excluded: 0 }), {
    matches: ['paper'],
    nearest: undefined,
    warning: undefined,
  });
});

test('counts of another version are named, with what differs and what agrees', () => {
  const { matches, nearest, warning } = match('theoremqa_theorems', { documents: 23839, topics: 65, judgments: 126, excluded: 0 });
  assert.deepEqual(matches, ['mteb']);
  assert.deepEqual(nearest, {
    version: 'paper',
    differs: [
      { field: 'topics', expected: 76, measured: 65 },
      { field: 'judgments', expected: 151, measured: 126 },
    ],
  });
  assert.match(
    warning!,
    /^bright:theoremqa_theorems: 65 topics, where version "paper" has 76, 126 judgments for 151 \(documents and excluded ids agree\); the counts match version "mteb": /,
  );
});

test('counts of no version are told against the nearest', () => {
  const { matches, nearest, warning } = match('biology', { documents: 57359, topics: 103, judgments: 1373, excluded: 0 });
  assert.deepEqual(matches, []);
  assert.deepEqual(nearest, { version: 'paper', differs: [{ field: 'judgments', expected: 372, measured: 1373 }] });
  assert.equal(
    warning,
    'bright:biology: 1,373 judgments, where version "paper" has 372 (documents, topics and excluded ids agree); the counts match no known version',
  );
});

test('the corpus need not be counted', () => {
  assert.deepEqual(match('biology', { documents: undefined, topics: 103, judgments: 372, excluded: 0 }).matches, ['paper']);
});

test('a version says nothing of a split that it leaves out', () => {
  assert.deepEqual(match('economics', { documents: 1, topics: 1, judgments: 1, excluded: 1 }).matches, []);
});

test('long documents have figures of their own; where they are unknown nothing is said', () => {
  assert.deepEqual(match('pony', { documents: 577, topics: 112, judgments: 769, excluded: 0 }, 'long').matches, ['paper', 'mteb']);
  assert.match(
    match('pony', { documents: 577, topics: 112, judgments: 2219, excluded: 0 }, 'long').warning!,
    /2,219 judgments, where .* 769/,
  );
});

test('without known versions there is nothing to match', () => {
  const definition = { ...bright, versions: [] };
  assert.deepEqual(matchVersion(definition, bright.splits[0]!, 'short', { documents: 1, topics: 1, judgments: 1, excluded: 1 }), {
    matches: [],
    nearest: undefined,
    warning: undefined,
  });
});
