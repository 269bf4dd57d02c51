import { z } from 'zod';
import type { Definition } from './definition.ts';
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
      z.strictObject({
        kind: z.literal('hub'),
        repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'expected org/name'),
        revision: someText.default('main'),
      }),
      z.strictObject({ kind: z.literal('folder') }),
    ]),
    protocol: someText,
    measures: z.array(someText).min(1),
    mainMeasure: someText,
    longMainMeasure: someText.optional(),
    splits: z.array(z.strictObject({ id: plainName, title: someText, short: someText, longDocuments: z.boolean().default(false) })).min(1),
    versions: z.array(z.strictObject({ name: plainName, description: someText, counts: z.record(z.string(), splitCounts) })).default([]),
  })
  .superRefine(({ splits, versions }, context) => {
    const ids = splits.map(({ id }) => id);
    const report = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    ids.forEach((id, at) => {
      const first = ids.indexOf(id);
      if (first !== at) report(['splits', at, 'id'], `"${id}" is also the id of splits[${first}]`);
      if (id === 'all') report(['splits', at, 'id'], '"all" names every split and can\'t name one');
    });
    versions.forEach(({ counts }, at) => {
      for (const id of Object.keys(counts)) if (!ids.includes(id)) report(['versions', at, 'counts', id], 'is not the id of a split');
    });
  });
