import type { Options, PositionalOptions } from 'yargs';
import type { Command } from './command.ts';

/** What a command is given: its options and positionals by name. */
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * Reads a command line that is plain and right as yargs would, without yargs, which takes longer to load than a run to score.
 *
 * Plain are `--option value`, `--option=value`, `-o value`, `--flag` and positionals, each known and of its kind. All else, whether it is wrong or
 * only unusual (`--no-flag`, `-abc`, `--`, `--help`, an option twice that isn't to be repeated), is left to yargs, which can say what is wrong.
 *
 * @param usage `score <runs..>`: the command's name and its positionals.
 * @returns undefined for what is left to yargs.
 */
export function readPlainArguments(args: readonly string[], usage: string, { options }: Command): Arguments | undefined {
  if (!Object.values(options).every(isPlainOption)) return undefined;
  const longNames = new Map(Object.entries(options).flatMap(([name, { alias }]) => [name, alias].map((other) => [other, name] as const)));
  const given: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [, dashes, written, attached] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(args[at]!) ?? [];
    if (dashes === undefined) {
      positionals.push(args[at]!);
      continue;
    }
    const name = longNames.get(written);
    if (name === undefined || (dashes === '--') !== written!.length > 1 || (dashes === '-' && attached !== undefined)) return undefined;
    const option = options[name]!;
    if (option.type === 'boolean') {
      if (attached !== undefined || name in given || /^(?:true|false)$/.test(args[at + 1] ?? '')) return undefined;
      given[name] = true;
      continue;
    }
    const value = readValue(attached ?? args[++at], option);
    if (value === undefined || (name in given && !option.array)) return undefined;
    given[name] = option.array ? [...((given[name] as readonly unknown[] | undefined) ?? []), value] : value;
  }
  const named = namePositionals(positionals, usage);
  for (const [name, option] of Object.entries(options)) {
    if (name in given) continue;
    if (option.demandOption) return undefined;
    if (option.default !== undefined) given[name] = option.default;
  }
  return named && { ...given, ...named };
}

/** All that the reader above knows of; an option that asks for more of yargs is left to it. */
const known = new Set(['alias', 'type', 'array', 'choices', 'default', 'demandOption', 'describe', 'hidden', 'group']);

function isPlainOption(option: Options): boolean {
  const { alias, type, choices } = option;
  const hasPlainAlias = alias === undefined || (typeof alias === 'string' && alias.length === 1);
  const hasPlainType = type === 'string' || type === 'number' || type === 'boolean' || (type === undefined && choices !== undefined);
  return hasPlainAlias && hasPlainType && Object.keys(option).every((key) => known.has(key));
}

function readValue(text: string | undefined, { type, choices }: Options | PositionalOptions): string | number | undefined {
  // yargs takes quotes around a value off, and what begins with a dash may be an option.
  if (text === undefined || text === '' || /^['"-]/.test(text)) return undefined;
  if (choices !== undefined && !choices.includes(text)) return undefined;
  if (type !== 'number') return text;
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** `<one>`, `<several..>`, `[one]` and `[several..]`, the last of which may be several. Undefined where there are too few or too many. */
function namePositionals(values: readonly string[], usage: string): Arguments | undefined {
  if (values.some((value) => readValue(value, {}) === undefined)) return undefined;
  const named: Record<string, unknown> = {};
  let at = 0;
  for (const [, bracket, name, dots] of usage.matchAll(/([<[])([\w-]+)(\.\.)?[>\]]/g)) {
    if (bracket === '<' && at === values.length) return undefined;
    if (dots !== undefined) named[name!] = values.slice(at);
    else if (at < values.length) named[name!] = values[at];
    at = dots === undefined ? at + 1 : values.length;
  }
  return at < values.length ? undefined : named;
}
