import { addTopicId } from './bright-examples.ts';
import { type ReplacedTexts, replaceTexts } from './replace-texts.ts';
import { readRows } from './rows.ts';
import type { SourceFile } from './source.ts';
import type { SourceFiles } from './source-files.ts';
import type { SplitRequest } from './split-content.ts';
import type { Topic } from './topic.ts';

/**
 * Puts a dataset's rewritten queries in the place of the topics' own text: see `replaceTexts`. Who is relevant and who is left out is not looked at here,
 * because `examples` alone decides it.
 *
 * @throws `data` error when a topic has no rewritten query, with both numbers and the first that differ.
 */
export async function rewriteTopics(
  topics: readonly Topic[],
  files: SourceFiles,
  rewrites: readonly SourceFile[],
  { repair, queries }: SplitRequest,
  signal: AbortSignal | undefined,
): Promise<ReplacedTexts> {
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
  return replaceTexts(topics, texts, {
    shownAs: `${files.shownAs}: ${rewrites.map(({ path }) => path).join(', ')}`,
    next: `The queries "${queries}" belong to another version of the topics; use the original ones, or another revision.`,
  });
}
