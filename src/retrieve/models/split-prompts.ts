import type { RetrieverPlace } from '../retriever.ts';
import type { InstructionFamily } from './instruction-family.ts';
import type { ModelDefinition, ModelSide } from './model-definition.ts';

/** What surrounds the texts of either side on one split: only `{text}` and `{eos}` are left to be filled in. Undefined: what the model's own files say. */
export interface SplitPrompts {
  readonly query: string | undefined;
  readonly document: string | undefined;
}

/**
 * Puts the instructions of a split into a model's prompts. Where a benchmark words instructions for the model's family, as BRIGHT does, they are always
 * used; an instruction that a split has for all models, as in RAR-b, is used in the setting with instruction, in the family's form.
 */
export function splitPrompts(
  { query, document }: Pick<ModelDefinition, 'query' | 'document'>,
  family: InstructionFamily | undefined,
  place: Pick<RetrieverPlace, 'benchmark' | 'split' | 'documents' | 'instruction'>,
): SplitPrompts {
  const instructions = family === undefined ? { query: '', document: '' } : instructionsFor(family, place);
  const fill = ({ prompt }: ModelSide, instruction: string): string | undefined => {
    if (prompt === undefined) return instruction === '' ? undefined : `${instruction}{text}`;
    // A function, because a text may hold `$`.
    return prompt.replace('{instruction}', () => instruction);
  };
  return { query: fill(query, instructions.query), document: fill(document, instructions.document) };
}

function instructionsFor(
  { prompts, own, document = '' }: InstructionFamily,
  { benchmark, split, documents, instruction }: Pick<RetrieverPlace, 'benchmark' | 'split' | 'documents' | 'instruction'>,
): { readonly query: string; readonly document: string } {
  const worded = prompts.find(({ benchmarks, splits }) => benchmarks.includes(benchmark) && splits.includes(split.id));
  const named = (text = ''): string => text.replaceAll('{split}', () => split.id);
  if (worded !== undefined) {
    const long = documents === 'long';
    return {
      query: named((long ? worded.longQuery : undefined) ?? worded.query),
      document: named((long ? worded.longDocument : undefined) ?? worded.document),
    };
  }
  if (instruction === 'with' && split.instruction !== undefined) {
    return { query: own.with.replace('{instruction}', () => split.instruction!), document };
  }
  // GritLM's mark of an embedding belongs to every text, whatever the benchmark.
  return { query: split.instruction === undefined && document === '' ? '' : own.without, document };
}
