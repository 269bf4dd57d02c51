/**
 * The set of queries that a person means: letters of either case, with or without the `_reason` at the end of config names.
 *
 * @returns its name as the source spells it; undefined where there is none.
 */
export function findQuerySet(wanted: string, known: readonly string[]): string | undefined {
  const plain = querySetName(wanted);
  return known.find((name) => name === plain) ?? known.find((name) => name.toLowerCase() === plain.toLowerCase());
}

/** Whether a config holds rewritten queries. */
export function isQuerySetConfig(config: string): boolean {
  return config.endsWith(suffix);
}

/** A config's name without `_reason`: `gpt4_reason` is called gpt4. */
export function querySetName(config: string): string {
  return config.toLowerCase().endsWith(suffix) ? config.slice(0, -suffix.length) : config;
}

const suffix = '_reason';
