/**
 * What can go wrong, by whose move comes next.
 *
 * `usage` (exit 2): the request is wrong; change the command. `data` (exit 3): a file, server or dataset is wrong or out of reach.
 * `capability` (exit 4): this machine lacks something the request needs. `interrupted` (exit 130): the person stopped it.
 */
export type ErrorKind = 'usage' | 'data' | 'capability' | 'interrupted';

export const exitCodes: Readonly<Record<ErrorKind, number>> = { usage: 2, data: 3, capability: 4, interrupted: 130 };

export interface BrightlineErrorOptions {
  /** The next step, as one sentence or command; printed on a line of its own. */
  readonly next?: string;
  readonly cause?: unknown;
}

/**
 * An error a person can cause or repair. The message begins with the subject, names the place (file, line, field), and gives the two
 * values that disagree. Anything thrown that is not a BrightlineError is a bug in brightline.
 */
export class BrightlineError extends Error {
  override readonly name = 'BrightlineError';
  readonly kind: ErrorKind;
  readonly next: string | undefined;

  constructor(kind: ErrorKind, message: string, options: BrightlineErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.next = options.next;
  }
}

export function usageError(message: string, options?: BrightlineErrorOptions): BrightlineError {
  return new BrightlineError('usage', message, options);
}

export function dataError(message: string, options?: BrightlineErrorOptions): BrightlineError {
  return new BrightlineError('data', message, options);
}

export function capabilityError(message: string, options?: BrightlineErrorOptions): BrightlineError {
  return new BrightlineError('capability', message, options);
}

export function interruptedError(message = 'interrupted', options?: BrightlineErrorOptions): BrightlineError {
  return new BrightlineError('interrupted', message, options);
}
