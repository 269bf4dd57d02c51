import { listScoreTables } from '../../check/score-table.ts';
import { checkAverages } from '../../check/table-averages.ts';
import { listDefinitions, loadDefinition } from '../../collection/definition.ts';
import { qrelsVariants } from '../../collection/qrels-variants.ts';
import { usageError } from '../../errors.ts';
import { bindMeasure } from '../../evaluate/measure.ts';
import { loadMeasurePlugins } from '../../evaluate/measure-plugin.ts';
import { measureFamilies } from '../../evaluate/measures/registry.ts';
import { ownCombinations } from '../../experiment/combination.ts';
import { fusionMethods } from '../../fuse/methods/registry.ts';
import { missingRules } from '../../fuse/missing-rule.ts';
import { normalisations } from '../../fuse/normalisations/registry.ts';
import { listWeightPresets, loadWeightPreset } from '../../fuse/weight-preset.ts';
import { type Entry, renderEntries } from '../../report/entries.ts';
import { listNamedRerankers, loadNamedReranker } from '../../rerank/named-reranker.ts';
import { rerankerKinds } from '../../rerank/registry.ts';
import { bm25Protocols } from '../../retrieve/bm25/protocol.ts';
import { listModels, loadModel } from '../../retrieve/models/model-definition.ts';
import { retrieverKinds } from '../../retrieve/registry.ts';
import { queryOrigin } from '../../run/query-settings.ts';
import { listRuns } from '../../run/store.ts';
import { didYouMean } from '../../support/nearest.ts';
import { type Command, commonOptions } from '../command.ts';
import { withTerminal } from '../terminal.ts';

interface ListOptions {
  /** Folder of stored runs. */
  readonly out: string;
  /** Plug-ins whose measures are listed as well. */
  readonly plugins: readonly string[];
}

