import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type OnnxGraph, type OnnxNode, type OnnxValue, onnxModel } from '../../src/support/onnx-graph.ts';

/** Words that the tiny tokenizer knows, at the places of their ids; any other word is [UNK]. */
export const tinyWords: readonly string[] = [
  '[PAD]',
  '[CLS]',
  '[SEP]',
  '</s>',
  '[UNK]',
  'waves',
  'water',
  'the',
  'pendulum',
  'swing',
  'of',
  'query',
  'document',
  ':',
  'bend',
  'a',
  'shore',
  '##s',
  'deep',
  'shallow',
];
export const tinyWidth = 6;

export interface TinyModelOptions {
  /** What stands around a text: `[CLS] A [SEP]`, or nothing. */
  readonly frame?: 'bert' | 'none';
  /** Rows of the embedding; all words unless told. */
  readonly rows?: number;
  /** A word whose vector is NaN. */
  readonly brokenWord?: string;
  readonly positionIds?: boolean;
  /** Name of the output; `sentence_embedding` and `logits` have one row a text. */
  readonly output?: string;
  /** Columns of `logits`. */
  readonly classes?: number;
  /** Type of the input's ids; `int64` unless told. */
  readonly idType?: 'int32' | 'int64';
  /** Type of the output; `float32` unless told. */
  readonly outputType?: 'float16' | 'float32' | 'float64';
  /** Activations in eight bits, as int8 exports have them. */
  readonly quantised?: boolean;
  /** Path of the model; `onnx/model.onnx` unless told. */
  readonly path?: string;
  /** Fields of config.json and tokenizer_config.json. */
  readonly config?: object;
  readonly tokenizerConfig?: object;
  /** More files: path and content. */
  readonly files?: Readonly<Record<string, unknown>>;
  /** Files to leave out. */
  readonly without?: readonly string[];
}

/** Component `column` of a word's vector. */
export function tinyValue(id: number, column: number): number {
  return Math.fround(Math.sin(1 + id * 7 + column * 3));
}

/**
 * Writes a model that can be followed by hand: what stands at a token is its word's vector, plus the mean over the text's tokens (padding left out), plus,
 * with `position_ids`, its place. So a token's vector tells of its text, and would of padding if that leaked.
 */
export function writeTinyModel(folder: string, options: TinyModelOptions = {}): string {
  const { path = 'onnx/model.onnx', frame = 'bert', config = {}, tokenizerConfig = {}, files = {}, without = [] } = options;
  const all: Record<string, unknown> = {
    [path]: onnxModel(tinyGraph(options)),
    'config.json': { model_type: 'bert', vocab_size: options.rows ?? tinyWords.length, max_position_embeddings: 32, ...config },
    'tokenizer.json': tinyTokenizer(frame),
    'tokenizer_config.json': { pad_token: '[PAD]', eos_token: '</s>', model_max_length: 24, ...tokenizerConfig },
    ...files,
  };
  for (const [name, content] of Object.entries(all)) {
    if (without.includes(name)) continue;
    const place = join(folder, name);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content instanceof Uint8Array ? content : JSON.stringify(content));
  }
  return folder;
}

function tinyTokenizer(frame: 'bert' | 'none'): object {
  const special = (content: string): object => ({
    id: tinyWords.indexOf(content),
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const mark = (id: string, type_id: number): object => ({ SpecialToken: { id, type_id } });
  const text = (id: string, type_id: number): object => ({ Sequence: { id, type_id } });
  return {
    added_tokens: ['[PAD]', '[CLS]', '[SEP]', '</s>', '[UNK]'].map(special),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor:
      frame === 'none'
        ? null
        : {
            type: 'TemplateProcessing',
            single: [mark('[CLS]', 0), text('A', 0), mark('[SEP]', 0)],
            pair: [mark('[CLS]', 0), text('A', 0), mark('[SEP]', 0), text('B', 1), mark('[SEP]', 1)],
            special_tokens: {
              '[CLS]': { id: '[CLS]', ids: [1], tokens: ['[CLS]'] },
              '[SEP]': { id: '[SEP]', ids: [2], tokens: ['[SEP]'] },
            },
          },
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tinyWords.map((word, id) => [word, id])),
    },
  };
}

