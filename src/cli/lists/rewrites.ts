import { loadRewriteStyle, rewriteStyles } from '../../query/rewrite-style.ts';
import type { Entry } from '../../report/entries.ts';

/** Styles in which a language model rewrites questions. */
export async function listRewrites(): Promise<readonly Entry[]> {
  const styles = await Promise.all((await rewriteStyles()).map((name) => loadRewriteStyle(name)));
  return styles.map(({ name, description, join, words, sampling: { temperature, maxTokens }, citation, notes }) => ({
    style: name,
    description,
    join,
    words: words ?? '',
    temperature,
    'max tokens': maxTokens,
    source: citation,
    notes,
  }));
}
