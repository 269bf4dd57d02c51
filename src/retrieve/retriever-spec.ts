import { type PluginSpec, parsePluginSpec } from '../support/plugin-spec.ts';

/** A retriever as a person asks for it: a name and `key=value` settings, not yet checked against what that retriever understands. */
export type RetrieverSpec = PluginSpec;

/**
 * Reads `name`, `name:key=value,key=value`, or a path to a JSON file of the same keys: `{"retriever": "bm25", "k1": 1.2}`.
 *
 * @throws `usage` error that quotes the part that can't be read.
 */
export function parseRetrieverSpec(text: string): Promise<RetrieverSpec> {
  return parsePluginSpec(text, { option: '-r', what: 'retriever', example: 'k1=1.2,b=0.75' });
}
