import { type AgreementTerms, judgeFigure } from './judge-figure.ts';

/** What may have made a figure another than the published one. */
export type CauseName =
  | 'protocol'
  | 'ties'
  | 'score precision'
  | 'topics'
  | 'qrels'
  | 'excluded ids'
  | 'instruction'
  | 'truncation'
  | 'depth'
  | 'queries'
  | 'dataset'
  | 'model'
  | 'provenance'
  | 'published figure'
  | 'cells';

/**
 * A cause with what speaks for it. `explains`: tried, and the published figure comes out. `does not explain`: tried, and it doesn't come out by this alone.
 * `open`: could not be tried, and nothing rules it out.
 */
export interface Cause {
  readonly cause: CauseName;
  readonly finding: 'explains' | 'does not explain' | 'open';
  /** One sentence without a full stop. */
  readonly evidence: string;
  /** What is measured with the cause removed, 0–1; absent where nothing was. */
  readonly value?: number | undefined;
}

/** The figure that a cause has to explain. */
export interface Target {
  /** As published, 0–1. */
  readonly expected: number;
  readonly terms: AgreementTerms;
  /** A figure as the table would print it, one digit longer: `4.35`. */
  figure(value: number): string;
}

/** A cause that was tried: whether the published figure comes out with `value`. */
export function triedCause(cause: CauseName, evidence: string, value: number, { expected, terms }: Target): Cause {
  const finding = judgeFigure(expected, value, terms) === 'off' ? 'does not explain' : 'explains';
  return { cause, finding, evidence, value };
}

export function openCause(cause: CauseName, evidence: string): Cause {
  return { cause, finding: 'open', evidence };
}

const order: readonly Cause['finding'][] = ['explains', 'open', 'does not explain'];

/** What explains first, then what is open, then what was tried in vain. */
export function sortCauses(causes: readonly Cause[]): readonly Cause[] {
  return causes.toSorted((a, b) => order.indexOf(a.finding) - order.indexOf(b.finding));
}
