import { cohereScores, rerankScores, voyageScores } from './rerank-scores.ts';
import type { ScoringDialect } from './scoring-dialect.ts';
import { teiScores } from './tei-scores.ts';
import { vllmClasses, vllmScores } from './vllm-scores.ts';

export type ScoringDialectName = 'vllm' | 'vllm-classify' | 'tei' | 'rerank' | 'cohere' | 'voyage';

/** Every kind of server that can be asked for scores of pairs. */
export const scoringDialects: Readonly<Record<ScoringDialectName, ScoringDialect>> = {
  vllm: vllmScores,
  'vllm-classify': vllmClasses,
  tei: teiScores,
  rerank: rerankScores,
  cohere: cohereScores,
  voyage: voyageScores,
};
