import { findNamed } from '../fuse/find-named.ts';
import { fuse } from '../fuse/fuse.ts';
import { bindFusion, type FusionOptions } from '../fuse/fusion.ts';
import { combMax } from '../fuse/methods/comb-max.ts';
import { combSum } from '../fuse/methods/comb-sum.ts';
import { fusionMethods } from '../fuse/methods/registry.ts';
import { missingRule } from '../fuse/missing-rule.ts';
import { none } from '../fuse/normalisations/none.ts';
import type { CombinedSettings } from '../run/query-settings.ts';
import type { Ranking } from '../run/ranking.ts';

/** How the rankings of a topic's queries become one. */
export interface Combination {
  /** `rrf` */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly aliases?: readonly string[];
  /** `last`: only the last query is sent, and its ranking is the topic's. */
  readonly fusion: FusionOptions | 'last';
}

/** Rules beside the methods of `brightline fuse`. They take scores as they are, for one system gives them all. */
export const ownCombinations: readonly Combination[] = [
  { name: 'last', summary: 'Only the last query is sent.', fusion: 'last' },
  {
    name: 'max',
    summary: "The highest of a document's scores.",
    fusion: { method: combMax, normalisation: none, missing: missingRule('skip') },
  },
  {
    name: 'sum',
    summary: "The sum of a document's scores; a query that doesn't return it adds the lowest that it gave.",
    fusion: { method: combSum, normalisation: none, missing: missingRule('min') },
  },
];

const combinations: readonly Combination[] = [
  ...ownCombinations,
  ...fusionMethods.map((method) => ({ name: method.name, aliases: method.aliases, summary: method.summary, fusion: { method } })),
];

/**
 * The rule of that name: `last`, `max`, `sum`, or a method of `brightline fuse` with its own normalisation.
 *
 * @throws `usage` error with the nearest names.
 */
export function findCombination(name: string): Combination {
  return findNamed('rule', name, combinations);
}

/** With every choice that was made, for the manifest. */
export function combinedSettings({ name: rule, fusion }: Combination, depth: number): CombinedSettings {
  if (fusion === 'last') return { rule };
  const { method, normalisation, missing, k } = bindFusion(fusion, 1);
  return { rule, method: method.name, normalisation: normalisation.name, missing: missing.name, k, depth };
}

/**
 * One ranking of several, see `fuseTopic`. Documents at the end of a ranking whose score is 0 are no part of it: some protocols of BM25 fill rankings
 * up with what matches nothing, in the order of the corpus, which a rule that goes by ranks would take for an answer.
 *
 * @param topic named in errors.
 */
export function combine(rankings: readonly Ranking[], fusion: FusionOptions, depth: number, topic: string): Ranking {
  return fuse(rankings.map(withoutUnmatched), { ...fusion, depth, topic });
}

function withoutUnmatched({ ids, scores }: Ranking): Ranking {
  let count = ids.length;
  while (count > 0 && scores[count - 1] === 0) count--;
  return count === ids.length ? { ids, scores } : { ids: ids.slice(0, count), scores: scores.subarray(0, count) };
}
