import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { dataError, usageError } from '../errors.ts';
import { expandPath } from '../support/expand-path.ts';
import { readJsonFile } from '../support/json-file.ts';
import { readChoices } from './choice-rows.ts';
import type { Definition, FieldNames, SplitDefinition, SplitFileNames } from './definition.ts';
import { definitionFile } from './definition-file.ts';

/** Whether a benchmark is named by where it lies, rather than by the name of its definition: `hf:org/name`, or a path, which has a slash in it. */
export function isPlace(name: string): boolean {
  return name.startsWith('hf:') || /[\\/]/.test(name) || ['.', '..', '~'].includes(name);
}

/**
 * The definition of a collection that has none among the benchmarks: a folder with a `benchmark.json` of its own, a folder in BEIR's layout
 * (`corpus.jsonl`, `queries.jsonl`, `qrels/<split>.tsv`), a CSV file of multiple-choice questions, or a dataset in BEIR's layout on the Hub,
 * `hf:org/name` or `hf:org/name@revision`.
 *
 * @throws `usage` error where there is no such folder or the name isn't one; `data` error for a folder that holds something else.
 */
export async function placeDefinition(name: string): Promise<Definition> {
  return name.startsWith('hf:') ? hubDefinition(name) : folderDefinition(name);
}

function hubDefinition(name: string): Definition {
  const [, repo, revision = 'main'] = /^hf:([\w.-]+\/[\w.-]+)(?:@([^@:]+))?$/.exec(name) ?? [];
  if (repo === undefined) {
    throw usageError(`benchmark "${name}": is not the name of a dataset on the Hub`, {
      next: 'Write hf:org/name, hf:org/name:split or hf:org/name@revision:split.',
    });
  }
  return { ...own(name), source: { kind: 'hub', repo, revision }, splits: [plainSplit('test')], openSplits: true, folder: '' };
}

async function folderDefinition(name: string): Promise<Definition> {
  const folder = expandPath(name, process.env);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isFile() === true && /\.csv(?:\.gz)?$/i.test(name)) return choicesDefinition(name, folder);
  if (found?.isDirectory() !== true) {
    throw usageError(`benchmark "${name}": ${found === undefined ? 'there is no such folder' : 'is a file, where a folder was expected'}`, {
      next: "Name a folder in BEIR's layout (corpus.jsonl, queries.jsonl, qrels/<split>.tsv), or one with a benchmark.json.",
    });
  }
  const file = join(folder, 'benchmark.json');
  if (existsSync(file)) return { ...(await readJsonFile(file, definitionFile)), name, folder };
  const ids = await judgedSplits(folder, name);
  return {
    ...own(name),
    source: { kind: 'folder' },
    splits: ids.map(plainSplit),
    defaultSplit: ids.includes('test') ? 'test' : undefined,
    folder,
  };
}

/** A file of multiple-choice questions; see the layout `choices`. */
async function choicesDefinition(name: string, path: string): Promise<Definition> {
  // One instruction is given for all, or it is none.
  const instructions = new Set<string | undefined>();
  for await (const { instruction } of readChoices(path, name)) instructions.add(instruction);
  const [instruction] = instructions;
  const split = { ...plainSplit('test'), sourceSplit: basename(path).replace(/\.csv(?:\.gz)?$/i, '') };
  return {
    ...own(name),
    description: 'Multiple-choice questions: each ranks its own candidates.',
    layout: 'choices',
    protocol: 'bright-paper',
    measures: ['Success@1'],
    mainMeasure: 'Success@1',
    ties: 'input',
    source: { kind: 'folder' },
    splits: [instructions.size === 1 && instruction ? { ...split, instruction } : split],
    folder: dirname(path),
  };
}

/** Files of one's own that make a collection, as the command line names them. */
export interface FilesCollection extends SplitFileNames {
  /** Names the collection in tables and in the run store. */
  readonly name: string;
  readonly fields: FieldNames;
}

/** The definition of a collection whose files are named one by one, wherever they lie. Its one split is called `test`. */
export function filesDefinition({ name, fields, ...files }: FilesCollection): Definition {
  return {
    ...own(name),
    layout: 'files',
    fields,
    source: { kind: 'folder' },
    splits: [{ ...plainSplit('test'), files }],
    folder: process.cwd(),
  };
}

/** Splits of a BEIR folder: the names of its files of judgments, in code-unit order. */
async function judgedSplits(folder: string, name: string): Promise<readonly string[]> {
  const files = await readdir(join(folder, 'qrels')).catch(() => []);
  const splits = files.flatMap((file) => /^(.+)\.(?:tsv|jsonl|parquet)(?:\.gz)?$/.exec(file)?.[1] ?? []);
  if (splits.length > 0) return [...new Set(splits)].sort();
  throw dataError(`${name}: holds no judgments: there is no file qrels/<split>.tsv`, {
    next: "A folder in BEIR's layout holds corpus.jsonl, queries.jsonl and qrels/<split>.tsv; any other layout can be described by a benchmark.json.",
  });
}

function plainSplit(id: string): SplitDefinition {
  return { id, title: id, short: id, longDocuments: false };
}

/** What a collection has that says nothing about itself. BM25 is Anserini's, as the field runs it where nobody says otherwise. */
function own(name: string): Omit<Definition, 'source' | 'splits' | 'folder'> {
  return {
    name,
    title: name,
    description: 'A collection of your own.',
    licence: 'unknown',
    citation: 'none',
    layout: 'beir',
    protocol: 'anserini-bm25',
    measures: ['nDCG@10', 'AP@100', 'R@10', 'R@100', 'R@1000', 'P@10', 'RR@10', 'Success@1'],
    mainMeasure: 'nDCG@10',
    versions: [],
  };
}
