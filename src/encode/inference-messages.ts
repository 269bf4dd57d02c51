import type { ErrorKind } from '../errors.ts';
import type { ExecutionProvider } from './execution-provider.ts';
import type { Pooling } from './pooling.ts';

/** What the thread that runs a model is asked, and what it answers. Everything here can be copied between threads. */
export type InferenceRequest =
  | { readonly kind: 'open'; readonly id: number; readonly open: OpenRequest }
  | { readonly kind: 'run'; readonly id: number; readonly batch: TokenBatch; readonly recipe: BatchRecipe }
  | { readonly kind: 'close'; readonly id: number };

export type InferenceAnswer =
  | { readonly id: number; readonly value: OpenAnswer | BatchResult | null }
  | { readonly id: number; readonly failure: InferenceFailure };

export interface OpenRequest {
  /** Path of the ONNX file. */
  readonly path: string;
  /** How the file is named in messages. */
  readonly shownAs: string;
  /** In order of preference; what the first can't run goes to the next, and to the CPU at last. */
  readonly providers: readonly ExecutionProvider[];
  /** Threads of one operator on the CPU; ONNX Runtime's own choice, a thread a core, unless told. */
  readonly threads?: number | undefined;
}

export interface OpenAnswer {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** An input or output of a model. */
export interface Port {
  readonly name: string;
  /** `int64`, `float32`; undefined for what isn't a tensor. */
  readonly type: string | undefined;
  /** A number where a dimension is fixed, else its name. */
  readonly shape: readonly (number | string)[];
}

/** The token ids of some texts, one after another, special ones included. */
export interface TokenBatch {
  readonly ids: Int32Array;
  /** As long as `ids`. */
  readonly types: Uint8Array;
  /** Tokens of each text; every text has one at least. */
  readonly lengths: Uint32Array;
  /** Of each text so many tokens, from the first on, that tokens may attend to; all unless told. */
  readonly attended?: Uint32Array | undefined;
}

/** What is done with a batch. */
export interface BatchRecipe {
  /** The output that is wanted. */
  readonly output: string;
  readonly paddingSide: 'left' | 'right';
  readonly padId: number;
  /** `tokens`: each token keeps its vector; `terms`: the weights of the vocabulary's terms, as SPLADE makes them. Otherwise a text has one vector. */
  readonly pooling: Pooling | 'tokens' | 'terms';
  /** With `tokens`: ids of tokens that get no vector. */
  readonly leftOut?: readonly number[] | undefined;
  /** Leading tokens of each text that the mean leaves out. */
  readonly skip: number;
  /** Components that are kept; all unless told. */
  readonly dimension?: number | undefined;
  readonly normalise: boolean;
}

export interface BatchResult {
  /** Texts × dimension, row-major. With `tokens` a row for each token, with `terms` the weight of each term (dimension 1). */
  readonly vectors: Float32Array;
  readonly dimension: number;
  /** Rows of each text, where texts have not just one. */
  readonly counts?: Uint32Array | undefined;
  /** With `terms`: the term of each row, rising within a text. */
  readonly terms?: Uint32Array | undefined;
}

/** A BrightlineError on its way between threads; without a kind where it is something else. */
export interface InferenceFailure {
  readonly kind?: ErrorKind | undefined;
  readonly message: string;
  readonly next?: string | undefined;
}
