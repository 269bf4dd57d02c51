import type { Ranking } from '../../src/run/ranking.ts';

/** `d1 12.5, d2 3` as pairs. */
export function ranking(...documents: readonly (readonly [id: string, score: number])[]): Ranking {
  return { ids: documents.map(([id]) => id), scores: Float64Array.from(documents, ([, score]) => score) };
}

export function pairs({ ids, scores }: Ranking): readonly (readonly [id: string, score: number])[] {
  return ids.map((id, at) => [id, scores[at]!] as const);
}

export function near(a: number, b: number, tolerance = 1e-12): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}
