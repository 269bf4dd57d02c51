import { dataError } from '../errors.ts';
import { globExpression } from '../support/glob.ts';
import type { DatasetCard } from './dataset-card.ts';

/** What the files of a dataset can be found by. */
interface Named {
  /** With `/`. */
  readonly path: string;
}

export interface FindOptions {
  readonly config: string;
  readonly split: string;
  /** How the dataset is named in messages. */
  readonly shownAs: string;
  /** The command that fetches shards that are missing here. */
  readonly fetchCommand: string;
}

/**
 * The files that hold a config's split, sorted by path, none twice: those that the card gives it; where the card doesn't know the split, those that
 * are named for it: `<config>/<split>.parquet`, `.jsonl`, `.jsonl.gz`, or shards `<config>/<split>-00000-of-00002.parquet`.
 *
 * @returns an empty list where there are none.
 * @throws `data` error when some of the shards that the names promise are missing.
 */
export function findDataFiles<File extends Named>(
  files: readonly File[],
  card: DatasetCard,
  { config, split, shownAs, fetchCommand }: FindOptions,
): readonly File[] {
  const patterns = card.get(config)?.get(split);
  const expressions = patterns?.map((pattern) => globExpression(pattern.replace(/^\.\//, ''))) ?? [usualNames(config, split)];
  return matchFiles(files, expressions, { place: `${shownAs}: ${config}/${split}`, fetchCommand });
}

/**
 * The files whose path one of the expressions matches, sorted by path, none twice.
 *
 * @throws `data` error when some of the shards that the names promise are missing.
 */
export function matchFiles<File extends Named>(
  files: readonly File[],
  expressions: readonly RegExp[],
  { place, fetchCommand }: { readonly place: string; readonly fetchCommand: string },
): readonly File[] {
  const found = files
    .filter(({ path }) => expressions.some((expression) => expression.test(path)))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  checkShards(
    found.map(({ path }) => path),
    place,
    fetchCommand,
  );
  return found;
}

/** Names of the configs: those of the card, then folders that it doesn't mention, each once. */
export function findConfigs(files: readonly Named[], card: DatasetCard): readonly string[] {
  const folders = files.flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : []));
  return [...new Set([...card.keys(), ...folders])];
}

function usualNames(config: string, split: string): RegExp {
  const [folder, name] = [config, split].map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${folder}/${name}(?:-\\d{5}-of-\\d{5})?\\.(?:parquet|jsonl(?:\\.gz)?)$`);
}

/** A shard that is missing from the list (as from a cache that holds some of them) must not pass for a smaller dataset. */
function checkShards(paths: readonly string[], place: string, fetchCommand: string): void {
  const series = new Map<string, { total: number; seen: Set<number> }>();
  for (const path of paths) {
    const shard = /^(.*)-(\d{5})-of-(\d{5})(\.[^/]+)$/.exec(path);
    if (shard === null) continue;
    const key = `${shard[1]}-*-of-${shard[3]}${shard[4]}`;
    const known = series.get(key) ?? { total: Number(shard[3]), seen: new Set() };
    series.set(key, known);
    known.seen.add(Number(shard[2]));
  }
  for (const [name, { total, seen }] of series) {
    const missing = Array.from({ length: total }, (_, at) => at).filter((at) => !seen.has(at));
    if (missing.length === 0) continue;
    throw dataError(`${place}: ${seen.size} of ${total} files named ${name} are there; missing: ${missing.slice(0, 5).join(', ')}`, {
      next: `Fetch the rest while online: \`${fetchCommand}\`.`,
    });
  }
}
