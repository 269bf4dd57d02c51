import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import type { ColumnType } from './rows.ts';

const expected: Readonly<Record<string, string>> = { text: 'a text', texts: 'a list of texts', numbers: 'a list of numbers' };

/**
 * Checks one value of a row. An absent value (null or undefined) is undefined where the type allows it.
 *
 * @throws `data` error naming place, column and what stands there.
 */
export function checkValue(
  value: unknown,
  type: ColumnType,
  place: () => string,
  column: string,
): string | readonly string[] | readonly number[] | undefined {
  const kind = type.replace('?', '');
  if (value === null || value === undefined) {
    if (type.endsWith('?')) return undefined;
  } else if (kind === 'text') {
    if (typeof value === 'string') return value;
  } else if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    if (kind === 'texts' && list.every((item) => typeof item === 'string')) return list;
    if (kind === 'numbers' && list.every((item) => typeof item === 'number' || typeof item === 'bigint')) return list.map(Number);
  }
  throw dataError(`${place()}: ${column}: expected ${expected[kind]}, found ${describe(value)}`);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) {
    const kinds = [...new Set(value.map((item) => (item === null ? 'nothing' : typeof item)))];
    return `a list of ${kinds.join(' and ') || 'nothing'}`;
  }
  return typeof value === 'string' ? `the text ${quote(value)}` : `the ${typeof value} ${quote(JSON.stringify(value) ?? String(value))}`;
}
