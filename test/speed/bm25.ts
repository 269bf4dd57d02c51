// How fast BM25 indexes and searches on one thread, and in how much memory.
//
//   node dist/test/speed/bm25.js [documents.txt queries.txt] [protocol]
//
// One document or query a line; without files, an artificial corpus of 60,000 documents (see corpus.ts). Indexing is measured cold, as the
// first thing the process does, from texts in memory to a searchable index; search at depth 1000, median of 7 passes over all queries.
// To put it beside Lucene or bm25s, give all of them the same two files, one after the other in one session, and compare documents and queries
// per second; test/speed/README.md has the commands and the figures.
import { bm25Searcher } from '../../src/retrieve/bm25/bm25.ts';
import { buildInvertedIndex } from '../../src/retrieve/bm25/inverted-index.ts';
import { findProtocol } from '../../src/retrieve/registry.ts';
import { silent } from '../../src/support/progress.ts';
import { speedCorpus } from './corpus.ts';

const [documentsFile, queriesFile, protocolName] = process.argv.slice(2);
const { documents, queries, megabytes, origin } = speedCorpus(documentsFile, queriesFile);
const loaded = process.resourceUsage().maxRSS;
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

print(`corpus: ${origin}: ${documents.length} documents, ${megabytes.toFixed(1)} MB; ${queries.length} queries`);
const corpus = {
  expectedDocuments: documents.length,
  async *batches() {
    for (let at = 0; at < documents.length; at += 1000) yield documents.slice(at, at + 1000).map((text, i) => ({ id: `d${at + i}`, text }));
  },
};

let start = performance.now();
const index = await buildInvertedIndex(corpus, { progress: silent });
let seconds = (performance.now() - start) / 1000;
print(
  `index: ${(documents.length / seconds).toFixed(0)} documents/s, ${(megabytes / seconds).toFixed(1)} MB/s (${seconds.toFixed(2)} s); ` +
    `${index.terms.size} terms, ${index.documents.length} postings`,
);

const asked = queries.map((text, i) => ({ topic: `q${i}`, text, excluded: new Set<string>() }));
for (const name of protocolName === undefined ? ['bright-paper', 'anserini-bm25'] : [protocolName]) {
  start = performance.now();
  const searcher = bm25Searcher(index, findProtocol(name));
  const prepared = performance.now() - start;
  const passes: number[] = [];
  let found = 0;
  for (let pass = 0; pass < 9; pass++) {
    start = performance.now();
    for await (const { ids } of searcher.search(asked, { depth: 1000, progress: silent })) found += ids.length;
    if (pass > 1) passes.push((performance.now() - start) / 1000);
  }
  seconds = passes.sort((a, b) => a - b)[passes.length >> 1]!;
  print(
    `search ${name}: ${(queries.length / seconds).toFixed(1)} queries/s at depth 1000; weights ready in ${prepared.toFixed(0)} ms; ${found / 9} found`,
  );
}
print(
  `peak memory: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB, of which ${(loaded / 1024).toFixed(0)} MB before indexing (the texts and the engine)`,
);
