import { type BertNormalizerConfig, normalizeBert } from './bert-normalizer.ts';
import { precompiledNormalizer } from './precompiled-normalizer.ts';

/** What is used of the npm library's tokenizer, whose own types don't resolve in an ES module. */
export interface LibraryTokenizer {
  readonly normalizer: LibraryStep | null;
  readonly pre_tokenizer: LibraryStep | null;
  token_to_id(token: string): number | undefined;
  encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: readonly number[] };
}

/** A step before the model; which of the fields it has depends on its type. */
interface LibraryStep {
  normalize?(text: string): string;
  pre_tokenize_text?(text: string): readonly string[];
  pattern?: RegExp;
  readonly normalizers?: readonly (LibraryStep | null)[];
  readonly tokenizers?: readonly (LibraryStep | null)[];
}

/** A step as tokenizer.json describes it. */
export interface StepConfig {
  readonly type?: unknown;
  readonly normalizers?: unknown;
  readonly pretokenizers?: unknown;
  readonly precompiled_charsmap?: unknown;
}

/**
 * Puts right what the npm library does otherwise than the Rust library that models were trained with. Found by holding both against each other on
 * every character of Unicode and on random texts:
 *
 * * BertNormalizer: see `normalizeBert`.
 * * Precompiled: see `precompiledNormalizer`.
 * * ByteLevel with its own expression: JavaScript's `\s` counts U+FEFF (the byte order mark that web texts begin with) as white space and U+0085 not.
 * * Whitespace: JavaScript's `\w` knows ASCII only.
 *
 * What stays different are characters of Unicode 9 and later that the Rust library's older tables take for neither marks nor punctuation.
 */
export function makeExact(
  { normalizer, pre_tokenizer: preTokenizer }: LibraryTokenizer,
  json: { readonly normalizer: StepConfig | null; readonly pre_tokenizer: StepConfig | null },
): void {
  forEachStep(normalizer, json.normalizer, (step, config) => {
    if (config.type === 'BertNormalizer') step.normalize = (text) => normalizeBert(text, config as BertNormalizerConfig);
    if (config.type === 'Precompiled' && typeof config.precompiled_charsmap === 'string') {
      step.normalize = precompiledNormalizer(config.precompiled_charsmap);
    }
  });
  forEachStep(preTokenizer, json.pre_tokenizer, (step, config) => {
    if (config.type === 'ByteLevel') step.pattern = byteLevelPieces;
    if (config.type === 'Whitespace') step.pre_tokenize_text = (text) => text.match(whitespacePieces) ?? [];
  });
}

type Visit = (step: LibraryStep, config: StepConfig) => void;

function forEachStep(step: LibraryStep | null | undefined, config: StepConfig | null | undefined, visit: Visit): void {
  if (step == null || config == null) return;
  visit(step, config);
  const inner = config.normalizers ?? config.pretokenizers;
  if (!Array.isArray(inner)) return;
  inner.forEach((part, at) => {
    forEachStep((step.normalizers ?? step.tokenizers)?.[at], part as StepConfig, visit);
  });
}

/** GPT-2's expression, with the white space that Unicode knows. */
const byteLevelPieces =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** `\w+|[^\w\s]+`, with what Unicode counts as parts of words. */
const whitespacePieces =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;
