// How fast text becomes term ids, on one thread.
//
//   node dist/test/speed/analysis.js [documents.txt]
//
// One document a line; without a file, an artificial corpus of 60,000 documents (see corpus.ts). Measured are the first pass of the process into
// an empty table, which is what an index pays once; further passes into the same table; passes into empty tables once the code is
// compiled; and analyzeEnglish, which makes strings and remembers nothing. The yardstick is the plainest JavaScript there is, lower-casing,
// one regular expression and a Map, measured in the same process; it neither splits words as Lucene does nor stems.
// To put it beside Lucene, let its English chain read the same file, one thread, in the same session.
import { readFileSync } from 'node:fs';
import { analyzeEnglish } from '../../src/text/analyze-english.ts';
import { createTermTable } from '../../src/text/term-table.ts';
import { speedCorpus } from './corpus.ts';

const [file] = process.argv.slice(2);
const documents = file === undefined ? speedCorpus(undefined, undefined).documents : readFileSync(file, 'utf8').split('\n');
const megabytes = documents.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Megabytes of UTF-8 a second for one pass over the documents. */
function speedOf(visit: (text: string) => void): number {
  const start = performance.now();
  for (const text of documents) visit(text);
  return (1000 * megabytes) / (performance.now() - start);
}

/** The median of seven passes, each with a visitor of its own. */
function medianSpeed(visitor: () => (text: string) => void): number {
  const speeds = Array.from({ length: 7 }, () => speedOf(visitor()));
  return speeds.sort((a, b) => a - b)[3]!;
}

const table = createTermTable();
let tokens = 0;
const cold = speedOf((text) => {
  tokens += table.analyze(text).length;
});
const warm = medianSpeed(() => (text) => void table.analyze(text));
const afresh = medianSpeed(() => createTermTable().analyze);
const strings = medianSpeed(() => (text) => void analyzeEnglish(text));
const plain = medianSpeed(() => {
  const ids = new Map<string, number>();
  return (text) => {
    for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) if (!ids.has(word)) ids.set(word, ids.size);
  };
});

print(
  `corpus: ${file ?? 'artificial'}: ${documents.length} documents, ${megabytes.toFixed(1)} MB, ${tokens} terms, ${table.size} different`,
);
const speed = (name: string, value: number): void =>
  print(`${name.padEnd(42)}${value.toFixed(1).padStart(7)} MB/s ${(value / plain).toFixed(2).padStart(6)}×`);
speed('term table, first pass of the process', cold);
speed('term table, all words known', warm);
speed('term table, empty, code compiled', afresh);
speed('analyzeEnglish', strings);
speed('yardstick: lower-case, match, Map', plain);
