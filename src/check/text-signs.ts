import type { Corpus } from '../collection/corpus.ts';
import { stopWords } from '../text/stop-words.ts';

/** What tells a text that somebody wrote from one that went through an analysis. */
export interface TextSigns {
  /** How many were looked at. */
  readonly documents: number;
  /** Those of them with a capital letter. */
  readonly withCapitals: number;
  readonly words: number;
  /** Words that are among Lucene's English stop words. */
  readonly stopWords: number;
}

/** Documents that are looked at: enough to tell, and soon read. */
const sample = 2000;

const known = new Set(stopWords);

/** Looks at the first documents of a corpus. */
export async function readTextSigns(corpus: Corpus, signal: AbortSignal | undefined): Promise<TextSigns> {
  const signs = { documents: 0, withCapitals: 0, words: 0, stopWords: 0 };
  for await (const batch of corpus.batches(signal)) {
    for (const { text } of batch.slice(0, sample - signs.documents)) {
      signs.documents++;
      if (/\p{Lu}/u.test(text)) signs.withCapitals++;
      for (const [word] of text.matchAll(/\p{L}+/gu)) {
        signs.words++;
        if (known.has(word.toLowerCase())) signs.stopWords++;
      }
    }
    if (signs.documents >= sample) break;
  }
  return signs;
}

/**
 * Whether the texts seem to have been lower-cased and rid of stop words, as an analysis does and hardly anybody writes: no capital letter in a hundred
 * documents or more, and less than one stop word among twenty words, of which English prose has six or more.
 */
export function lookAnalysed({ documents, withCapitals, words, stopWords: stops }: TextSigns): boolean {
  return documents >= 100 && withCapitals === 0 && stops < words / 20;
}
