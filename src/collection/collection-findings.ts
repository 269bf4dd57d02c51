import { quote } from '../support/quote.ts';
import type { CorpusPass } from './file-corpus.ts';
import type { Qrels } from './qrels.ts';
import type { SplitContent } from './split-content.ts';

/** What is strange about topics, judgments and excluded ids, in numbers. */
export interface ContentFindings {
  /** Judgments that stood in the files more than once, with the same relevance; they count once. */
  readonly mergedJudgments: number;
  /** Excluded ids that stood in the files more than once; they count once. */
  readonly mergedExclusions: number;
  /** Topics whose text is empty or white space. */
  readonly emptyTopics: number;
  /** Topics that nobody judged: they are searched and not scored. */
  readonly unjudgedTopics: number;
  /** Judged topics that have no query: nothing is searched for them. */
  readonly unaskedTopics: number;
  /** Pairs of a topic and a relevant document that is excluded for it. */
  readonly excludedRelevant: number;
}

/** What is strange about the documents of a corpus, in numbers. */
export interface CorpusFindings {
  /** Documents whose text, title included, is empty or white space. They count as documents. */
  readonly emptyDocuments: number;
  /** Documents that have a title and no text, where a corpus has titles. */
  readonly titlesAlone: number;
  /** Documents that repeated the id and the text of an earlier one; they count once. */
  readonly mergedDocuments: number;
}

/**
 * What is strange about a whole collection, in numbers: all 0 where nothing is. None of it stops a run. What only reading the documents tells is left
 * out where a retriever had no need to read them.
 */
export interface CollectionFindings extends ContentFindings, IfRead<CorpusFindings> {
  /** Different relevant documents that the corpus lacks: no ranking can find them. */
  readonly missingRelevant: number;
}

type IfRead<Findings> = { readonly [Name in keyof Findings]?: Findings[Name] | undefined };

/** Findings with a sentence for each that a reader of the scores should know. */
export interface Inspected<Findings> {
  readonly findings: Findings;
  readonly warnings: readonly string[];
}

/** @param place heads each sentence: `bright:pony`. */
export function inspectContent({ topics, qrels, excluded, merged }: SplitContent, place: string): Inspected<ContentFindings> {
  const unjudged = topics.filter(({ id }) => !qrels.has(id));
  const asked = new Set(topics.map(({ id }) => id));
  const unasked = [...qrels.keys()].filter((id) => !asked.has(id));
  let excludedRelevant = 0;
  for (const [topic, judged] of qrels) {
    const left = excluded.get(topic);
    if (left !== undefined) for (const [id, relevance] of judged) if (relevance > 0 && left.has(id)) excludedRelevant++;
  }
  return {
    findings: {
      mergedJudgments: merged.gold,
      mergedExclusions: merged.excluded,
      emptyTopics: topics.filter(({ text }) => text.trim() === '').length,
      unjudgedTopics: unjudged.length,
      unaskedTopics: unasked.length,
      excludedRelevant,
    },
    warnings: [
      unjudged.length > 0 &&
        `${place}: ${unjudged.length} of ${topics.length} topics have no relevant document, and are not scored (the first: ${quote(unjudged[0]!.id)})`,
      unasked.length > 0 &&
        `${place}: ${unasked.length} of ${qrels.size} judged topics have no query, and nothing is searched for them (the first: ${quote(unasked[0]!)})`,
      excludedRelevant > 0 &&
        `${place}: relevant documents that are also excluded for their topic: ${excludedRelevant}; no ranking can find them`,
    ].filter((text) => text !== false),
  };
}

/** @param pass what was seen of the corpus; undefined where its documents weren't read. @param documentIds of the whole corpus. */
export function inspectCorpus(
  pass: CorpusPass | undefined,
  qrels: Qrels,
  documentIds: Iterable<string>,
  place: string,
): Inspected<Omit<CollectionFindings, keyof ContentFindings>> {
  const missing = new Set<string>();
  for (const judged of qrels.values()) for (const [id, relevance] of judged) if (relevance > 0) missing.add(id);
  const all = missing.size;
  for (const id of documentIds) missing.delete(id);
  const [first] = missing;
  return {
    findings: { ...pass?.findings, missingRelevant: missing.size },
    warnings: [
      ...(pass === undefined ? [] : passWarnings(pass, place)),
      first !== undefined &&
        `${place}: ${missing.size} of ${all} relevant documents are not in the corpus; no ranking can find them (the first: ${quote(first)})`,
    ].filter((text) => text !== false),
  };
}

function passWarnings(
  { findings: { mergedDocuments, titlesAlone }, documents, firstMerged }: CorpusPass,
  place: string,
): (string | false)[] {
  return [
    firstMerged !== undefined &&
      `${place}: documents that repeat the id and the text of another, and count once: ${mergedDocuments} (the first: ${firstMerged})`,
    titlesAlone > 0 &&
      titlesAlone === documents &&
      `${place}: all ${documents} documents have a title and no text; the text may be in a column of another name`,
  ];
}
