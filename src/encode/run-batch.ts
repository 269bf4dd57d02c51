import { dataError } from '../errors.ts';
import { widenFloat16 } from '../support/float16.ts';
import type { BatchRecipe, BatchResult, TokenBatch } from './inference-messages.ts';
import { firstLine, type LoadedModel, type OnnxSession } from './open-model.ts';
import { normaliseVectors, pool, type TokenPlaces, truncateVectors } from './pooling.ts';
import { termWeights } from './term-weights.ts';
import { tokenVectors } from './token-vectors.ts';

type Tensor = InstanceType<LoadedModel['runtime']['Tensor']>;
type Metadata = OnnxSession['inputMetadata'][number];

/**
 * Runs a model on some texts at once, and makes of its output what the recipe says.
 *
 * @throws `data` error when the model can't be run on these tokens, or its output isn't of the rank that the pooling needs.
 */
export async function runBatch(model: LoadedModel, batch: TokenBatch, recipe: BatchRecipe): Promise<BatchResult> {
  const places = placeTokens(batch.lengths, recipe.paddingSide);
  const hidden = await run(model, batch, places, recipe);
  const [values, width] = [hidden.values, hidden.shape.at(-1) ?? 1];
  if (recipe.pooling === 'terms') return termWeights(values, width, places);
  const { rows, counts } =
    recipe.pooling === 'tokens'
      ? tokenVectors(values, width, places, batch.ids, recipe.leftOut)
      : { rows: recipe.pooling === 'none' ? values : pool(values, width, places, recipe.pooling, recipe.skip), counts: undefined };
  const dimension = Math.min(recipe.dimension ?? width, width);
  const vectors = truncateVectors(rows, width, dimension);
  if (recipe.normalise) normaliseVectors(vectors, dimension);
  return { vectors, dimension, counts };
}

function placeTokens(lengths: Uint32Array, side: 'left' | 'right'): TokenPlaces {
  const columns = lengths.reduce((longest, length) => Math.max(longest, length), 0);
  const starts = side === 'right' ? new Uint32Array(lengths.length) : lengths.map((length) => columns - length);
  return { starts, lengths, columns };
}

interface Output {
  readonly values: Float32Array;
  /** One vector a text, or for pooling one a token. */
  readonly shape: readonly number[];
}

async function run(
  { runtime, session, shownAs }: LoadedModel,
  batch: TokenBatch,
  places: TokenPlaces,
  { output, padId, pooling }: BatchRecipe,
): Promise<Output> {
  const feeds: Record<string, Tensor> = {};
  const shape = [places.lengths.length, places.columns];
  for (const port of session.inputMetadata) {
    feeds[port.name] = integerTensor(runtime, port, fillInput(port.name, batch, places, padId), shape);
  }
  let found: Tensor | undefined;
  try {
    found = (await session.run(feeds, [output]))[output] as Tensor | undefined;
  } catch (error) {
    const reason = firstLine(error);
    const outside = /out of (?:data )?bounds|out of range|Gather/i.test(reason);
    throw dataError(`${shownAs}: the model fails on ${shape[0]} texts of up to ${shape[1]} tokens: ${reason}`, {
      next: outside
        ? 'A token or a place lies outside its tables: the tokenizer may be another model’s, or the maximum length too large.'
        : 'Less memory is taken by smaller batches and by a smaller maximum length.',
      cause: error,
    });
  }
  const dims = found?.dims ?? [];
  const expected = pooling === 'none' ? 'texts × dimension' : 'texts × tokens × dimension';
  const fits =
    dims[0] === shape[0] && (pooling === 'none' ? dims.length <= 2 && dims.length > 0 : dims.length === 3 && dims[1] === shape[1]);
  if (found === undefined || !fits) {
    throw dataError(`${shownAs}: output ${output} is [${dims.join(', ')}], where [${shape.join(', ')}…] as ${expected} was expected`, {
      next: 'Choose another output with output=NAME, or pooling=none for one that the model has pooled itself.',
    });
  }
  return { values: floatsOf(found, shownAs), shape: dims.length === 1 ? [dims[0]!, 1] : dims };
}

/** The numbers of one input, a row of `columns` a text. */
function fillInput(
  name: string,
  { ids, types, lengths, attended = lengths }: TokenBatch,
  { starts, columns }: TokenPlaces,
  padId: number,
): Int32Array {
  const rows = new Int32Array(lengths.length * columns);
  if (name === 'input_ids') rows.fill(padId);
  let from = 0;
  for (let text = 0; text < lengths.length; text++) {
    const length = lengths[text]!;
    const at = text * columns + starts[text]!;
    if (name === 'input_ids') rows.set(ids.subarray(from, from + length), at);
    else if (name === 'attention_mask') rows.fill(1, at, at + attended[text]!);
    else if (name === 'token_type_ids') rows.set(types.subarray(from, from + length), at);
    else for (let i = 0; i < length; i++) rows[at + i] = i;
    from += length;
  }
  return rows;
}

function integerTensor({ Tensor }: LoadedModel['runtime'], port: Metadata, values: Int32Array, shape: readonly number[]): Tensor {
  if (port.isTensor && port.type === 'int32') return new Tensor('int32', values, shape);
  const wide = new BigInt64Array(values.length);
  // The low half of each, on the little-endian machines that the library is built for; nothing here is negative.
  const halves = new Int32Array(wide.buffer);
  for (let i = 0; i < values.length; i++) halves[2 * i] = values[i]!;
  return new Tensor('int64', wide, shape);
}

function floatsOf(tensor: Tensor, shownAs: string): Float32Array {
  const { data, type } = tensor;
  if (data instanceof Float32Array) return data;
  if (data instanceof Float64Array) return Float32Array.from(data);
  if (type === 'float16') {
    // A Uint16Array, or where the engine has one a Float16Array, of the same bytes.
    const { buffer, byteOffset, length } = data as Uint16Array<ArrayBuffer>;
    const wide = new Float32Array(length);
    widenFloat16(new Uint16Array(buffer, byteOffset, length), wide);
    return wide;
  }
  throw dataError(`${shownAs}: gives ${type}, where float32, float16 or float64 was expected`);
}