function tinyGraph({
  rows = tinyWords.length,
  brokenWord,
  positionIds,
  output = 'last_hidden_state',
  classes = 1,
  quantised,
  idType = 'int64',
  outputType = 'float32',
}: TinyModelOptions): OnnxGraph {
  const words = Float32Array.from({ length: rows * tinyWidth }, (_, at) => {
    const id = Math.floor(at / tinyWidth);
    return id === (brokenWord === undefined ? -1 : tinyWords.indexOf(brokenWord)) ? Number.NaN : tinyValue(id, at % tinyWidth);
  });
  const integers = (name: string, ...values: readonly number[]) =>
    ({ name, type: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) }) as const;
  const input = (name: string): OnnxValue => ({ name, type: idType, shape: ['texts', 'tokens'] });
  const node = (op: string, inputs: string, made: string, attributes: OnnxNode['attributes'] = {}): OnnxNode => ({
    op,
    inputs: inputs.split(' '),
    outputs: made.split(' '),
    attributes,
  });
  const pooled = output === 'sentence_embedding' || output === 'logits';
  const shape = output === 'logits' ? ['texts', classes] : pooled ? ['texts', tinyWidth] : ['texts', 'tokens', tinyWidth];
  return {
    inputs: [input('input_ids'), input('attention_mask'), ...(positionIds ? [input('position_ids')] : [])],
    outputs: [{ name: output, type: outputType, shape }],
    constants: [
      { name: 'words', type: 'float32', shape: [rows, tinyWidth], data: words },
      { name: 'places', type: 'float32', shape: [32, tinyWidth], data: Float32Array.from({ length: 32 * tinyWidth }, (_, at) => at / 100) },
      integers('second', 1),
      integers('third', 2),
      integers('zero', 0),
      integers('classes', classes),
    ],
    nodes: [
      node('Gather', 'words input_ids', 'plain'),
      ...(positionIds
        ? [node('Gather', 'places position_ids', 'placed'), node('Add', 'plain placed', 'tokens')]
        : [node('Identity', 'plain', 'tokens')]),
      ...(quantised
        ? [node('DynamicQuantizeLinear', 'tokens', 'eight scale zeroPoint'), node('DequantizeLinear', 'eight scale zeroPoint', 'seen')]
        : [node('Identity', 'tokens', 'seen')]),
      node('Cast', 'attention_mask', 'real', { to: 1 }),
      node('Unsqueeze', 'real third', 'mask'),
      node('Mul', 'seen mask', 'kept'),
      node('ReduceSum', 'kept second', 'sum', { keepdims: 1 }),
      node('ReduceSum', 'mask second', 'count', { keepdims: 1 }),
      node('Div', 'sum count', 'mean'),
      ...(pooled
        ? [
            node('Squeeze', 'mean second', 'text'),
            output === 'logits' ? node('Slice', 'text zero classes second', 'result') : node('Identity', 'text', 'result'),
          ]
        : [node('Add', 'seen mean', 'result')]),
      node('Cast', 'result', output, { to: { float16: 10, float32: 1, float64: 11 }[outputType] }),
    ],
  };
}

/** The hidden vectors of a text's tokens, by the definition above. */
export function tinyHidden(ids: readonly number[], positions = false): number[][] {
  const plain = ids.map((id, at) =>
    Array.from({ length: tinyWidth }, (_, column) => tinyValue(id, column) + (positions ? (at * tinyWidth + column) / 100 : 0)),
  );
  const mean = Array.from({ length: tinyWidth }, (_, column) => plain.reduce((sum, row) => sum + row[column]!, 0) / ids.length);
  return plain.map((row) => row.map((value, column) => value + mean[column]!));
}
