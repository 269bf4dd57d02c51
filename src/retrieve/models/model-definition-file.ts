import { z } from 'zod';
import type { ModelDefinition } from './model-definition.ts';

const someText = z.string().min(1, 'is empty');
const prompt = (...marks: readonly string[]): z.ZodString =>
  z
    .string()
    .refine(
      (text) => text.split('{text}').length === 2 && [...text.matchAll(/\{(\w+)\}/g)].every(([, mark]) => marks.includes(mark!)),
      `expected {text} once, and nothing else in braces but ${marks.map((mark) => `{${mark}}`).join(', ')}`,
    );
const side = z.strictObject({ prompt: prompt('text', 'instruction', 'eos').optional(), maxLength: z.int().positive().optional() });

/** The schema of `benchmarks/retrievers/<name>.json`; what the fields mean stands at `ModelDefinition`. */
export const modelDefinitionFile: z.ZodType<ModelDefinition> = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'expected small letters, digits, "." and "-"'),
    title: someText,
    description: someText,
    citation: someText,
    licence: someText,
    kind: z.enum(['open', 'provider']),
    architecture: z.enum(['dense', 'late-interaction', 'learned-sparse']).optional(),
    model: someText,
    similarity: z.enum(['cosine', 'dot']),
    pooling: z.enum(['cls', 'mean', 'last']).optional(),
    poolPrompt: z.boolean().optional(),
    normalise: z.boolean().optional(),
    eos: someText.optional(),
    instructions: someText.optional(),
    query: side,
    document: side,
    serve: someText.refine((text) => text.includes('{model}'), 'expected {model} in it').optional(),
    export: someText
      .refine((text) => text.includes('{model}') && text.includes('{folder}'), 'expected {model} and {folder} in it')
      .optional(),
    provider: z
      .strictObject({
        dialect: z.enum(['openai', 'vllm', 'tei', 'voyage', 'cohere']),
        baseUrl: z.url(),
        key: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
      })
      .optional(),
  })
  .superRefine(({ kind, architecture = 'dense', provider, serve, eos, query, document }, context) => {
    const report = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if ((kind === 'provider') !== (provider !== undefined))
      report(['provider'], kind === 'provider' ? 'is missing' : 'belongs to the kind "provider" alone');
    if (architecture !== 'dense' && (kind === 'provider' || serve !== undefined))
      report(['architecture'], `a model of ${architecture} is run here alone, neither served nor by a provider`);
    for (const [name, { prompt: text = '' }] of Object.entries({ query, document })) {
      if (text.includes('{eos}') && eos === undefined) report([name, 'prompt'], 'has {eos}, and the field eos is missing');
    }
  });
