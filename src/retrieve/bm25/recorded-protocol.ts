import { z } from 'zod';
import type { Json } from '../../support/fingerprint.ts';
import type { Bm25Protocol } from './protocol.ts';

/** The choices of a protocol as `bm25(...).settings` records them. */
const recorded = z.object({
  analysis: z.literal('lucene-english'),
  k1: z.number().nonnegative(),
  b: z.number().min(0).max(1),
  queryWeight: z.enum(['saturated', 'frequency']),
  queryLength: z.enum(['known-tokens', 'all-tokens']),
  documentLength: z.enum(['exact', 'norm-byte']),
  countEmptyDocuments: z.boolean(),
  arithmetic: z.enum(['gensim', 'lucene']),
  fillWithUnmatched: z.boolean(),
  exclusion: z.enum(['before-cut', 'after-cut']),
  topics: z.enum(['both', 'qrels']),
});

/**
 * The protocol that a run was made under, read back from the settings in its manifest, so that its scores can be computed again.
 *
 * @param name what the manifest calls it.
 * @returns undefined where the settings are not those of this BM25.
 */
export function recordedProtocol(name: string, settings: Json): Bm25Protocol | undefined {
  const parsed = recorded.safeParse(settings);
  if (!parsed.success) return undefined;
  const { analysis: _, ...choices } = parsed.data;
  return { name, description: 'As recorded with a run.', ...choices };
}
