import type { Normalisation } from '../normalisation.ts';
import { unitRange } from '../unit-range.ts';

/** All scores equal, or a single document: 1 each, for each is the best that the run has (as OpenSearch does; ranx gives 0). */
export const minMax: Normalisation = {
  name: 'min-max',
  summary: 'The lowest score of the topic becomes 0, the highest 1.',
  source: 'J. H. Lee, "Analyses of multiple evidence combination", SIGIR 1997',
  reads: 'scores',
  normalise: (scores) => unitRange(scores) ?? scores.map(() => 1),
};
