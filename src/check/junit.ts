import { groupBy } from '../support/group-by.ts';
import { explainFloor, explainVerdict, percent, points } from './explain.ts';
import { type FailLevel, isFailure } from './failures.ts';
import { placeName } from './snapshot.ts';
import type { CheckResult, FloorResult, TopicLoss, Verdict } from './verdict.ts';
import { xmlText } from './xml-text.ts';

/** A test case with its outcome: none where it passed. */
interface Case {
  readonly suite: string;
  readonly className: string;
  readonly name: string;
  readonly outcome?: { readonly kind: 'failure' | 'skipped'; readonly message: string; readonly detail: string };
}

/**
 * A check as JUnit XML, the form that CI servers read (its common schema is that of Jenkins' xunit plugin): a suite per benchmark and system, a case per split
 * and measure, a case per floor. What the check fails on is a failure with the topics that lost most; what it can't tell, or has nothing to compare with, is
 * skipped. Equal checks give equal text: there are no times in it.
 */
export function junitXml(result: CheckResult, level: FailLevel): string {
  const cases = [...result.verdicts.map((verdict) => verdictCase(verdict, level)), ...result.floors.map(floorCase)];
  const suites = [...groupBy(cases, ({ suite }) => suite)].map(([name, all]) => {
    const open = `  <testsuite ${attributes({ name, ...counts(all), errors: 0, time: 0 })}>`;
    return [open, ...all.map(caseXml), '  </testsuite>'].join('\n');
  });
  const root = `<testsuites ${attributes({ name: 'brightline check', ...counts(cases), errors: 0, time: 0 })}>`;
  return `${['<?xml version="1.0" encoding="UTF-8"?>', root, ...suites, '</testsuites>'].join('\n')}\n`;
}

function verdictCase(verdict: Verdict, level: FailLevel): Case {
  const { benchmark, system, measure, split } = verdict;
  const place = {
    suite: `${benchmark}: ${system}`,
    className: `${placeName(verdict)}.${system}`,
    name: split === null ? `${measure}, average over splits` : measure,
  };
  const message = `${verdict.verdict}: ${explainVerdict(verdict)}`;
  const detail = verdict.losses.map(lossLine).join('\n');
  if (isFailure(verdict, level)) return { ...place, outcome: { kind: 'failure', message, detail } };
  const told = verdict.verdict === 'inconclusive' || verdict.evidence === null;
  return told ? { ...place, outcome: { kind: 'skipped', message, detail: '' } } : place;
}

function floorCase(floor: FloorResult): Case {
  const { benchmark, system, measure, split, held } = floor;
  const where = split === null ? ', average over splits' : '';
  const place = {
    suite: `${benchmark}: ${system}`,
    className: `${placeName(floor)}.${system}`,
    name: `${measure}${where}, at least ${percent(floor.floor)}`,
  };
  return held ? place : { ...place, outcome: { kind: 'failure', message: explainFloor(floor), detail: '' } };
}

function lossLine({ topic, before, now, delta }: TopicLoss): string {
  return `${points(delta)}  ${percent(before)} → ${percent(now)}  ${topic}`;
}

function caseXml({ className, name, outcome }: Case): string {
  const open = `    <testcase ${attributes({ classname: className, name, time: 0 })}`;
  if (outcome === undefined) return `${open}/>`;
  const { kind, message, detail } = outcome;
  const inner = `<${kind} ${attributes({ message, ...(kind === 'failure' ? { type: 'check' } : {}) })}`;
  return `${open}>\n      ${detail === '' ? `${inner}/>` : `${inner}>${xmlText(detail)}</${kind}>`}\n    </testcase>`;
}

function counts(cases: readonly Case[]): Readonly<Record<string, number>> {
  const count = (kind: string): number => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  return { tests: cases.length, failures: count('failure'), skipped: count('skipped') };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${xmlText(String(value))}"`)
    .join(' ');
}
