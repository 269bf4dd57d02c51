import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { dataError } from '../errors.ts';
import { describeIssues } from '../support/json-file.ts';
import { quote } from '../support/quote.ts';
import type { JudgedRanking } from './judged-ranking.ts';
import type { MeasureFamily, MeasureParams } from './measure.ts';
import { measureFamilies } from './measures/registry.ts';

type Value = MeasureFamily['value'];

const call = z.custom<never>((value) => typeof value === 'function', 'expected a function');
const name = z.string().regex(/^[A-Za-z]+(?:[_-][A-Za-z]+)*$/, 'expected letters, parted by "_" or "-" if need be, without digits');

/** What a plug-in says of a measure; what the fields mean stands at `MeasureFamily`. */
const family = z.strictObject({
  name,
  aliases: z.array(name.toLowerCase()).default([]),
  summary: z.string().min(1, 'is empty'),
  source: z.string().min(1, 'is empty'),
  at: z.enum(['nothing', 'cutoff', 'optional cutoff', 'recall']).default('nothing'),
  takesRel: z.boolean().default(false),
  aggregation: z.enum(['mean', 'geometric-mean', 'sum', 'count']).default('mean'),
  trecName: (call as z.ZodType<MeasureFamily['trecName']>).default(() => () => undefined),
  value: call as z.ZodType<Value>,
  expected: (call as z.ZodType<Value>).optional(),
});

const plugin = z.object({ measures: z.array(family).min(1, 'is empty') });

/**
 * The measures that can be named when plug-ins are loaded: brightline's own, then those of the plug-ins.
 *
 * A plug-in is an ES module that exports `measures`, a list of `MeasureFamily`. `name`, `summary`, `source` and `value` must be there; the
 * rest has defaults: no aliases, no number behind `@`, no `rel`, the mean over topics, no name in trec_eval, no exact expectation over ties.
 *
 *     export const measures = [{
 *       name: 'RBP',
 *       summary: 'What a reader gains who goes on to the next document with a chance of 0.8.',
 *       source: 'A. Moffat and J. Zobel, ACM TOIS 27(1), 2008',
 *       value: ({ ranks, relevance }) =>
 *         ranks.reduce((gain, rank, i) => gain + (relevance[i] > 0 ? 0.2 * 0.8 ** (rank - 1) : 0), 0),
 *     }];
 *
 * Tables show means in percent, so a value from 0 to 1 reads best; what is summed up is shown as it is.
 *
 * The module runs with all rights of this process.
 *
 * @throws `data` error for a file that is missing, fails while it is loaded or doesn't export such a list, with the field, and for a name
 *   that is taken; and, when a value is asked for, where it fails or is not a finite number.
 */
export async function loadMeasurePlugins(paths: readonly string[]): Promise<readonly MeasureFamily[]> {
  const families: MeasureFamily[] = [...measureFamilies];
  const owners = new Map(measureFamilies.flatMap((known) => namesOf(known).map((taken) => [taken, 'brightline itself'])));
  for (const path of paths) {
    for (const family of await loadPlugin(path)) {
      for (const name of namesOf(family)) {
        const owner = owners.get(name);
        if (owner !== undefined) {
          throw dataError(`${path}: the measure ${family.name} can't be called ${name}: that name belongs to ${owner}`, {
            next: 'Give it another name.',
          });
        }
      }
      for (const name of namesOf(family)) owners.set(name, `${family.name} of ${path}`);
      families.push(family);
    }
  }
  return families;
}

function namesOf({ name, aliases }: MeasureFamily): string[] {
  return [...new Set([name.toLowerCase(), ...aliases])];
}

async function loadPlugin(path: string): Promise<readonly MeasureFamily[]> {
  const file = resolve(path);
  if (!existsSync(file)) throw dataError(`${path}: there is no such file`, { next: 'A plug-in is an ES module: --plugin ./mine.js' });
  const module: unknown = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw dataError(`${path}: can't be loaded: ${describe(error)}`, {
      next: 'A plug-in is an ES module that exports `measures`, a list of measures.',
      cause: error,
    });
  });
  const parsed = plugin.safeParse({ measures: (module as { readonly measures?: unknown }).measures });
  if (!parsed.success) {
    throw dataError(`${path}: is no plug-in of measures: ${describeIssues(parsed.error)}`, {
      next: 'It must export `measures`, a list of {name, summary, source, value, …}.',
      cause: parsed.error,
    });
  }
  return parsed.data.measures.map(({ expected, ...family }) => ({
    ...family,
    value: guard(path, family.name, 'value', family.value),
    expected: expected && guard(path, family.name, 'expected', expected),
  }));
}

/** A plug-in's fault is told as such, with the file and the measure that have to be looked at. */
function guard(path: string, name: string, field: string, compute: Value): Value {
  return (judged: JudgedRanking, params: MeasureParams) => {
    let value: unknown;
    try {
      value = compute(judged, params);
    } catch (error) {
      throw dataError(`${path}: ${name}.${field} failed: ${describe(error)}`, { cause: error });
    }
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw dataError(
      `${path}: ${name}.${field} must return a finite number, but returned ${typeof value === 'string' ? quote(value) : value}`,
    );
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
