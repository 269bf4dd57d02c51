import { percent } from './figures.ts';

/** How a figure stands in its column. */
export type Mark = 'best' | 'second';

/**
 * Marks the highest figure of a column, and the one below. Figures that print alike rank alike: several may be best. A column with a single figure
 * has no mark.
 *
 * @param values 0–1; undefined where there is none.
 */
export function marksOf(values: readonly (number | undefined)[]): readonly (Mark | undefined)[] {
  const printed = values.map((value) => (value === undefined ? undefined : Number(percent(value))));
  const figures = printed.filter((figure) => figure !== undefined);
  const [best, second] = [...new Set(figures)].sort((a, b) => b - a);
  if (figures.length < 2) return values.map(() => undefined);
  return printed.map((figure) => {
    if (figure === undefined) return undefined;
    return figure === best ? 'best' : figure === second ? 'second' : undefined;
  });
}
