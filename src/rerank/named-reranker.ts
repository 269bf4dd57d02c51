import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { dataError } from '../errors.ts';
import { readJsonFile } from '../support/json-file.ts';
import { packageRoot } from '../support/package-root.ts';

const kinds = ['pair', 'pointwise', 'listwise', 'windows', 'setwise', 'pairwise', 'verdict'] as const;

/** What `benchmarks/rerankers/<name>.json` says: a published reranker as a kind with settings. */
export interface NamedReranker {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly citation: string;
  readonly licence: string;
  /** The kind that it is. */
  readonly reranker: (typeof kinds)[number];
  readonly settings: Readonly<Record<string, string>>;
  /** The command that serves it, with `{model}` for the weights. */
  readonly serve?: string | undefined;
}

const someText = z.string().min(1, 'is empty');

const rerankerFile: z.ZodType<NamedReranker> = z.strictObject({
  name: someText,
  title: someText,
  description: someText,
  citation: someText,
  licence: someText,
  reranker: z.enum(kinds),
  settings: z.record(z.string(), someText),
  serve: someText.optional(),
});

/** Names of the published rerankers, in code-unit order. */
export async function listNamedRerankers(folder: string = rerankersFolder()): Promise<readonly string[]> {
  const files = await readdir(folder).catch((error: unknown) => {
    throw dataError(`${folder}: the folder of rerankers can't be read`, { cause: error });
  });
  return files.flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []).sort();
}

/** @throws `data` error naming file and field when it is missing or wrong. */
export async function loadNamedReranker(name: string, folder: string = rerankersFolder()): Promise<NamedReranker> {
  const shownAs = `benchmarks/rerankers/${name}.json`;
  const reranker = await readJsonFile(join(folder, `${name}.json`), rerankerFile, shownAs);
  if (reranker.name !== name) throw dataError(`${shownAs}: name: "${reranker.name}" stands in a file named "${name}"`);
  return reranker;
}

function rerankersFolder(): string {
  return join(packageRoot(), 'benchmarks', 'rerankers');
}
