import { z } from 'zod';
import type { Definition } from './definition.ts';
import { groupTrouble } from './groups.ts';
import { layoutNames } from './layout-names.ts';

/** Names that may become a folder or a word on the command line. */
const plainName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'expected letters, digits, ".", "_" and "-", a letter or digit first');
const someText = z.string().min(1, 'is empty');
const count = z.int().nonnegative();

const splitCounts = z.strictObject({
  documents: count.optional(),
  topics: count.optional(),
  judgments: count.optional(),
  excluded: count.optional(),
  longDocuments: count.optional(),
  longJudgments: count.optional(),
});

const repo = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'expected org/name');
const pathInside = z
  .string()
  .min(1, 'is empty')
  .refine((path) => !/^[/\\]|^[A-Za-z]:|\\/.test(path) && !path.split('/').includes('..'), 'expected a path inside the source, with /');

const mtebName = z.strictObject({
  task: plainName,
  subset: someText.optional(),
  split: someText.optional(),
  languages: z.array(someText).min(1).optional(),
});

const split = z.strictObject({
  id: plainName,
  title: someText,
  short: someText,
  longDocuments: z.boolean().default(false),
  repo: repo.optional(),
  revision: someText.optional(),
  sourceSplit: someText.optional(),
  files: z
    .strictObject({ corpus: z.array(pathInside).min(1), topics: pathInside, qrels: pathInside, excluded: pathInside.optional() })
    .optional(),
  instruction: someText.optional(),
  mteb: mtebName.optional(),
  longMteb: mtebName.optional(),
});

const fields = z.strictObject({
  documentId: someText.optional(),
  documentTitle: someText.optional(),
  documentText: someText.optional(),
  topicId: someText.optional(),
  topicText: someText.optional(),
});

/** The schema of `benchmarks/<name>/benchmark.json`; what the fields mean stands at `Definition`. */
export const definitionFile: z.ZodType<Omit<Definition, 'folder'>> = z
  .strictObject({
    name: plainName,
    title: someText,
    description: someText,
    homepage: z.url().optional(),
    licence: someText,
    citation: someText,
    layout: z.enum(layoutNames),
    source: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('hub'), repo: repo.optional(), revision: someText.default('main') }),
      z.strictObject({ kind: z.literal('folder') }),
    ]),
    protocol: someText,
    measures: z.array(someText).min(1),
    mainMeasure: someText,
    longMainMeasure: someText.optional(),
    ties: z.enum(['trec', 'input']).optional(),
    exclusions: z.enum(['honour', 'ignore']).optional(),
    fields: fields.optional(),
    splits: z.array(split).min(1),
    defaultSplit: someText.optional(),
    groups: z.record(plainName, z.array(someText).min(1)).optional(),
    versions: z.array(z.strictObject({ name: plainName, description: someText, counts: z.record(z.string(), splitCounts) })).default([]),
  })
  .superRefine(({ splits, versions, source, layout, groups = {}, defaultSplit }, context) => {
    const ids = splits.map(({ id }) => id);
    const report = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    ids.forEach((id, at) => {
      const first = ids.indexOf(id);
      if (first !== at) report(['splits', at, 'id'], `"${id}" is also the id of splits[${first}]`);
      if (id === 'all') report(['splits', at, 'id'], '"all" names every split and can\'t name one');
    });
    splits.forEach((split, at) => {
      if (source.kind === 'hub' && source.repo === undefined && split.repo === undefined) {
        report(['splits', at, 'repo'], 'is missing, and source.repo names no dataset for all splits');
      }
      if (source.kind === 'folder' && (split.repo ?? split.revision) !== undefined) {
        report(['splits', at, split.repo === undefined ? 'revision' : 'repo'], 'names a dataset, where the source is a folder');
      }
      if (split.longMteb !== undefined && !split.longDocuments) report(['splits', at, 'longMteb'], 'the split has no long documents');
      if ((layout === 'files') !== (split.files !== undefined)) {
        report(['splits', at, 'files'], layout === 'files' ? 'is missing' : 'belongs to the layout "files" alone');
      }
    });
    if (defaultSplit !== undefined && !ids.includes(defaultSplit)) report(['defaultSplit'], `"${defaultSplit}" is not the id of a split`);
    for (const { path, message } of groupTrouble(groups, ids)) report(['groups', ...path], message);
    versions.forEach(({ counts }, at) => {
      for (const id of Object.keys(counts)) if (!ids.includes(id)) report(['versions', at, 'counts', id], 'is not the id of a split');
    });
  });
