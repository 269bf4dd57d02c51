import { type Copy, fixQrels } from '../collection/fixed-qrels.ts';
import { hubEnvironment } from '../collection/hub-environment.ts';
import { openHub } from '../collection/hub-repository.ts';
import { loadSplit } from '../collection/load.ts';
import { openReferences } from '../collection/reference.ts';
import { countRepeatedTexts, type RepeatedTexts } from '../collection/repeated-texts.ts';
import { resolveSplit } from '../collection/resolve.ts';
import type { Environment } from '../support/expand-path.ts';
import type { Progress } from '../support/progress.ts';

export interface DuplicatesRequest {
  readonly benchmarks: readonly string[];
  readonly documents: 'short' | 'long';
  readonly revision: string | undefined;
}

/** What a split repeats, and which judgments the fixed qrels have beyond the original ones. */
export interface Duplicates extends RepeatedTexts {
  readonly benchmark: string;
  readonly split: string;
  /** Copies of relevant documents that the original judgments don't credit. */
  readonly copies: readonly Copy[];
}

/** Looks for documents that have the same text, split by split, in the order asked for. Downloads what isn't here. */
export async function* findDuplicates(
  { benchmarks, documents, revision }: DuplicatesRequest,
  { env, progress, signal }: { readonly env: Environment; readonly progress: Progress; readonly signal: AbortSignal },
): AsyncGenerator<Duplicates, void> {
  const selections = await openReferences(benchmarks);
  const hub = openHub({ environment: hubEnvironment(env) });
  for (const { definition, splits } of selections) {
    for (const split of splits) {
      const resolved = await resolveSplit(definition, split.id, { hub, documents, revision, signal });
      const { collection } = await loadSplit(resolved, { progress, signal });
      const counts = await countRepeatedTexts(collection.corpus, { progress, signal });
      const { copies } = await fixQrels(collection, { progress, signal });
      yield { benchmark: definition.name, split: split.id, ...counts, copies };
    }
  }
}
