import { BrightlineError, dataError, interruptedError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import type { EncodedBatch, EncodeOptions } from './encoder.ts';
import type { Inference } from './inference.ts';
import type { BatchRecipe, BatchResult, TokenBatch } from './inference-messages.ts';
import { type BatchLimits, lengthBatches } from './length-batches.ts';
import type { ModelText } from './model-text.ts';

export interface RunTextsOptions extends EncodeOptions {
  /** What is being done, for the progress line. */
  readonly label: string;
  readonly recipe: BatchRecipe;
  readonly limits: BatchLimits;
  /** Every token id has to be below it; unknown otherwise. */
  readonly vocabularySize: number | undefined;
  /** How the model is named in messages. */
  readonly shownAs: string;
  /** UTF-16 units of a text, as a first guess at its length. */
  sizeOf(position: number): number;
  tokenise(position: number): ModelText;
  /** The text itself, for messages. */
  textOf(position: number): string;
}

/** What a batch became, with more than one row for a text where the recipe says so (see `BatchResult`). */
export interface RanBatch extends EncodedBatch, Pick<BatchResult, 'counts' | 'terms'> {
  readonly tokens: Uint32Array;
  readonly cutTokens: Uint32Array;
}

type Tokenised = ModelText & { readonly position: number };

/** Batches that are being run or wait for it: while the model works on one, the next is ready. */
const IN_FLIGHT = 2;
/** Texts that are tokenised in advance, to guess the number of tokens in all. */
const SAMPLE = 64;

/**
 * Runs a model on `count` texts, longest first in batches of similar length, and hands out the batches as they are done. Texts are tokenised while
 * the model runs. Progress counts tokens, of a total that is estimated from a sample.
 *
 * @throws `data` error that names the text when a token isn't one of the model's or a number isn't finite; `interrupted` when the signal aborts.
 */
export async function* runTexts(inference: Inference, count: number, options: RunTextsOptions): AsyncGenerator<RanBatch> {
  const { signal, limits, recipe } = options;
  const order = byLength(count, options.sizeOf);
  const task = options.progress.start(options.label, { unit: 'tokens', total: estimateTokens(order, options) });
  const running: Promise<RanBatch>[] = [];
  const next = async (): Promise<RanBatch> => {
    const batch = await running.shift()!;
    if (signal?.aborted) throw interruptedError();
    task.advance(batch.tokens.reduce((sum, tokens) => sum + tokens, 0));
    return batch;
  };
  try {
    if (signal?.aborted) throw interruptedError();
    for (const texts of lengthBatches(tokenised(order, options), limits)) {
      const batch = finish(inference.run(joinTokens(texts), recipe), texts, options);
      // Should it fail while an earlier one is waited for, it is heard when its turn comes, or not at all.
      batch.catch(() => {});
      running.push(batch);
      if (running.length >= IN_FLIGHT) yield await next();
    }
    while (running.length > 0) yield await next();
  } finally {
    task.end();
  }
}

/** Longest first; equal ones as they stand. */
function byLength(count: number, sizeOf: (position: number) => number): Uint32Array {
  const sizes = Uint32Array.from({ length: count }, (_, position) => sizeOf(position));
  return Uint32Array.from({ length: count }, (_, position) => position).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
}

/** Taken at even distances from the texts by length. */
function estimateTokens(order: Uint32Array, { tokenise }: RunTextsOptions): number {
  const sample = Math.min(order.length, SAMPLE);
  let tokens = 0;
  for (let i = 0; i < sample; i++) tokens += tokenise(order[Math.floor(((i + 0.5) * order.length) / sample)]!).ids.length;
  return sample === 0 ? 0 : Math.round((tokens * order.length) / sample);
}

function* tokenised(order: Uint32Array, { tokenise, vocabularySize, shownAs, textOf }: RunTextsOptions): Generator<Tokenised> {
  for (const position of order) {
    const text = tokenise(position);
    const foreign = vocabularySize === undefined ? undefined : text.ids.find((id) => id >= vocabularySize);
    if (foreign !== undefined) {
      throw dataError(
        `${shownAs}: the tokenizer gives token ${foreign} for text ${position} (${quote(textOf(position))}), and the model knows ${vocabularySize} tokens`,
        { next: 'Model and tokenizer don’t belong together: take tokenizer.json from the folder that the model was exported from.' },
      );
    }
    yield { ...text, position };
  }
}

function joinTokens(texts: readonly Tokenised[]): TokenBatch {
  const lengths = Uint32Array.from(texts, ({ ids }) => ids.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const [ids, types] = [new Int32Array(total), new Uint8Array(total)];
  let at = 0;
  for (const text of texts) {
    ids.set(text.ids, at);
    types.set(text.types, at);
    at += text.ids.length;
  }
  if (texts.every(({ attended }) => attended === undefined)) return { ids, types, lengths };
  return { ids, types, lengths, attended: Uint32Array.from(texts, (text) => text.attended ?? text.ids.length) };
}

async function finish(result: Promise<BatchResult>, texts: readonly Tokenised[], options: RunTextsOptions): Promise<RanBatch> {
  const { vectors, dimension, counts, terms } = await result.catch((error: unknown) => {
    throw error instanceof BrightlineError && texts.length === 1 ? naming(error, texts[0]!.position, options) : error;
  });
  const broken = vectors.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    const { position } = texts[textOfRow(Math.floor(broken / dimension), counts)]!;
    throw dataError(`${options.shownAs}: the model gives ${vectors[broken]} for text ${position} (${quote(options.textOf(position))})`, {
      next: 'In half precision large values overflow: use dtype=fp32. Otherwise the export is at fault.',
    });
  }
  return {
    positions: Uint32Array.from(texts, ({ position }) => position),
    vectors,
    dimension,
    counts,
    terms,
    tokens: Uint32Array.from(texts, ({ ids }) => ids.length),
    cutTokens: Uint32Array.from(texts, ({ cut }) => cut),
  };
}

function textOfRow(row: number, counts: Uint32Array | undefined): number {
  if (counts === undefined) return row;
  let text = 0;
  for (let end = counts[0]!; end <= row; end += counts[text]!) text++;
  return text;
}

function naming(error: BrightlineError, position: number, { textOf }: RunTextsOptions): BrightlineError {
  return new BrightlineError(error.kind, `text ${position} (${quote(textOf(position))}): ${error.message}`, {
    ...(error.next === undefined ? {} : { next: error.next }),
    cause: error,
  });
}
