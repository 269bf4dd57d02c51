import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import { writeTextFile } from '../support/text-file.ts';
import type { Qrels } from './qrels.ts';
import type { QrelsFormat } from './qrels-file.ts';

/**
 * Writes judgments so that `readQrelsFile` gives back every one of them: TREC's `topic 0 document relevance`, parted by one space, or by
 * one tab in the whole file where any id holds white space; or BEIR's three columns under their header. Packed with gzip where
 * `path` ends in `.gz`. The file appears whole or not at all.
 *
 * @throws `data` error for an id that is empty or holds a tab, a line break, a zero character or half a surrogate pair, and for a relevance
 *   that is not a whole number within 32 bits.
 */
export async function writeQrelsFile(path: string, qrels: Qrels, format: QrelsFormat): Promise<void> {
  const separator = format === 'beir' || holdsWhiteSpace(qrels) ? '\t' : ' ';
  await writeTextFile(path, async (write) => {
    if (format === 'beir') await write('query-id\tcorpus-id\tscore\n');
    for (const [topic, judged] of qrels) {
      const front = format === 'beir' ? `${topic}\t` : `${topic}${separator}0${separator}`;
      const lines = Array.from(judged, ([document, relevance]) => {
        checkId(topic);
        checkId(document);
        if (relevance !== (relevance | 0)) {
          throw dataError(
            `topic ${quote(topic)}: the relevance of document ${quote(document)} must be a whole number within 32 bits, found ${relevance}`,
          );
        }
        return `${front}${document}${separator}${relevance}\n`;
      });
      await write(lines.join(''));
    }
  });
}

function holdsWhiteSpace(qrels: Qrels): boolean {
  for (const [topic, judged] of qrels) {
    if (/\s/.test(topic)) return true;
    for (const document of judged.keys()) if (/\s/.test(document)) return true;
  }
  return false;
}

function checkId(id: string): void {
  if (id === '' || /[\t\n\r\0]|\p{Surrogate}/u.test(id)) throw dataError(`an id can't be written in qrels: ${quote(id)}`);
}