const kinds: Readonly<Record<string, (options: ListOptions) => Promise<readonly Entry[]>>> = {
  async benchmarks() {
    const entries: Entry[] = [];
    for (const name of await listDefinitions()) {
      const { title, description, splits, source, groups = {} } = await loadDefinition(name);
      const from =
        source.kind === 'hub' ? (source.repo ?? `${splits.length} datasets, such as ${splits[0]!.repo}`) : 'ships with brightline';
      entries.push({ benchmark: name, title, splits: splits.length, groups: Object.keys(groups).join(', '), source: from, description });
    }
    return entries;
  },

  async splits() {
    const entries: Entry[] = [];
    for (const name of await listDefinitions()) {
      const { splits, versions } = await loadDefinition(name);
      for (const { id, title, short } of splits) {
        const { documents = '', topics = '', judgments = '' } = versions[0]?.counts[id] ?? {};
        entries.push({ benchmark: name, split: id, title, column: short, documents, topics, judgments });
      }
    }
    return entries;
  },

  async retrievers() {
    const kinds = retrieverKinds.map(({ name, description, settings }) => ({
      retriever: name,
      model: '',
      description,
      settings: Object.entries(settings)
        .map(([key, meaning]) => `${key}: ${meaning}`)
        .join('; '),
    }));
    const models = await Promise.all((await listModels()).map((name) => loadModel(name)));
    return [...kinds, ...models.map(({ name, model, description }) => ({ retriever: name, model, description, settings: 'as dense' }))];
  },

  async rerankers() {
    const named = await Promise.all((await listNamedRerankers()).map((name) => loadNamedReranker(name)));
    return [
      ...rerankerKinds.map(({ name, description, settings }) => ({
        reranker: name,
        kind: name,
        description,
        settings: Object.entries(settings)
          .map(([key, meaning]) => `${key}: ${meaning}`)
          .join('; '),
      })),
      ...named.map(({ name, reranker, description, settings }) => ({
        reranker: name,
        kind: reranker,
        description,
        settings: Object.entries(settings)
          .map(([key, value]) => `${key}=${value}`)
          .join('; '),
      })),
    ];
  },

  async protocols() {
    return bm25Protocols.map(({ name, description, k1, b }) => ({ protocol: name, k1, b, description }));
  },

  async tables() {
    return (await listScoreTables()).map((table) => {
      const findings = checkAverages(table).map(({ system, published, recomputed, finding }) => {
        const why = { rounding: 'may come of rounding', off: 'is not its mean', incomplete: 'has cells missing' }[finding];
        return `${system}: the average ${published} ${why} (${recomputed.toFixed(table.decimals + 1)})`;
      });
      return {
        table: table.id,
        title: table.title,
        systems: table.rows.length,
        columns: table.columns.length,
        notes: [...(table.notes ?? []), ...findings].join(' · '),
      };
    });
  },

  async qrels() {
    return qrelsVariants.map(({ name, description }) => ({ qrels: name, description }));
  },

  async measures({ plugins }) {
    const families = plugins.length === 0 ? measureFamilies : await loadMeasurePlugins(plugins);
    return families.map((family) => {
      const example = bindMeasure(family, family.at === 'recall' ? { recall: 0.1 } : family.at === 'nothing' ? {} : { cutoff: 10 });
      return { measure: example.name, trec_eval: example.trecName ?? '', summary: family.summary, source: family.source };
    });
  },

  async fusions() {
    const presets = await Promise.all((await listWeightPresets()).map((name) => loadWeightPreset(name)));
    return [
      ...fusionMethods.map(({ name, normalisation, missing, summary, source }) => ({
        option: `--method ${name}`,
        normalise: normalisation.name,
        missing: missing.name,
        summary,
        source,
      })),
      ...normalisations.map(({ name, summary, source }) => ({
        option: `--normalise ${name}`,
        normalise: '',
        missing: '',
        summary,
        source,
      })),
      ...ownCombinations.map(({ name, summary }) => ({ option: `--steps ${name}`, normalise: '', missing: '', summary, source: '' })),
      ...missingRules.map(({ name, summary }) => ({ option: `--missing ${name}`, normalise: '', missing: '', summary, source: '' })),
      ...presets.map(({ name, description, source }) => ({
        option: `--weights ${name}`,
        normalise: '',
        missing: '',
        summary: description,
        source,
      })),
    ];
  },

  async runs({ out }) {
    return (await listRuns(out)).map(({ place, manifest }) => ({
      benchmark: manifest.settings.benchmark,
      split: manifest.settings.split,
      system: manifest.system,
      protocol: manifest.protocol,
      queries: queryOrigin(manifest.settings),
      topics: manifest.counts.topics,
      finished: manifest.finishedAt,
      run: place.run,
    }));
  },
};

export const list: Command = {
  positionals: { what: { type: 'string', describe: Object.keys(kinds).join(', '), demandOption: true } },
  options: {
    out: { type: 'string', default: 'runs', describe: 'For `list runs`: the folder of stored runs' },
    plugin: {
      type: 'string',
      array: true,
      default: [],
      describe: 'For `list measures`: an ES module with measures of your own; repeatable',
    },
    ...commonOptions,
  },
  examples: [
    ['list splits', 'Splits of every benchmark, with the counts of the version that papers use'],
    ['list measures --format md', 'What can be measured, as Markdown'],
  ],
  act: (argv) =>
    withTerminal(argv['quiet'] === true, async ({ print, width }) => {
      const what = String(argv['what']);
      const find = Object.hasOwn(kinds, what) ? kinds[what] : undefined;
      if (find === undefined) {
        const known = Object.keys(kinds);
        throw usageError(`list ${what}: there is no such list`, { next: `${didYouMean(what, known)}Known: ${known.join(', ')}.` });
      }
      await print(
        renderEntries(await find({ out: String(argv['out']), plugins: argv['plugin'] as readonly string[] }), {
          format: argv['format'] as 'table',
          name: what,
          width,
        }),
      );
    }),
};
