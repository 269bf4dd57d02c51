import { listDefinitions, loadDefinition } from '../../collection/definition.ts';
import type { Entry } from '../../report/entries.ts';

/** Splits of every benchmark, with the counts of the version that papers use. */
export async function listSplits(): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const name of await listDefinitions()) {
    const { splits, versions } = await loadDefinition(name);
    for (const { id, title, short } of splits) {
      const { documents = '', topics = '', judgments = '' } = versions[0]?.counts[id] ?? {};
      entries.push({ benchmark: name, split: id, title, column: short, documents, topics, judgments });
    }
  }
  return entries;
}
