import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dataError, usageError } from '../errors.ts';
import { fileBytes } from '../support/file-bytes.ts';
import { quote } from '../support/quote.ts';
import { scanJson } from '../support/scan-json.ts';
import { addTopicId } from './bright-examples.ts';
import { contentHashes } from './content-hashes.ts';
import { rowFormat } from './row-format.ts';
import { type Row, readRows } from './rows.ts';
import { originalQueries } from './split-content.ts';
import { textLines } from './text-lines.ts';

/** Queries of one's own, in the place of the topics' texts. */
export interface QueryFile {
  /** As runs and tables name it: `file:gpt4.jsonl`. */
  readonly name: string;
  /** As the person wrote it. */
  readonly path: string;
  /** SHA-256 of what it holds, as `contentHashes` makes it of topics: 64 hex digits, equal for equal texts in whatever form and order. */
  readonly hash: string;
  /** By topic id, in the order of the file. */
  readonly texts: ReadonlyMap<string, string>;
}

const endings = /\.(?:jsonl|json|tsv|txt|parquet)(?:\.gz)?$/i;

/** Whether queries are named by where they lie rather than as a set of the dataset: by a path, by the ending of a file, or by a file that there is. */
export async function isQueryPlace(queries: string): Promise<boolean> {
  if (queries === originalQueries) return false;
  return /[\\/]/.test(queries) || endings.test(queries) || (await stat(queries).catch(() => undefined))?.isFile() === true;
}

/**
 * The file of queries for a split: the one named, or the one in the folder named whose name begins with the split's id, as in `pony.jsonl` or
 * `pony-00000-of-00001.parquet`.
 *
 * @param alone whether no other split is asked for; ids of topics are the same in many splits, so that a file is for one of them.
 * @throws `usage` error where there is no such file, or several.
 */
export async function findQueryFile(place: string, split: string, alone: boolean): Promise<string> {
  const found = await stat(place).catch(() => undefined);
  if (found === undefined) {
    throw usageError(`--queries ${place}: there is no such file or folder`, {
      next: 'A set of the dataset is named without an ending: gpt4.',
    });
  }
  if (!found.isDirectory()) {
    if (alone) return place;
    throw usageError(`--queries ${place}: is one file, for several splits, whose topics share ids`, {
      next: `Name a folder that holds a file for each, such as ${split}.jsonl, or one split.`,
    });
  }
  const files = (await readdir(place)).sort().filter((name) => endings.test(name) && nameWithout(name) === split);
  const [file] = files;
  if (file !== undefined && files.length === 1) return join(place, file);
  throw usageError(
    `--queries ${place}: holds ${file === undefined ? 'no file' : `${files.length} files (${files.join(', ')})`} for ${split}`,
    {
      next: `One of these was expected: ${split}.jsonl, ${split}.json, ${split}.tsv, ${split}.parquet, or packed with gzip.`,
    },
  );
}

/** The split that a file of queries is named for. */
function nameWithout(file: string): string {
  return file.replace(endings, '').replace(/-00000-of-00001$/, '');
}

/**
 * Reads queries: JSON lines or Parquet with the topic under `id`, `_id` or `topic` and the text under `query` or `text`; a JSON object
 * `{"topic": "text"}`; lines of id, tab and text; or TREC topics. Plain or gzipped.
 *
 * @throws `data` error naming file and line or row where it holds something else, and for a topic that stands there twice.
 */
export async function readQueryFile(path: string, signal?: AbortSignal): Promise<QueryFile> {
  const texts = (await holdsObject(path, signal)) ? await readObject(path) : await readTexts(path, signal);
  if (texts.size === 0) throw dataError(`${path}: there are no queries`);
  const topics = [...texts].map(([id, text]) => ({ id, text }));
  const { topics: hash } = contentHashes({ topics, qrels: new Map(), excluded: new Map() });
  return { name: `file:${basename(path)}`, path, hash, texts };
}

/** Whether a file is one JSON object of texts. The first line of JSON lines is an object with a field for the text; that of one object is none, or has not. */
async function holdsObject(path: string, signal: AbortSignal | undefined): Promise<boolean> {
  if ((await rowFormat(path)) !== 'jsonl' || /\.jsonl(?:\.gz)?$/i.test(path)) return false;
  for await (const lines of textLines(path, path, signal)) {
    for (const { text } of lines) {
      if (text.trim() === '') continue;
      try {
        const value: unknown = JSON.parse(text);
        return typeof value !== 'object' || value === null || !('query' in value || 'text' in value);
      } catch {
        return true;
      }
    }
  }
  return false;
}

const columns = { id: 'id?', _id: 'id?', topic: 'id?', query: 'text?', text: 'text?' } as const;

async function readTexts(path: string, signal: AbortSignal | undefined): Promise<ReadonlyMap<string, string>> {
  if ((await rowFormat(path)) === 'choices') {
    throw dataError(`${path}: is CSV, which is not read for queries`, { next: 'Lines of id, tab and text, or JSON lines, are.' });
  }
  const texts = new Map<string, string>();
  const places = new Map<string, string>();
  for await (const { rows, place } of readRows(path, columns, { shownAs: path, repair: 'Write the file again.', signal })) {
    for (const [at, row] of rows.entries()) {
      const { id, text } = pick(row, () => place(at));
      addTopicId(places, id, place(at));
      texts.set(id, text);
    }
  }
  return texts;
}

function pick(row: Row<typeof columns>, place: () => string): { readonly id: string; readonly text: string } {
  const id = row.id ?? row._id ?? row.topic;
  const text = row.query ?? row.text;
  if (id === undefined) throw dataError(`${place()}: has no id: none of the fields id, _id, topic`);
  if (text === undefined) throw dataError(`${place()}: topic ${quote(id)} has no query: none of the fields query, text`);
  return { id, text };
}

/** Reads an object by its bytes, which shows a name that is there twice, where JSON.parse would take the last. */
async function readObject(path: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const places = new Map<string, string>();
  let topic = '';
  let depth = 0;
  const refuse = (found: string): never => {
    throw dataError(
      `${scanner.place()}: expected ${depth === 0 ? 'an object of texts' : `a text for topic ${quote(topic)}`}, found ${found}`,
      {
        next: 'Queries are {"topic": "text"}, or a JSON object with id and query in each line.',
      },
    );
  };
  const scanner = scanJson(path, {
    open: (kind) => (kind === 'object' && depth === 0 ? depth++ : refuse(`an ${kind}`)),
    close() {},
    key(bytes, start, end) {
      topic = bytes.toString('utf8', start, end);
      addTopicId(places, topic, scanner.place());
    },
    text: (bytes, start, end) => (depth === 0 ? refuse('a text') : texts.set(topic, bytes.toString('utf8', start, end))),
    number: (value) => refuse(`the number ${value}`),
    word: (word) => refuse(word),
  });
  for await (const chunk of fileBytes(path)) scanner.push(chunk);
  scanner.end();
  return texts;
}
