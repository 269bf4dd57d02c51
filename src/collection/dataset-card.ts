import { parse } from 'yaml';
import { z } from 'zod';
import { dataError } from '../errors.ts';
import { describeIssues } from '../support/json-file.ts';

/** Config → split → patterns of the paths of its files, as a dataset's card (README.md) states them. */
export type DatasetCard = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

const paths = z.union([z.string().transform((path) => [path]), z.array(z.string())]);
const splitFiles = z.object({ split: z.string(), path: paths });

const frontMatter = z.object({
  configs: z
    .array(
      z.object({
        config_name: z.string().default('default'),
        data_files: z.union([z.array(splitFiles).min(1), paths.transform((path) => [{ split: 'train', path }])]).optional(),
      }),
    )
    .default([]),
});

/**
 * Reads the configs from the YAML at the top of a dataset's card (https://huggingface.co/docs/hub/datasets-manual-configuration). A file that isn't
 * given to a split belongs to `train`. A card without YAML or without configs gives an empty map.
 *
 * @param shownAs how the card is named in messages.
 * @throws `data` error when the YAML can't be read, or its configs have another form.
 */
export function parseDatasetCard(text: string, shownAs: string): DatasetCard {
  const yaml = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[1];
  const parsed = frontMatter.safeParse(readYaml(yaml ?? '', shownAs) ?? {});
  if (!parsed.success) throw dataError(`${shownAs}: ${describeIssues(parsed.error)}`, { cause: parsed.error });
  const card = new Map<string, Map<string, string[]>>();
  for (const { config_name, data_files = [] } of parsed.data.configs) {
    const splits = card.get(config_name) ?? new Map<string, string[]>();
    card.set(config_name, splits);
    for (const { split, path } of data_files) splits.set(split, [...(splits.get(split) ?? []), ...path]);
  }
  return card;
}

function readYaml(yaml: string, shownAs: string): unknown {
  try {
    return parse(yaml);
  } catch (error) {
    throw dataError(`${shownAs}: the YAML at its top can't be read: ${(error as Error).message.split('\n')[0]}`, { cause: error });
  }
}
