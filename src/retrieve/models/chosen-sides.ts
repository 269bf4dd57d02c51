import type { RetrieverPlace } from '../retriever.ts';
import { loadInstructions } from './instruction-family.ts';
import type { ModelChoices } from './model-choices.ts';
import type { ModelDefinition, ModelSide } from './model-definition.ts';
import { type SplitPrompts, splitPrompts } from './split-prompts.ts';

/** What a model is told beside the texts, with what a person has chosen in place of the definition's. */
export type ChosenSides = Pick<ModelDefinition, 'query' | 'document'>;

export function chosenSides({ query, document }: ModelDefinition, choices: ModelChoices): ChosenSides {
  const side = (own: ModelSide, prompt: string | undefined, maxLength: number | undefined): ModelSide => ({
    prompt: prompt ?? own.prompt,
    maxLength: maxLength ?? own.maxLength,
  });
  return {
    query: side(query, choices.queryPrompt, choices.queryLength),
    document: side(document, choices.documentPrompt, choices.documentLength),
  };
}

/** The prompts of both sides on one split, with its instructions in them. @throws what `loadInstructions` does. */
export async function chosenPrompts(definition: ModelDefinition, choices: ModelChoices, place: RetrieverPlace): Promise<SplitPrompts> {
  const name = choices.instructions ?? definition.instructions ?? 'none';
  const family = name === 'none' ? undefined : await loadInstructions(name);
  return splitPrompts(chosenSides(definition, choices), family, place);
}
