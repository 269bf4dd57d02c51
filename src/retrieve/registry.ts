import { usageError } from '../errors.ts';
import { didYouMean } from '../support/nearest.ts';
import { bm25 } from './bm25/bm25.ts';
import { type Bm25Protocol, bm25Protocols } from './bm25/protocol.ts';
import type { Retriever } from './retriever.ts';
import type { RetrieverSpec } from './retriever-spec.ts';

/** A retriever with what its protocol says about everything around it. */
export interface ConfiguredRetriever {
  readonly retriever: Retriever;
  /** The protocol's name alone. */
  readonly protocolName: string;
  /** The protocol's name, with the settings that were changed: `bright-paper`, `bright-paper (k1=1.2)`. */
  readonly protocol: string;
  /** Over which topics means are taken. */
  readonly topics: 'both' | 'qrels';
}

export interface RetrieverKind {
  readonly name: string;
  readonly description: string;
  /** Settings that `name:key=value` understands, each explained in a phrase. */
  readonly settings: Readonly<Record<string, string>>;
  /** `protocol` is the one asked for by `--protocol`, or else the benchmark's own. */
  create(settings: Readonly<Record<string, string>>, protocol: string): ConfiguredRetriever;
}

/** Every retriever that can be named. */
export const retrieverKinds: readonly RetrieverKind[] = [
  {
    name: 'bm25',
    description: 'BM25 over the Lucene English analysis, under a named protocol.',
    settings: {
      protocol: `one of ${bm25Protocols.map(({ name }) => name).join(', ')}`,
      k1: 'saturation of term frequency, 0 or more (0.9)',
      b: 'length normalisation, 0 to 1 (0.4)',
    },
    create(settings, protocol) {
      const named = findProtocol(settings['protocol'] ?? protocol);
      const k1 = numberSetting('bm25', 'k1', settings['k1'], 0, Number.MAX_VALUE) ?? named.k1;
      const b = numberSetting('bm25', 'b', settings['b'], 0, 1) ?? named.b;
      const changed = [...(k1 === named.k1 ? [] : [`k1=${k1}`]), ...(b === named.b ? [] : [`b=${b}`])];
      return {
        retriever: bm25({ ...named, k1, b }),
        protocolName: named.name,
        protocol: changed.length === 0 ? named.name : `${named.name} (${changed.join(', ')})`,
        topics: named.topics,
      };
    },
  },
];

/**
 * Makes the retriever that a spec describes.
 *
 * @throws `usage` error for an unknown retriever, setting, protocol or value, with the nearest names.
 */
export function createRetriever(spec: RetrieverSpec, protocol: string): ConfiguredRetriever {
  const kind = retrieverKinds.find(({ name }) => name === spec.name);
  if (kind === undefined) throw unknown('retriever', spec.name, retrieverKinds, 'brightline list retrievers');
  for (const key of Object.keys(spec.settings)) {
    if (Object.hasOwn(kind.settings, key)) continue;
    const known = Object.keys(kind.settings).map((name) => ({ name }));
    throw unknown(`setting of ${kind.name}`, key, known, 'brightline list retrievers');
  }
  return kind.create(spec.settings, protocol);
}

/** @throws `usage` error with the nearest names. */
export function findProtocol(name: string): Bm25Protocol {
  const protocol = bm25Protocols.find((known) => known.name === name);
  if (protocol === undefined) throw unknown('protocol', name, bm25Protocols, 'brightline list protocols');
  return protocol;
}

function unknown(what: string, wanted: string, known: readonly { readonly name: string }[], list: string): Error {
  const names = known.map(({ name }) => name);
  return usageError(`${what} "${wanted}": there is none of that name`, {
    next: `${didYouMean(wanted, names)}Known: ${names.join(', ')}. \`${list}\` explains them.`,
  });
}

function numberSetting(retriever: string, key: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  const range = most === Number.MAX_VALUE ? `a number of at least ${least}` : `a number from ${least} to ${most}`;
  throw usageError(`${retriever}: ${key} is "${text}", where ${range} was expected`);
}
