import { usageError } from '../errors.ts';
import type { Measure, MeasureFamily } from '../evaluate/measure.ts';
import { parseMeasures } from '../evaluate/parse-measure.ts';
import { groupBy } from '../support/group-by.ts';
import { didYouMean } from '../support/nearest.ts';
import { placeName, type Score, type Snapshot } from './snapshot.ts';
import type { FloorResult } from './verdict.ts';

/** A figure that a mean may not fall below, whatever the baseline says. */
export interface Floor {
  /** `pony`, `bright:pony`, `*` for every split; undefined for the average over the splits of each benchmark. */
  readonly split: string | undefined;
  readonly measure: Measure;
  /** 0–1. */
  readonly least: number;
}

/**
 * Reads `nDCG@10=0.145`, `pony:nDCG@10=0.3`, `bright:pony:nDCG@10=0.3`, `*:nDCG@10=0.05`.
 *
 * @throws `usage` error for a text of another form, an unknown measure, and a number outside 0–1.
 */
export function parseFloor(text: string, { families }: { readonly families?: readonly MeasureFamily[] | undefined } = {}): Floor {
  const [, split, measure, least] = /^(?:(.*):)?([^:]+)=([^=]+)$/s.exec(text) ?? [];
  if (measure === undefined) throw usageError(`--min ${text}: is not of the form nDCG@10=0.145, or pony:nDCG@10=0.3`);
  const value = /^\s*$/.test(least!) ? Number.NaN : Number(least);
  if (!(value >= 0 && value <= 1)) {
    const percent = value > 1 && value <= 100 ? ` ${value} percent is ${value / 100}.` : '';
    throw usageError(`--min ${text}: "${least}" was given, where a number from 0 to 1 was expected`, {
      next: `Figures are shares.${percent}`,
    });
  }
  const [named] = parseMeasures(measure, { families });
  return { split, measure: named!, least: value };
}

/**
 * Holds the means of a snapshot against floors, each system against each.
 *
 * @throws `usage` error for a floor that applies to nothing: no such split, or the measure wasn't computed there.
 */
export function checkFloors(floors: readonly Floor[], { scores }: Snapshot): readonly FloorResult[] {
  return floors.flatMap((floor) => {
    const measured = scores.filter(({ measure }) => measure === floor.measure.name);
    const found = floor.split === undefined ? averages(measured) : measured.filter((score) => isNamed(floor.split!, score));
    if (found.length === 0) throw appliesToNothing(floor, scores);
    return found.map(({ benchmark, split, system, measure, mean }) => {
      // Means are kept in millionths.
      const held = mean > floor.least - 5e-7;
      return { benchmark, split, system, measure, floor: floor.least, measured: mean, held };
    });
  });
}

type Mean = Pick<Score, 'benchmark' | 'system' | 'measure' | 'mean'> & { readonly split: string | null };

function averages(scores: readonly Score[]): readonly Mean[] {
  const systems = groupBy(scores, ({ benchmark, system }) => JSON.stringify([benchmark, system]));
  return [...systems.values()].map((splits) => {
    const { benchmark, system, measure } = splits[0]!;
    const mean = splits.reduce((sum, score) => sum + score.mean, 0) / splits.length;
    return { benchmark, split: splits.length === 1 ? splits[0]!.split : null, system, measure, mean };
  });
}

function isNamed(name: string, score: Score): boolean {
  return name === '*' || name === score.split || name === placeName(score);
}

function appliesToNothing({ split, measure }: Floor, scores: readonly Score[]): Error {
  const places = [...new Set(scores.map(({ split }) => split))];
  const measures = [...new Set(scores.map((score) => score.measure))];
  const unknown = split !== undefined && !scores.some((score) => isNamed(split, score));
  if (unknown)
    return usageError(`--min ${split}:${measure.name}: there is no run on ${split}`, {
      next: `${didYouMean(split, places)}Splits: ${places.join(', ')}.`,
    });
  return usageError(`--min ${measure.name}: is not measured`, { next: `Measured: ${measures.join(', ')}; -m names measures.` });
}
