import { z } from 'zod';
import { BrightlineError, usageError } from '../errors.ts';
import { readJsonFile } from '../support/json-file.ts';

/** A retriever as a person asks for it: a name and `key=value` settings, not yet checked against what that retriever understands. */
export interface RetrieverSpec {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Reads `name`, `name:key=value,key=value`, or a path to a JSON file of the same keys: `{"retriever": "bm25", "k1": 1.2}`.
 *
 * @throws `usage` error that quotes the part that can't be read.
 */
export async function parseRetrieverSpec(text: string): Promise<RetrieverSpec> {
  if (text.endsWith('.json')) return readSpecFile(text);
  const colon = text.indexOf(':');
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  if (name === '')
    throw usageError(`-r "${text}": a retriever's name is missing`, { next: 'Write it as name or name:key=value,key=value.' });
  const settings: Record<string, string> = {};
  for (const part of colon < 0 ? [] : text.slice(colon + 1).split(',')) {
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(equals, 0)).trim();
    const value = part.slice(equals + 1).trim();
    if (key === '' || value === '')
      throw usageError(`-r "${text}": "${part}" is not key=value`, { next: `For example: -r ${name}:k1=1.2,b=0.75` });
    if (Object.hasOwn(settings, key)) throw usageError(`-r "${text}": ${key} is given twice, as ${settings[key]} and as ${value}`);
    settings[key] = value;
  }
  return { name, settings };
}

const specFile = z
  .object({ retriever: z.string().min(1) })
  .catchall(z.union([z.string().min(1), z.number(), z.boolean()], 'expected a text, a number, true or false'));

async function readSpecFile(path: string): Promise<RetrieverSpec> {
  const { retriever, ...settings } = await readJsonFile(path, specFile).catch((error: unknown) => {
    throw error instanceof BrightlineError ? usageError(`-r ${error.message}`, { cause: error.cause }) : error;
  });
  return { name: retriever, settings: Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)])) };
}
