import type { Manifest, RunSettings } from '../../src/run/manifest.ts';

export interface ManifestChanges {
  readonly settings?: Partial<RunSettings>;
  readonly hashes?: Partial<Manifest['hashes']>;
  readonly manifest?: Partial<Omit<Manifest, 'settings' | 'hashes'>>;
}

/** A manifest of a run on `mini:proofs`, with changes. */
export function manifestWith({ settings, hashes, manifest }: ManifestChanges = {}): Manifest {
  return {
    settings: {
      retriever: 'bm25',
      retrieverSettings: { k1: 0.9 },
      benchmark: 'mini',
      split: 'proofs',
      queries: 'original',
      documents: 'short',
      files: [
        { path: 'examples/proofs.jsonl', size: 10, hash: `sha256:${'a'.repeat(64)}` },
        { path: 'documents/proofs.jsonl', size: 20, hash: `sha256:${'b'.repeat(64)}` },
      ],
      depth: 1000,
      limit: null,
      format: 1,
      ...settings,
    },
    key: 'k',
    system: 'bm25',
    protocol: 'bright-paper',
    dataset: { kind: 'hub', repo: 'org/mini', revision: 'main', commit: '1'.repeat(40) },
    counts: { documents: 104, topics: 18, judgments: 40, excluded: 31 },
    version: { matches: ['1'], warning: null },
    hashes: { topics: 't'.repeat(64), qrels: 'q'.repeat(64), excluded: 'e'.repeat(64), run: 'r'.repeat(64), ...hashes },
    index: null,
    warnings: [],
    seconds: {},
    peakMemory: 1,
    command: 'brightline run',
    finishedAt: '2000-01-01T00:00:00.000Z',
    versions: { brightline: '0', node: '0', platform: '0' },
    ...manifest,
  };
}
