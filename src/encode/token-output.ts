import { dataError } from '../errors.ts';
import type { Port } from './inference-messages.ts';
import { describePort } from './model-output.ts';

export interface TokenOutputOptions {
  readonly outputs: readonly Port[];
  /** Name of the output that a person wants. */
  readonly output?: string | undefined;
  /** Names that exporters give it, the likeliest first. */
  readonly names: readonly string[];
  /** What it has for each token: `vector`, `logit of each term`. */
  readonly holds: string;
  readonly shownAs: string;
}

/** Chooses an output of one row a token. @throws `data` error that names what the model has when there is none. */
export function chooseTokenOutput({ outputs, output, names, holds, shownAs }: TokenOutputOptions): Port {
  const wanted = output === undefined ? names : [output];
  const found = wanted.map((name) => outputs.find((port) => port.name === name)).find((port) => port !== undefined);
  const port = found ?? (output === undefined && outputs.length === 1 ? outputs[0] : undefined);
  if (port?.shape.length === 3) return port;
  const has = `its outputs are ${outputs.map(describePort).join(', ')}`;
  const what =
    port === undefined ? `has no output ${wanted.join(' or ')}` : `output ${port.name} is of rank ${port.shape.length}, not of rank 3`;
  throw dataError(`${shownAs}: ${what}, where texts × tokens × ${holds} was expected; ${has}`, {
    next: 'Choose another with output=NAME.',
  });
}
