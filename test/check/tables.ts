import type { ScoreTable } from '../../src/check/score-table.ts';

/** A table with a BM25 row, a model's row and two rows that share a system's name. */
export const smallTable: ScoreTable = {
  id: 'own/table-1',
  title: 'Own',
  citation: 'None.',
  benchmark: 'mini',
  measure: 'nDCG@10',
  queries: 'original',
  scale: 'percent',
  decimals: 1,
  tolerance: 0.5,
  protocol: 'bright-paper',
  columns: [{ split: 'household' }, { split: 'proofs' }, { split: 'scripting' }],
  rows: [
    { system: 'BM25', retriever: 'bm25', tolerance: 0, cells: [21.9, 18.5, 20.4], average: 20.2 },
    { system: 'BM25, query side', retriever: 'bm25:protocol=anserini-bm25qs', tolerance: 0, cells: [22.1, null, 20.3] },
    { system: 'Qwen', id: 'one', retriever: 'gte-qwen2-7b', cells: [30, 30, 30], average: 31 },
    { system: 'Qwen', id: 'two', cells: [40, 40, 40] },
  ],
};
