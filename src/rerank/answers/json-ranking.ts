import type { ChatAnswer } from '../../llm/chat-answer.ts';
import { silence } from '../answer-troubles.ts';
import { answerPart } from './answer-part.ts';
import { completeOrder, inputOrder, type ReadOrder } from './permutation.ts';

/**
 * Reads a JSON list of document numbers, best first: that in the last fenced block (```` ```json ````), or else the last list in the text. Numbers may stand
 * in quotes or brackets of their own (`"3"`, `"[3]"`, `[[3], [1]]`). An answer without such a list keeps the order in which the documents were shown.
 *
 * Leaving a document out isn't a trouble here, because fewer may be asked for than are shown.
 *
 * Source: BRIGHT, rerank.py; there, of a document that is named twice the later place counts, and here the first.
 */
export function readJsonRanking(answer: ChatAnswer, count: number): ReadOrder {
  const text = answerPart(answer.text);
  const list = fencedList(text) ?? lastList(text);
  if (list === undefined) return { order: inputOrder(count), troubles: [silence(answer, 'unreadable')] };
  const { order, troubles } = completeOrder(list.map(documentNumber), count);
  return { order, troubles: troubles.filter((trouble) => trouble !== 'incomplete') };
}

function fencedList(text: string): readonly unknown[] | undefined {
  for (const [, inside] of [...text.matchAll(/```(?:json)?\s*([^`]*)```/gi)].reverse()) {
    const list = parseList(inside!);
    if (list !== undefined) return list;
  }
  return undefined;
}

/** Brackets that are looked at from the end on, so that an answer of nothing but brackets takes no time. */
const mostBrackets = 64;

/** The last list of several numbers that stands in the text. */
function lastList(text: string): readonly unknown[] | undefined {
  let end = text.lastIndexOf(']');
  for (let bracket = 0; end >= 0 && bracket < mostBrackets; bracket++) {
    const start = listStart(text, end);
    const list = start === undefined ? undefined : parseList(text.slice(start, end + 1));
    // `[3]` alone may be a citation amid the reasoning.
    if (list !== undefined && list.length > 1) return list;
    const before = start ?? end;
    end = before === 0 ? -1 : text.lastIndexOf(']', before - 1);
  }
  return undefined;
}

/** Where the list that ends at `end` begins; undefined where other things than numbers stand between. */
function listStart(text: string, end: number): number | undefined {
  let depth = 0;
  for (let at = end; at >= 0; at--) {
    const char = text[at]!;
    if (char === ']') depth++;
    else if (char === '[') depth--;
    else if (!/[\s\d,"]/.test(char)) return undefined;
    if (depth === 0) return at;
  }
  return undefined;
}

function parseList(text: string): readonly unknown[] | undefined {
  try {
    const json: unknown = JSON.parse(text.trim());
    return Array.isArray(json) && json.length > 0 ? json : undefined;
  } catch {
    return undefined;
  }
}

/** NaN where it is none. */
function documentNumber(item: unknown): number {
  const single: unknown = Array.isArray(item) && item.length === 1 ? item[0] : item;
  if (typeof single === 'number') return single;
  const digits = typeof single === 'string' ? /^\s*\[?(\d+)\]?\s*$/.exec(single)?.[1] : undefined;
  return digits === undefined ? Number.NaN : Number(digits);
}
