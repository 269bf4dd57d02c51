import { listDefinitions, loadDefinition } from '../../collection/definition.ts';
import type { Entry } from '../../report/entries.ts';

/** Benchmarks that have a definition. */
export async function listBenchmarks(): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const name of await listDefinitions()) {
    const { title, description, splits, source, groups = {} } = await loadDefinition(name);
    const from = source.kind === 'hub' ? (source.repo ?? `${splits.length} datasets, such as ${splits[0]!.repo}`) : 'ships with brightline';
    entries.push({ benchmark: name, title, splits: splits.length, groups: Object.keys(groups).join(', '), source: from, description });
  }
  return entries;
}
