import { type FixQrelsOptions, fixQrels } from '../collection/fixed-qrels.ts';
import type { Hub } from '../collection/hub-repository.ts';
import { loadSplit } from '../collection/load.ts';
import { resolveSplit } from '../collection/resolve.ts';
import type { JudgedSplit } from './judged-split.ts';

/**
 * The same split judged by the fixed qrels, which credit copies of relevant documents as well. They are computed from the corpus, which is downloaded where
 * it isn't here.
 */
export async function fixJudged(judged: JudgedSplit, { hub, ...options }: FixQrelsOptions & { readonly hub: Hub }): Promise<JudgedSplit> {
  const { definition, split, documents, source } = judged.resolved!;
  const revision = source.kind === 'hub' ? source.commit : undefined;
  const resolved = await resolveSplit(definition, split.id, { hub, documents, corpus: 'include', revision, signal: options.signal });
  const { collection } = await loadSplit(resolved, { ...options, corpus: 'leave' });
  const { qrels } = await fixQrels({ ...collection, qrels: judged.qrels }, options);
  return { ...judged, qrels };
}
