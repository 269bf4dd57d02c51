import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMeasures } from '../../src/evaluate/parse-measure.ts';
import { runScoresReport } from '../../src/report/run-scores.ts';
import type { ScoreRow } from '../../src/report/score-row.ts';

const row = (system: string, measure: string, value: number, more: Partial<ScoreRow> = {}): ScoreRow => ({
  benchmark: 'bright',
  split: 'pony',
  system,
  protocol: '',
  queries: '',
  measure,
  value,
  topics: 112,
  ...more,
});

const rows = [
  row('bm25', 'nDCG@10', 0.0971),
  row('bm25', 'NumRet', 112000),
  row('a|b', 'nDCG@10', 0.3333),
  row('a|b', 'NumRet', 1234),
  row('bm25', 'nDCG@10', 0.5, { split: 'aops', topics: 111 }),
];
const measures = parseMeasures('nDCG@10,NumRet');
const tableOf = (benchmark: string, split: string): { title: string; measures: typeof measures } => ({
  title: `${benchmark}:${split}`,
  measures,
});

test('runs stand down, measures across; shares in percent, amounts as they are; a table per split', () => {
  assert.equal(
    runScoresReport(rows, { format: 'table', tableOf }),
    `bright:pony: percent
─────────────────────────────────────
 System   nDCG@10    NumRet   Topics
─────────────────────────────────────
 bm25         9.7   112,000      112
 a|b         33.3     1,234      112
─────────────────────────────────────

bright:aops: percent
────────────────────────────────────
 System   nDCG@10   NumRet   Topics
────────────────────────────────────
 bm25        50.0        –      111
────────────────────────────────────
`,
  );
});

test('Markdown escapes what would break the table', () => {
  const text = runScoresReport(rows.slice(0, 4), { format: 'md', tableOf });
  assert.match(text, /^\*\*bright:pony: percent\*\*\n\n\| System \| nDCG@10 \| +NumRet \| Topics \|\n/);
  assert.match(text, /\n\| a\\\|b +\| +33\.3 \| +1,234 \| +112 \|\n/);
});

test('single topics follow in a table of their own', () => {
  const perTopic = [
    rows[0]!,
    row('bm25', 'nDCG@10', 1, { topics: 1, topic: 'q 1' }),
    row('bm25', 'nDCG@10', 0, { topics: 1, topic: 'q2' }),
  ];
  const text = runScoresReport(perTopic, { format: 'md', tableOf: () => ({ title: 'file.qrels', measures: measures.slice(0, 1) }) });
  const [means, topics] = text.split('**file.qrels: percent, topic by topic**\n\n');
  assert.match(means!, /\| bm25 +\| +9\.7 \| +112 \|\n$/m);
  assert.equal(
    topics,
    '| System | Topic | nDCG@10 |\n| ------ | ----- | ------: |\n| bm25   | q 1   |   100.0 |\n| bm25   | q2    |     0.0 |\n',
  );
});
