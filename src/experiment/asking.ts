import { usageError } from '../errors.ts';
import type { QueryForm } from '../query/query-form.ts';
import { type Combination, findCombination } from './combination.ts';

/** What is sent for each topic, and how several rankings of one become its own. */
export interface Asking extends QueryForm {
  /** Present where a topic may be several queries. */
  readonly combination?: Combination | undefined;
  /** Documents retrieved for each of them; undefined for as many as are kept. */
  readonly stepDepth?: number | undefined;
}

export interface AskingOptions {
  /** `question+reasoning`, `reasoning+question`, or `apart:RULE`. */
  readonly join: string | undefined;
  /** `RULE`, `prefix`, or `prefix:RULE`; `prefix` alone is `prefix:last`. */
  readonly steps: string | undefined;
  readonly stepDepth: number | undefined;
  /** `original` has no reasoning to put a question to. */
  readonly queries: string;
}

/**
 * Reads what a person asks for with `--join`, `--steps` and `--step-depth`.
 *
 * @throws `usage` error for what isn't there or doesn't go together.
 */
export function parseAsking({ join, steps, stepDepth, queries }: AskingOptions): Asking {
  const joined = join === undefined ? {} : parseJoin(join);
  const split = steps === undefined ? {} : parseSteps(steps);
  const asking: Asking = { ...joined, ...split, stepDepth };
  if (joined.join === 'apart' && split.steps !== undefined) {
    throw usageError(`--join ${join} and --steps ${steps} are both given: each says what a topic's several queries are`, {
      next: 'Leave one out. `brightline fuse` combines the runs of both.',
    });
  }
  if (joined.join !== undefined && split.steps === 'prefix') {
    throw usageError(`--join ${join} and --steps ${steps} are both given, and a prefix begins with the question already`, {
      next: 'Leave --join out.',
    });
  }
  const needsBoth = asking.join === undefined ? (asking.steps === 'prefix' ? `--steps ${steps}` : undefined) : `--join ${join}`;
  if (needsBoth !== undefined && queries === 'original') {
    throw usageError(`${needsBoth} puts the question to a reasoning, and the original queries have none`, {
      next: 'Name a reasoned set or a file with --queries.',
    });
  }
  const { combination } = asking;
  if (stepDepth !== undefined && (combination === undefined || combination.fusion === 'last')) {
    throw usageError('--step-depth is given, and there are no rankings of several queries to be combined', {
      next: 'Use it with --steps RULE or --join apart:RULE; --depth says how many documents are kept.',
    });
  }
  return asking;
}

function parseJoin(text: string): Pick<Asking, 'join' | 'combination'> {
  if (text === 'question+reasoning' || text === 'reasoning+question') return { join: text };
  const rule = /^apart:(.+)$/.exec(text)?.[1];
  const combination = rule === undefined ? undefined : findCombination(rule);
  if (combination !== undefined && combination.fusion !== 'last') return { join: 'apart', combination };
  throw usageError(`--join ${text}: question+reasoning, reasoning+question or apart:RULE was expected`, {
    next: 'RULE combines the rankings of the two, as rrf does in apart:rrf; without --join, the reasoning is sent alone.',
  });
}

function parseSteps(text: string): Pick<Asking, 'steps' | 'combination'> {
  const prefix = /^prefix(?::(.*))?$/.exec(text);
  if (prefix === null) return { steps: 'each', combination: findCombination(text) };
  return { steps: 'prefix', combination: findCombination(prefix[1] ?? 'last') };
}
