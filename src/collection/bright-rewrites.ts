import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import { addTopicId } from './bright-examples.ts';
import { readRows } from './rows.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';
import type { SplitRequest } from './split-content.ts';
import type { Topic } from './topic.ts';

/**
 * Puts rewritten queries in the place of the topics' own text. The topics' order stays; who is relevant and who is left out is not looked at here,
 * because `examples` alone decides it.
 *
 * @throws `data` error when the rewritten queries are for other topics, with both numbers and the first that differ.
 */
export async function rewriteTopics(
  topics: readonly Topic[],
  files: SourceFiles,
  rewrites: readonly SourceFile[],
  { repair, queries }: SplitRequest,
  signal: AbortSignal | undefined,
): Promise<readonly Topic[]> {
  const texts = new Map<string, string>();
  const places = new Map<string, string>();
  for (const file of rewrites) {
    const { path } = await files.fetch(file, { signal });
    const options = { shownAs: `${files.shownAs}: ${file.path}`, repair, signal };
    for await (const { rows, place } of readRows(path, { id: 'text', query: 'text' }, options)) {
      for (const [at, { id, query }] of rows.entries()) {
        addTopicId(places, id, place(at));
        texts.set(id, query);
      }
    }
  }
  const known = new Set(topics.map(({ id }) => id));
  const missing = topics.filter(({ id }) => !texts.has(id)).map(({ id }) => id);
  const extra = [...texts.keys()].filter((id) => !known.has(id));
  if (missing.length > 0 || extra.length > 0) {
    const differences = [
      ...(missing.length > 0 ? [`${missing.length} without a rewritten query (${shown(missing)})`] : []),
      ...(extra.length > 0 ? [`${extra.length} that the examples don't have (${shown(extra)})`] : []),
    ];
    throw dataError(
      `${files.shownAs}: ${rewrites.map(({ path }) => path).join(', ')}: ${texts.size} topics, where the examples have ${topics.length}: ${differences.join(', and ')}`,
      { next: `The queries "${queries}" belong to another version of the topics; use the original ones, or another revision.` },
    );
  }
  return topics.map(({ id }) => ({ id, text: texts.get(id)! }));
}

function shown(ids: readonly string[]): string {
  return `${ids
    .slice(0, 3)
    .map((id) => quote(id))
    .join(', ')}${ids.length > 3 ? ', …' : ''}`;
}
