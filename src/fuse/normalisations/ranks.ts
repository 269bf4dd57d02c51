import type { Normalisation } from '../normalisation.ts';

/** Ranks count from 1. Equal scores have different ranks, in the order that the fusion was told to give them. */
function byRank(ranks: number, value: (rank: number) => number): Float64Array {
  return Float64Array.from({ length: ranks }, (_, at) => value(at + 1));
}

export const rank: Normalisation = {
  name: 'rank',
  summary: 'From 1 at the first rank down in even steps to 1/n at the last.',
  source: 'M. E. Renda and U. Straccia, "Web metasearch: rank vs. score based rank aggregation methods", SAC 2003',
  reads: 'ranks',
  normalise: ({ length }) => byRank(length, (rank) => 1 - (rank - 1) / length),
};

export const reciprocalRank: Normalisation = {
  name: 'reciprocal-rank',
  summary: '1 / (k + rank), k being 60 unless told.',
  source: 'G. V. Cormack, C. L. A. Clarke and S. Büttcher, "Reciprocal rank fusion outperforms Condorcet…", SIGIR 2009',
  reads: 'ranks',
  normalise: ({ length }, { k }) => byRank(length, (rank) => 1 / (k + rank)),
};

export const inverseSquareRank: Normalisation = {
  name: 'inverse-square-rank',
  summary: '1 / rank².',
  source: 'A. Mourão, F. Martins and J. Magalhães, "Multimodal medical information retrieval with unsupervised rank fusion", CMIG 2015',
  reads: 'ranks',
  normalise: ({ length }) => byRank(length, (rank) => 1 / rank ** 2),
};

export const bordaPoints: Normalisation = {
  name: 'borda',
  summary: 'As many points as there are documents in all runs at the first rank, one less at each rank after it.',
  source: 'J. A. Aslam and M. Montague, "Models for metasearch", SIGIR 2001',
  reads: 'ranks',
  normalise: ({ length }, { candidates }) => byRank(length, (rank) => candidates - rank + 1),
};
