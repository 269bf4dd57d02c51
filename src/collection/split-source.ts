import type { Definition, SplitDefinition } from './definition.ts';

/** Where one split of a benchmark is kept. */
export type SplitSource = { readonly kind: 'hub'; readonly repo: string; readonly revision: string } | { readonly kind: 'folder' };

/** The dataset of a split: its own where it names one, else the one of all splits. */
export function splitSource({ name, source }: Definition, split: SplitDefinition): SplitSource {
  if (source.kind === 'folder') return source;
  const repo = split.repo ?? source.repo;
  if (repo === undefined) throw new Error(`${name}:${split.id}: names no dataset, which the definition's schema should have told`);
  return { kind: 'hub', repo, revision: split.revision ?? source.revision };
}
