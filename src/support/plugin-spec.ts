import { z } from 'zod';
import { BrightlineError, usageError } from '../errors.ts';
import { readJsonFile } from './json-file.ts';

/** A plug-in as a person asks for it: a name and `key=value` settings, not yet checked against what it understands. */
export interface PluginSpec {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** How the plug-in is asked for, in messages. */
export interface PluginSpecOptions {
  /** The option of the command line: `-r`. */
  readonly option: string;
  /** What it is, and under which key a JSON file names it: `retriever`. */
  readonly what: string;
  /** Settings that one could have: `k1=1.2,b=0.75`. */
  readonly example: string;
}

/**
 * Reads `name`, `name:key=value,key=value`, or a path to a JSON file of the same keys: `{"retriever": "bm25", "k1": 1.2}`.
 *
 * @throws `usage` error that quotes the part that can't be read.
 */
export async function parsePluginSpec(text: string, options: PluginSpecOptions): Promise<PluginSpec> {
  const { option, what, example } = options;
  if (text.endsWith('.json') && !/^[\w.-]+:\w+=/.test(text)) return readSpecFile(text, options);
  const colon = text.indexOf(':');
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  if (name === '')
    throw usageError(`${option} "${text}": a ${what}'s name is missing`, { next: 'Write it as name or name:key=value,key=value.' });
  const settings: Record<string, string> = {};
  for (const part of colon < 0 ? [] : text.slice(colon + 1).split(',')) {
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(equals, 0)).trim();
    const value = part.slice(equals + 1).trim();
    if (key === '' || value === '')
      throw usageError(`${option} "${text}": "${part}" is not key=value`, { next: `For example: ${option} ${name}:${example}` });
    if (Object.hasOwn(settings, key)) throw usageError(`${option} "${text}": ${key} is given twice, as ${settings[key]} and as ${value}`);
    settings[key] = value;
  }
  return { name, settings };
}

const fieldValue = z.union([z.string().min(1), z.number(), z.boolean()], 'expected a text, a number, true or false');

async function readSpecFile(path: string, { option, what }: PluginSpecOptions): Promise<PluginSpec> {
  const file = z.object({ [what]: z.string().min(1) }).catchall(fieldValue);
  const fields: Readonly<Record<string, string | number | boolean>> = await readJsonFile(path, file).catch((error: unknown) => {
    throw error instanceof BrightlineError ? usageError(`${option} ${error.message}`, { cause: error.cause }) : error;
  });
  const { [what]: name, ...settings } = fields;
  return { name: String(name), settings: Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)])) };
}
