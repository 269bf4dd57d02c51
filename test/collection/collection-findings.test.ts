import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspectContent, inspectCorpus } from '../../src/collection/collection-findings.ts';

const content = {
  topics: [
    { id: 'a', text: 'one' },
    { id: 'b', text: ' \n' },
    { id: 'c', text: 'three' },
  ],
  qrels: new Map([
    [
      'a',
      new Map([
        ['d1', 1],
        ['d2', 0],
        ['d3', 2],
      ]),
    ],
    ['x', new Map([['d1', 1]])],
    ['y', new Map([['d4', 1]])],
  ]),
  excluded: new Map([['a', new Set(['d1', 'd2'])]]),
  merged: { gold: 3, excluded: 4 },
};

test('topics and judgments that do not fit together are counted, and told', () => {
  const { findings, warnings } = inspectContent(content, 'mini:proofs');
  assert.deepEqual(findings, {
    mergedJudgments: 3,
    mergedExclusions: 4,
    emptyTopics: 1,
    unjudgedTopics: 2,
    unaskedTopics: 2,
    excludedRelevant: 1,
  });
  assert.deepEqual(warnings, [
    'mini:proofs: 2 of 3 topics have no relevant document, and are not scored (the first: "b")',
    'mini:proofs: 2 of 3 judged topics have no query, and nothing is searched for them (the first: "x")',
    'mini:proofs: relevant documents that are also excluded for their topic: 1; no ranking can find them',
  ]);
});

test('relevant documents that the corpus lacks are counted once each; those judged irrelevant are not missed', () => {
  const pass = { findings: { emptyDocuments: 1, titlesAlone: 0, mergedDocuments: 0 }, documents: 2, firstMerged: undefined };
  const { findings, warnings } = inspectCorpus(pass, content.qrels, ['d1', 'e'], 'mini:proofs');
  assert.deepEqual(findings, { emptyDocuments: 1, titlesAlone: 0, mergedDocuments: 0, missingRelevant: 2 });
  assert.deepEqual(warnings, ['mini:proofs: 2 of 3 relevant documents are not in the corpus; no ranking can find them (the first: "d3")']);
  assert.deepEqual(inspectCorpus(pass, content.qrels, ['d1', 'd3', 'd4'], 'mini:proofs').warnings, []);
});

test('what only reading the documents tells is left out where nobody read them', () => {
  assert.deepEqual(inspectCorpus(undefined, new Map(), [], 'mini:proofs'), { findings: { missingRelevant: 0 }, warnings: [] });
});
