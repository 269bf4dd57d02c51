import { explainFloor, explainVerdict, percent, points, subjectOf, summarize } from './explain.ts';
import { type FailLevel, failuresOf, isFailure } from './failures.ts';
import type { CheckResult, Verdict } from './verdict.ts';

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
}

/** GitHub shows so many annotations of each level from a step, and drops the others without a word. */
const shownPerLevel = 10;

/**
 * A check as workflow commands, a line each, which GitHub turns into annotations of the baseline's file: an error for each thing that the check fails on, a warning
 * for what is inconclusive or missing, a notice for the sum of it all. What is more than GitHub shows is counted in the last of its level.
 *
 * @param file the baseline's path from the root of the repository.
 */
export function githubCommands(result: CheckResult, level: FailLevel, file: string): string {
  const passed = failuresOf(result, level).length === 0;
  const annotations: readonly Annotation[] = [
    ...result.floors
      .filter(({ held }) => !held)
      .map((floor): Annotation => ({ level: 'error', title: `floor broken: ${subjectOf(floor)}`, message: explainFloor(floor) })),
    ...result.verdicts.flatMap((verdict): readonly Annotation[] => {
      const kind = levelOf(verdict, level);
      return kind === undefined ? [] : [{ level: kind, title: `${verdict.verdict}: ${subjectOf(verdict)}`, message: messageOf(verdict) }];
    }),
    { level: 'notice', title: `brightline check ${passed ? 'passed' : 'failed'}`, message: summarize(result) },
  ];
  const levels: readonly Level[] = ['error', 'warning', 'notice'];
  return levels
    .flatMap((name) => atMost(annotations.filter((annotation) => annotation.level === name)))
    .map(
      ({ level: name, title, message }) =>
        `::${name} file=${escapeProperty(file)},title=${escapeProperty(title)}::${escapeData(message)}\n`,
    )
    .join('');
}

function levelOf(verdict: Verdict, level: FailLevel): Level | undefined {
  if (isFailure(verdict, level)) return 'error';
  return verdict.verdict === 'inconclusive' || verdict.verdict === 'missing' ? 'warning' : undefined;
}

function messageOf(verdict: Verdict): string {
  const lost = verdict.losses
    .slice(0, 3)
    .map(({ topic, before, now, delta }) => `${points(delta)}: ${topic} (${percent(before)} → ${percent(now)})`);
  return [explainVerdict(verdict), ...lost].join('\n');
}

function atMost(annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length <= shownPerLevel) return annotations;
  const rest = annotations.slice(shownPerLevel - 1);
  const more: Annotation = {
    level: rest[0]!.level,
    title: `and ${rest.length} more`,
    message: rest.map(({ title }) => title).join('\n'),
  };
  return [...annotations.slice(0, shownPerLevel - 1), more];
}

/** What stands behind `::`. Source: `escapeData` of actions/toolkit, packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** What stands behind `title=`. Source: `escapeProperty` there. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
