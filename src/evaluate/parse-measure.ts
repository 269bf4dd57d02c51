import { usageError } from '../errors.ts';
import { nearestNames } from '../support/nearest.ts';
import { bindMeasure, type Measure, type MeasureFamily, type MeasureParams } from './measure.ts';
import { measureFamilies } from './measures/registry.ts';

/** Families by every name they have, in lower case. */
type Names = ReadonlyMap<string, MeasureFamily>;

const builtIn: Names = namesOf(measureFamilies);

function namesOf(families: readonly MeasureFamily[]): Names {
  return new Map(families.flatMap((family) => [family.name.toLowerCase(), ...family.aliases].map((name) => [name, family] as const)));
}

/** Name; parameters in parentheses; and, behind `@` or one of the signs that other tools use in its place, a number. */
const spelling = /^([a-z_-]+?)(?:\(([^()]*)\))?(?:(?:@|_at_|[_.])(\d+(?:\.\d+)?|\.\d+))?$/i;

/**
 * Reads a measure's name: as papers write it (`nDCG@10`, `MRR@10`, `P(rel=2)@10`), as trec_eval and pytrec_eval do (`ndcg_cut_10`,
 * `ndcg_cut.10`, `recip_rank`, `iprec_at_recall_0.10`), or as mteb does (`ndcg_at_10`). Case doesn't count.
 *
 * @throws `usage` error for an unknown name, with the nearest known ones, and for a cutoff or parameter that the measure doesn't take or
 *   lacks.
 */
export function parseMeasure(text: string): Measure {
  return parseOne(text, builtIn);
}

export interface ParseMeasuresOptions {
  /** The measures that can be named; all that brightline has unless told. */
  readonly families?: readonly MeasureFamily[] | undefined;
}

/** Reads measures parted by commas or white space, such as `nDCG@10,R@100`. A measure named twice is kept once. */
export function parseMeasures(text: string, { families }: ParseMeasuresOptions = {}): readonly Measure[] {
  const known = families === undefined ? builtIn : namesOf(families);
  const names = text.split(/[\s,]+(?![^()]*\))/).filter((name) => name !== '');
  if (names.length === 0) throw usageError('no measure is named', { next: 'Name at least one, such as nDCG@10.' });
  return [...new Map(names.map((name) => parseOne(name, known)).map((measure) => [measure.name, measure])).values()];
}

function parseOne(text: string, families: Names): Measure {
  const written = text.trim();
  const [, name = '', params, number] = spelling.exec(written) ?? [];
  const family = families.get(name.toLowerCase());
  if (family === undefined) throw unknownMeasure(written, name, number, families);
  return bindMeasure(family, { ...readNumber(written, family, number), ...readRel(written, family, params) });
}

function readNumber(text: string, family: MeasureFamily, number: string | undefined): Partial<MeasureParams> {
  const refuse = (expected: string): never => {
    throw usageError(`measure ${text}: ${expected}`, { next: `For example: ${exampleOf(family)}` });
  };
  if (number === undefined) {
    if (family.at === 'cutoff') refuse(`${family.name} needs a cutoff`);
    if (family.at === 'recall') refuse(`${family.name} needs a recall level from 0 to 1`);
    return {};
  }
  const value = Number(number);
  if (family.at === 'nothing') refuse(`${family.name} takes no cutoff`);
  if (family.at === 'recall') return value <= 1 ? { recall: value } : refuse('the recall level must be from 0 to 1');
  return Number.isInteger(value) && value >= 1 ? { cutoff: value } : refuse('the cutoff must be a whole number from 1');
}

function readRel(text: string, family: MeasureFamily, params: string | undefined): Partial<MeasureParams> {
  if (params === undefined || params.trim() === '') return {};
  const rel = /^\s*rel\s*=\s*(\d+)\s*$/i.exec(params)?.[1];
  if (rel === undefined || Number(rel) < 1) {
    throw usageError(`measure ${text}: the only parameter is rel, a whole number from 1; found ${params}`, {
      next: 'For example: P(rel=2)@10',
    });
  }
  if (!family.takesRel) throw usageError(`measure ${text}: ${family.name} takes no rel: it does not ask which documents are relevant`);
  return { rel: Number(rel) };
}

function unknownMeasure(text: string, name: string, number: string | undefined, families: Names): Error {
  // The number is compared as well: it makes a slip in a short name, nDGC@10, weigh less.
  const at = number === undefined ? '' : `@${number}`;
  const spellings = new Map([...families].map(([known, family]) => [`${known}${at}`, family]));
  const near = new Set(nearestNames(name === '' ? text : `${name}${at}`, spellings.keys()).map((known) => spellings.get(known)!));
  const shown = [...near].map((family) => exampleOf(family, number));
  const next =
    shown.length > 0
      ? `Did you mean ${shown.join(' or ')}?`
      : `Known: ${[...new Set(families.values())].map((family) => exampleOf(family)).join(', ')}.`;
  return usageError(`unknown measure: ${text}`, { next });
}

function exampleOf(family: MeasureFamily, number = family.at === 'recall' ? '0.1' : '10'): string {
  return family.at === 'nothing' ? family.name : `${family.name}@${number}`;
}
