import type { Json } from '../support/fingerprint.ts';
import { type Progress, silent } from '../support/progress.ts';
import { quote } from '../support/quote.ts';
import type { Collection } from './collection.ts';
import { type ContentHashes, contentHashes } from './content-hashes.ts';
import { countExcluded } from './excluded-ids.ts';
import { fetchFiles } from './fetch.ts';
import { countDocuments, fileCorpus } from './file-corpus.ts';
import { countJudgments, type Qrels } from './qrels.ts';
import type { ResolvedSplit } from './resolve.ts';
import type { SplitContent } from './split-content.ts';
import { matchVersion, type SplitSizes, type VersionMatch } from './version-match.ts';

export interface LoadOptions {
  /** `leave` doesn't download the corpus: it is downloaded when it is first read, and counted now only if it is here. `fetch` unless told. */
  readonly corpus?: 'fetch' | 'leave' | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A split that is ready to be searched and judged. */
export interface LoadedSplit {
  readonly collection: Collection;
  readonly counts: SplitSizes;
  /** Which known version the counts match; `version.warning` is also the first of the warnings. */
  readonly version: VersionMatch;
  /** Whole sentences, each said once. */
  readonly warnings: readonly string[];
  /** Repeated entries of the files that were merged into one. */
  readonly merged: SplitContent['merged'];
  readonly hashes: ContentHashes;
  /** Where it came from, without the files, for manifests. */
  readonly dataset: Json;
  /**
   * A sentence about relevant documents that the corpus lacks, which no ranking can find; undefined where it has them all.
   *
   * @param documentIds ids of the whole corpus, as a pass over it gives them.
   */
  missingGoldWarning(documentIds: Iterable<string>): string | undefined;
}

/**
 * Downloads what is missing of a split and reads all of it but the corpus, which is read when it is asked for.
 *
 * @throws `data` error when a file can't be had or doesn't hold what it should; `interrupted` when the signal aborts.
 */
export async function loadSplit(
  resolved: ResolvedSplit,
  { corpus = 'fetch', progress = silent, signal }: LoadOptions = {},
): Promise<LoadedSplit> {
  const { definition, split, source, missing, documents } = resolved;
  const { layout, files, located, request } = resolved.reading;
  const wanted = corpus === 'fetch' ? source.files : [...located.topics, ...located.rewrites];
  const work = wanted.filter((file) => missing.includes(file));
  await fetchFiles(resolved, wanted, work, { progress, signal });

  const content = await layout.readContent(files, located, request, signal);
  const countable = request.corpus === 'include' && (corpus === 'fetch' || (await allHere(resolved)));
  const counted = countable ? await countDocuments(files, located.corpus, request.repair, signal) : undefined;
  const { topics, qrels, excluded } = content;
  const counts = { documents: counted, topics: topics.length, judgments: countJudgments(qrels), excluded: countExcluded(excluded) };
  const version = matchVersion(definition, split, documents, counts);
  const place = `${definition.name}:${split.id}`;
  const { files: _, ...origin } = source;
  return {
    collection: {
      benchmark: definition.name,
      split: split.id,
      source,
      corpus: fileCorpus(files, located.corpus, { columns: layout.corpusColumns, repair: request.repair, expectedDocuments: counted }),
      topics,
      qrels,
      excluded,
    },
    counts,
    version,
    warnings: [version.warning, unjudgedWarning(content, place), excludedGoldWarning(content, place)].filter((text) => text !== undefined),
    merged: content.merged,
    hashes: contentHashes(content),
    dataset: origin,
    missingGoldWarning: (documentIds) => missingGoldWarning(qrels, documentIds, place),
  };
}

async function allHere({ reading: { files, located } }: ResolvedSplit): Promise<boolean> {
  const here = await Promise.all(located.corpus.map((file) => files.isHere(file)));
  return here.every(Boolean);
}

function unjudgedWarning({ topics, qrels }: SplitContent, place: string): string | undefined {
  const unjudged = topics.filter(({ id }) => !qrels.has(id));
  if (unjudged.length === 0) return undefined;
  return `${place}: ${unjudged.length} of ${topics.length} topics have no relevant document, and are not scored (the first: ${quote(unjudged[0]!.id)})`;
}

function excludedGoldWarning({ qrels, excluded }: SplitContent, place: string): string | undefined {
  let count = 0;
  for (const [topic, judged] of qrels) {
    const left = excluded.get(topic);
    if (left !== undefined) for (const [id, relevance] of judged) if (relevance > 0 && left.has(id)) count++;
  }
  return count === 0
    ? undefined
    : `${place}: relevant documents that are also excluded for their topic: ${count}; no ranking can find them`;
}

function missingGoldWarning(qrels: Qrels, documentIds: Iterable<string>, place: string): string | undefined {
  const wanted = new Set<string>();
  for (const judged of qrels.values()) for (const [id, relevance] of judged) if (relevance > 0) wanted.add(id);
  const all = wanted.size;
  for (const id of documentIds) wanted.delete(id);
  const [first] = wanted;
  if (first === undefined) return undefined;
  return `${place}: ${wanted.size} of ${all} relevant documents are not in the corpus; no ranking can find them (the first: ${quote(first)})`;
}
