import { z } from 'zod';
import { dataError } from '../errors.ts';
import { writeFileAtomically } from '../support/atomic-file.ts';
import { type FileBytesOptions, fileBytes } from '../support/file-bytes.ts';
import { readJsonFile } from '../support/json-file.ts';
import { quote } from '../support/quote.ts';
import { splitLines } from '../support/split-lines.ts';

/**
 * Reads the list that says which document each row of a matrix belongs to: a JSON array of strings (`.json`), or else a line for each, of which one
 * that begins with a quotation mark is a JSON string. Ids and texts are listed alike.
 *
 * @throws `data` error that names the file, and the line where one can't be read.
 */
export async function readIdList(path: string, options: FileBytesOptions = {}): Promise<string[]> {
  if (/\.json$/i.test(path)) return readJsonFile(path, z.array(z.string()));
  const ids: string[] = [];
  const splitter = splitLines(path, (bytes, start, end, line) => {
    const text = bytes.toString('utf8', start, end);
    ids.push(text.startsWith('"') ? parseLine(path, line, text) : text);
  });
  for await (const chunk of fileBytes(path, options)) splitter.push(chunk);
  splitter.end();
  return ids;
}

/** Writes a list as `readIdList` reads it, one a line. */
export async function writeIdList(path: string, ids: readonly string[]): Promise<void> {
  await writeFileAtomically(path, async (write) => {
    for (let from = 0; from < ids.length; from += LINES) {
      const lines = ids.slice(from, from + LINES).map((id) => (plain.test(id) ? id : JSON.stringify(id)));
      await write(`${lines.join('\n')}\n`);
    }
  });
}

const LINES = 1 << 14;
const plain = /^[^"\p{Cc}\p{Cs}][^\p{Cc}\p{Cs}]*$/u;

function parseLine(path: string, line: number, text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return value;
  } catch (error) {
    throw dataError(`${path}:${line}: begins with a quotation mark and is no JSON string: ${quote(text)}`, { cause: error });
  }
  throw dataError(`${path}:${line}: is no JSON string: ${quote(text)}`);
}
