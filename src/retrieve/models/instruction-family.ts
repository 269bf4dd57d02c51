import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { usageError } from '../../errors.ts';
import { readJsonFile } from '../../support/json-file.ts';
import { didYouMean } from '../../support/nearest.ts';
import { packageRoot } from '../../support/package-root.ts';

/** What models of a kind are told before a text, by benchmark and split: `benchmarks/instructions/<name>.json`. */
export interface InstructionFamily {
  readonly name: string;
  readonly description: string;
  readonly sources: readonly string[];
  /** Of the benchmarks that word instructions for this family. `{split}` in a text is the split's id as it is. */
  readonly prompts: readonly FamilyPrompt[];
  /** For splits with an instruction of their own, the same for all models: what becomes of `{instruction}`, and what stands there without. */
  readonly own: { readonly with: string; readonly without: string };
  /** Before every document of other benchmarks; nothing unless told. */
  readonly document?: string | undefined;
}

export interface FamilyPrompt {
  readonly benchmarks: readonly string[];
  readonly splits: readonly string[];
  readonly query?: string | undefined;
  readonly document?: string | undefined;
  /** Over long documents; as over passages unless told. */
  readonly longQuery?: string | undefined;
  readonly longDocument?: string | undefined;
}

const familyFile: z.ZodType<InstructionFamily> = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  sources: z.array(z.string().min(1)).min(1),
  prompts: z.array(
    z.strictObject({
      benchmarks: z.array(z.string().min(1)).min(1),
      splits: z.array(z.string().min(1)).min(1),
      query: z.string().optional(),
      document: z.string().optional(),
      longQuery: z.string().optional(),
      longDocument: z.string().optional(),
    }),
  ),
  own: z.strictObject({ with: z.string().includes('{instruction}'), without: z.string() }),
  document: z.string().optional(),
});

/** @throws `usage` error with the nearest names where there is none; `data` error naming file and field when it is wrong. */
export async function loadInstructions(name: string, folder: string = instructionsFolder()): Promise<InstructionFamily> {
  const file = join(folder, `${name}.json`);
  if (/^[\w-]+$/.test(name) && existsSync(file)) return readJsonFile(file, familyFile, `benchmarks/instructions/${name}.json`);
  const known = (await readdir(folder)).flatMap((entry) => /^(.+)\.json$/.exec(entry)?.[1] ?? []).sort();
  throw usageError(`instructions "${name}": there are none of that name`, {
    next: `${didYouMean(name, known)}Known: ${known.join(', ')}; none leaves them out.`,
  });
}

function instructionsFolder(): string {
  return join(packageRoot(), 'benchmarks', 'instructions');
}
