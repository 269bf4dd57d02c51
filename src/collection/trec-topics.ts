import { dataError } from '../errors.ts';
import { batchRows } from './batch-rows.ts';
import { pickColumns } from './row-value.ts';
import type { Columns, ReadRowsOptions, Row, RowBatch } from './rows.ts';
import { markedRecords, plainText } from './trec-markup.ts';

/**
 * Reads TREC's topics: `<top>` with fields that don't end (`<num> Number: 301`, `<title>`, `<desc> Description:`, `<narr> Narrative:`), and the later
 * XML (`<topic number="1"><query>…</query>`). Columns: `id`; each field under its own name in lower case; and `text`, the title, or else the query, or
 * else the description.
 *
 * @throws `data` error naming file and line for a topic without a number, or without an end.
 */
export function readTrecTopics<Wanted extends Columns>(
  path: string,
  wanted: Wanted,
  { shownAs, signal }: ReadRowsOptions,
): AsyncIterable<RowBatch<Wanted>> {
  return batchRows(parse(), shownAs);

  async function* parse(): AsyncGenerator<{ row: Row<Wanted>; line: number; size: number }, void> {
    for await (const { markup, line } of markedRecords(path, /top(?:ic)?/, shownAs, signal)) {
      const fields = fieldsOf(markup);
      const attribute = /^<\w+\b[^>]*?\b(?:number|id)\s*=\s*["']([^"']+)["']/i.exec(markup)?.[1];
      const id = (attribute ?? fields.get('num') ?? '').trim();
      if (id === '') throw dataError(`${shownAs}:${line}: the topic has no number`);
      const text = fields.get('title') ?? fields.get('query') ?? fields.get('question') ?? fields.get('desc');
      const row = { ...Object.fromEntries(fields), id, text };
      yield { row: pickColumns(row, wanted, () => `${shownAs}:${line}`), line, size: markup.length };
    }
  }
}

/** Words that the older topics put before the text of a field. */
const labels: Readonly<Record<string, RegExp>> = {
  num: /^Number:\s*/i,
  title: /^Topic:\s*/i,
  desc: /^Description:\s*/i,
  narr: /^Narrative:\s*/i,
};

/** Each field's text: from its tag to its end, or to the tag of the next one. */
function fieldsOf(markup: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const inside = markup.replace(/^<[^>]*>|<\/top(?:ic)?\s*>$/gi, '');
  for (const [, tag, content] of inside.matchAll(/<([a-z]+)\b[^>]*>([\s\S]*?)(?=<\/?[a-z]+\b[^>]*>|$)/gi)) {
    const name = tag!.toLowerCase();
    const text = plainText(content!).replace(labels[name] ?? /^/, '');
    if (!fields.has(name)) fields.set(name, text);
  }
  return fields;
}
