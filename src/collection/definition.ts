import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dataError, usageError } from '../errors.ts';
import { readJsonFile } from '../support/json-file.ts';
import { didYouMean } from '../support/nearest.ts';
import { packageRoot } from '../support/package-root.ts';
import { definitionFile } from './definition-file.ts';
import type { LayoutName } from './layout-names.ts';

/** What `benchmarks/<name>/benchmark.json` says about a benchmark, with the folder that it lies in. */
export interface Definition {
  /** `bright`: also the name of its folder. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly homepage?: string | undefined;
  readonly licence: string;
  readonly citation: string;
  /** How the source's files are laid out: which loader reads them. */
  readonly layout: LayoutName;
  /** A dataset on the Hub, or the folder that the definition lies in. */
  readonly source: { readonly kind: 'hub'; readonly repo: string; readonly revision: string } | { readonly kind: 'folder' };
  /** The BM25 protocol that its published table uses: `bright-paper`. */
  readonly protocol: string;
  /** What its authors report: `nDCG@10`. */
  readonly measures: readonly string[];
  readonly mainMeasure: string;
  /** The main measure over long documents. */
  readonly longMainMeasure?: string | undefined;
  /** In the order of the papers' tables; never empty. */
  readonly splits: readonly SplitDefinition[];
  readonly versions: readonly KnownVersion[];
  /** Absolute path of the folder that holds benchmark.json. */
  readonly folder: string;
}

export interface SplitDefinition {
  /** As files, runs and command lines spell it: `theoremqa_theorems`. */
  readonly id: string;
  /** `TheoremQA theorems` */
  readonly title: string;
  /** As the papers' tables head the column: `TheoT.` */
  readonly short: string;
  /** Whether the split can also be searched by whole documents rather than passages. */
  readonly longDocuments: boolean;
}

/** A state of the dataset that published results were measured on. */
export interface KnownVersion {
  readonly name: string;
  /** Who uses it. */
  readonly description: string;
  /** By split id. A split of which nothing is known is left out. */
  readonly counts: Readonly<Record<string, SplitCounts>>;
}

/** How many of each a split holds. A figure that isn't known is left out. */
export interface SplitCounts {
  readonly documents?: number | undefined;
  readonly topics?: number | undefined;
  /** Judged pairs of topic and document, after merging of duplicates. */
  readonly judgments?: number | undefined;
  /** Excluded pairs of topic and document, after merging of duplicates. */
  readonly excluded?: number | undefined;
  readonly longDocuments?: number | undefined;
  /** Judged pairs of topic and long document. */
  readonly longJudgments?: number | undefined;
}

export interface DefinitionOptions {
  /** The folder of definitions; `benchmarks/` of the package unless told. */
  readonly benchmarks?: string | undefined;
}

/** Names of the benchmarks that have a definition, in code-unit order. */
export async function listDefinitions(options: DefinitionOptions = {}): Promise<string[]> {
  const root = benchmarksFolder(options);
  const entries = await readdir(root, { withFileTypes: true }).catch((error: unknown) => {
    throw dataError(`${root}: the folder of benchmark definitions can't be read`, { cause: error });
  });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'benchmark.json')))
    .map((entry) => entry.name)
    .sort();
}

/**
 * Reads the definition of a benchmark.
 *
 * @throws `usage` error with the nearest names when there is no such benchmark; `data` error naming file and field when its definition is wrong.
 */
export async function loadDefinition(name: string, options: DefinitionOptions = {}): Promise<Definition> {
  const known = await listDefinitions(options);
  if (!known.includes(name)) {
    throw usageError(`benchmark "${name}": there is none of that name`, {
      next: `${didYouMean(name, known)}Known: ${known.join(', ')}; \`brightline list benchmarks\` describes them.`,
    });
  }
  const folder = join(benchmarksFolder(options), name);
  const shownAs = `benchmarks/${name}/benchmark.json`;
  const read = await readJsonFile(join(folder, 'benchmark.json'), definitionFile, shownAs);
  if (read.name !== name) throw dataError(`${shownAs}: name: "${read.name}" stands in a folder named "${name}"`);
  return { ...read, folder };
}

function benchmarksFolder({ benchmarks }: DefinitionOptions): string {
  return benchmarks ?? join(packageRoot(), 'benchmarks');
}
