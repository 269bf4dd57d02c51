import type { Normalisation } from '../normalisation.ts';

export const none: Normalisation = {
  name: 'none',
  summary: 'Scores as the run has them.',
  source: 'E. A. Fox and J. A. Shaw, "Combination of multiple searches", TREC-2, 1993',
  reads: 'scores',
  normalise: (scores) => scores,
};
