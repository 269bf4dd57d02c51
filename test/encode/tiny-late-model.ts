import { type TinyModelOptions, tinyWords, writeTinyModel } from './tiny-model.ts';

/** How PyLate would describe the tiny model, with markers among its own words. */
export const pylateConfig: object = {
  query_prefix: 'query',
  document_prefix: 'document',
  query_length: 12,
  document_length: 16,
  skiplist_words: [':', 'the', 'no such word'],
};

export interface LateModelOptions extends TinyModelOptions {
  /** Fields of config_sentence_transformers.json. */
  readonly conventions?: object;
}

/** The tiny model as a late-interaction model, with `##s` for the mask. */
export function writeLateModel(folder: string, { conventions = {}, ...options }: LateModelOptions = {}): string {
  return writeTinyModel(folder, {
    tokenizerConfig: { pad_token: '[PAD]', mask_token: '##s' },
    files: { 'config_sentence_transformers.json': { ...pylateConfig, ...conventions } },
    ...options,
  });
}

/** Ids of words, as they stand. */
export function idsOf(...words: readonly string[]): number[] {
  return words.map((word) => tinyWords.indexOf(word));
}
