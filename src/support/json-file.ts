import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { dataError } from '../errors.ts';

/**
 * Reads a JSON file and holds it against a schema.
 *
 * @param shownAs how the file is named in messages, where that is shorter than its path.
 * @param parse for JSON of another kind; it throws a SyntaxError, as JSON.parse does.
 * @throws `data` error that names the file, and the field with what stands there, when it is missing, isn't JSON, or doesn't fit.
 */
export async function readJsonFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  shownAs: string = path,
  parse: (text: string) => unknown = JSON.parse,
): Promise<z.output<Schema>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw dataError(`${shownAs}: ${missing ? 'there is no such file' : `can't be read: ${(error as Error).message}`}`, { cause: error });
  }
  let json: unknown;
  try {
    json = parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw dataError(`${shownAs}: is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw dataError(`${shownAs}: ${describeIssues(parsed.error)}`, { cause: parsed.error });
}

/** What zod found wrong, at most three findings, each led by its field: `splits[3].id: Invalid input: expected string, received number`. */
export function describeIssues(error: z.ZodError): string {
  const shown = error.issues.slice(0, 3).map((issue) => {
    const field = issue.path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`)).join('');
    return field === '' ? issue.message : `${field}: ${issue.message}`;
  });
  const more = error.issues.length - shown.length;
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ');
}
