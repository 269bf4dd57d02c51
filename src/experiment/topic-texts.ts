import type { Corpus } from '../collection/corpus.ts';
import type { Hub } from '../collection/hub-repository.ts';
import { loadSplit } from '../collection/load.ts';
import { type ResolvedSplit, resolveSplit } from '../collection/resolve.ts';
import { originalQueries } from '../collection/split-content.ts';
import { BrightlineError } from '../errors.ts';
import type { CompareOptions } from './compare-request.ts';
import type { Entrant } from './entrant.ts';

/** The set of queries that a run was made with; taken for the original one where nothing is known. */
export function queriesOf({ manifest }: Entrant): string {
  return manifest?.settings.queries ?? originalQueries;
}

/** The text that each set of queries has for a topic. A topic that a set lacks is absent. */
export async function queryTexts(
  { definition, split, documents, source }: ResolvedSplit,
  topic: string,
  sets: Iterable<string>,
  { hub, signal }: { readonly hub: Hub; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const queries of new Set(sets)) {
    const revision = source.kind === 'hub' ? source.commit : undefined;
    const resolved = await resolveSplit(definition, split.id, { hub, queries, documents, corpus: 'omit', revision, signal });
    const { collection } = await loadSplit(resolved, { corpus: 'leave', signal });
    const found = collection.topics.find(({ id }) => id === topic);
    if (found !== undefined) texts.set(queries, found.text);
  }
  return texts;
}

/**
 * The corpus of a split, where its files are on this machine: a look at one topic is no reason to download millions of documents. Otherwise a note says
 * how to get it.
 */
export async function corpusHere(
  { definition, split, documents, source }: ResolvedSplit,
  { hub, signal, note }: { readonly hub: Hub } & Pick<CompareOptions, 'signal' | 'note'>,
): Promise<Corpus | undefined> {
  const revision = source.kind === 'hub' ? source.commit : undefined;
  const place = `${definition.name}:${split.id}`;
  const resolved = await resolveSplit(definition, split.id, { hub, documents, corpus: 'include', revision, signal }).catch(
    (error: unknown) => {
      if (!(error instanceof BrightlineError) || error.kind !== 'data') throw error;
      note(`${place}: no texts of documents: ${error.message}`);
      return undefined;
    },
  );
  if (resolved === undefined) return undefined;
  if (resolved.missing.some((file) => resolved.reading.located.corpus.includes(file))) {
    note(`${place}: no texts of documents: the corpus is not on this machine; \`brightline fetch ${place}\` downloads it`);
    return undefined;
  }
  return (await loadSplit(resolved, { corpus: 'leave', signal })).collection.corpus;
}
