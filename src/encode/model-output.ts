import { dataError } from '../errors.ts';
import type { Port } from './inference-messages.ts';
import type { ModelConfig } from './model-config.ts';
import type { Pooling } from './pooling.ts';

/** The output that vectors are made of, and how. */
export interface ChosenOutput {
  readonly output: string;
  readonly pooling: Pooling;
  /** Width of its vectors, where the model states it. */
  readonly width: number | undefined;
}

export interface ChooseOutputOptions {
  readonly outputs: readonly Port[];
  readonly config: Pick<ModelConfig, 'pooling' | 'hasLayersAfterPooling'>;
  /** Name of the output that a person wants. */
  readonly output?: string | undefined;
  readonly pooling?: Pooling | undefined;
  readonly shownAs: string;
}

/** Outputs of one vector a token, as exporters name them; `sentence_embedding` has one a text. */
const tokenOutputs = ['last_hidden_state', 'token_embeddings'];

/**
 * Chooses the output of one vector a token where there is one, so that pooling is ours to choose; `sentence_embedding` where there is none, or where
 * the model has layers after the pooling.
 *
 * @throws `data` error that names what the model has when there is no such output, or it is not of the rank that the pooling needs.
 */
export function chooseOutput({ outputs, config, output, pooling, shownAs }: ChooseOutputOptions): ChosenOutput {
  const has = `its outputs are ${outputs.map(describePort).join(', ')}`;
  const names =
    output !== undefined ? [output] : config.hasLayersAfterPooling ? ['sentence_embedding'] : [...tokenOutputs, 'sentence_embedding'];
  const only = output === undefined && !config.hasLayersAfterPooling && outputs.length === 1 ? outputs[0] : undefined;
  const port = names.map((name) => outputs.find((candidate) => candidate.name === name)).find((found) => found !== undefined) ?? only;
  if (port === undefined) {
    const next =
      output === undefined && config.hasLayersAfterPooling
        ? 'It has layers after the pooling, which only sentence_embedding has seen: export it with `optimum-cli export onnx --library sentence_transformers`.'
        : 'Choose one with output=NAME.';
    throw dataError(`${shownAs}: has no output ${names.join(' or ')}; ${has}`, { next });
  }
  const rank = port.shape.length;
  const wanted = pooling ?? (rank === 2 ? 'none' : config.pooling);
  if (rank !== (wanted === 'none' ? 2 : 3)) {
    const needs =
      wanted === 'none' ? '2 (texts × dimension), as pooling=none needs' : `3 (texts × tokens × dimension), as pooling=${wanted} needs`;
    throw dataError(`${shownAs}: output ${port.name} is of rank ${rank}, not of rank ${needs}; ${has}`, {
      next: 'Choose another with output=NAME, or another pooling.',
    });
  }
  const width = port.shape.at(-1);
  return { output: port.name, pooling: wanted, width: typeof width === 'number' ? width : undefined };
}

/** `last_hidden_state [b, s, 64]` */
export function describePort({ name, shape }: Port): string {
  return `${name} [${shape.join(', ')}]`;
}
