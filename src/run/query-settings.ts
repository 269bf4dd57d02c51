/** What was asked for each topic of a run, and how the answers became one ranking. */
export interface QuerySettings {
  /** `original`, or the name of a reasoned query set, or that of a file of queries, `file:gpt4.jsonl`. */
  readonly queries: string;
  /** SHA-256 of what the file of queries holds; absent where there is none. */
  readonly queriesHash?: string | undefined;
  /** How the question was put together with the reasoning; absent where the reasoning was sent alone. */
  readonly join?: 'question+reasoning' | 'reasoning+question' | 'apart' | undefined;
  /** Which steps of the texts were queries; absent where whole texts were. */
  readonly steps?: 'each' | 'prefix' | undefined;
  /** The version of the splitter, where texts were split into steps. */
  readonly splitter?: number | undefined;
  /** How the rankings of several queries were made into that of their topic; absent where each topic was one query. */
  readonly combined?: CombinedSettings | undefined;
}

/** With the rule `last`, which sends the last query alone, there is nothing else to tell. */
export type CombinedSettings = {
  /** As asked for: `rrf`. */
  readonly rule: string;
  readonly method?: string | undefined;
  readonly normalisation?: string | undefined;
  readonly missing?: string | undefined;
  readonly k?: number | undefined;
  /** Documents retrieved for each query. */
  readonly depth?: number | undefined;
};

/**
 * Where a run's queries come from, as tables name it: `original`, `gpt4`, `gpt4, steps=prefix:rrf`, `file:mine.jsonl, join=question+reasoning`.
 *
 * @param depth documents kept per topic; that of each query is named where it is another one.
 */
export function queryOrigin(settings: QuerySettings & { readonly depth: number }): string {
  return [settings.queries, ...queryChoices(settings)].join(', ');
}

/** What was chosen about the queries beside their text, each as a command line has it: `steps=prefix:rrf`. */
export function queryChoices({ join, steps, combined, depth }: QuerySettings & { readonly depth: number }): readonly string[] {
  const rule = combined?.rule ?? '';
  return [
    ...(join === undefined ? [] : [`join=${join === 'apart' ? `apart:${rule}` : join}`]),
    ...(steps === undefined ? [] : [`steps=${steps === 'prefix' ? `prefix:${rule}` : rule}`]),
    ...(combined?.depth === undefined || combined.depth === depth ? [] : [`step-depth=${combined.depth}`]),
  ];
}
