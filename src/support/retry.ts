import { interruptedError } from '../errors.ts';

export interface RetryOptions {
  /** Attempts in a row without progress, the first among them. */
  readonly attempts: number;
  /** Waits as told; throws `interrupted` when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1): spreads the waits of processes that failed together. */
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Told before each wait. */
  readonly onWait?: ((wait: Wait) => unknown) | undefined;
}

/** Why the next attempt isn't made at once. */
export interface Wait {
  /** What failed, as the error says it that would end the attempts. */
  readonly reason: string;
  readonly ms: number;
}

export interface PassingFailureOptions {
  /** Milliseconds that the other side asked to wait. */
  readonly waitMs?: number | undefined;
  /** The attempt got further than the one before it: the count of attempts begins anew. */
  readonly progressed?: boolean;
  /** Attempts for a failure of this kind, where fewer than usual make sense. */
  readonly attempts?: number;
}

/** Thrown by an attempt whose failure may pass. */
export class PassingFailure extends Error {
  /** The error to throw if it hasn't passed after so many attempts. */
  readonly giveUp: (attempts: number) => Error;
  readonly options: PassingFailureOptions;

  constructor(giveUp: (attempts: number) => Error, options: PassingFailureOptions = {}) {
    super('a failure that may pass');
    this.giveUp = giveUp;
    this.options = options;
  }
}

/** How often something has been tried, at the end of a sentence about it. */
export function tries(attempts: number): string {
  return attempts === 1 ? '' : `, on the last of ${attempts} tries too`;
}

/** The longest wait that is made because the other side asks for it: the Hub's rate limits open anew every five minutes. */
export const longestAskedWaitMs = 330_000;

const firstWaitMs = 500;
const longestWaitMs = 20_000;

/**
 * Runs `attempt` until it returns, throws anything but a `PassingFailure`, or has failed `attempts` times in a row. Between attempts it
 * waits as long as it was asked to, else 0.5 s, 1 s, 2 s, … up to 20 s, each shortened by up to a half at random.
 *
 * @throws what the attempt throws; for a `PassingFailure` that didn't pass, the error that it gives.
 */
export async function retry<Result>(attempt: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  let inARow = 0;
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (failure) {
      if (!(failure instanceof PassingFailure)) throw failure;
      const { waitMs, progressed = false, attempts = Number.POSITIVE_INFINITY } = failure.options;
      inARow = progressed ? 1 : inARow + 1;
      if (inARow >= Math.min(options.attempts, attempts) || (waitMs ?? 0) > longestAskedWaitMs) throw failure.giveUp(made);
      const ms = waitMs ?? backOffMs(inARow, options.random);
      options.onWait?.({ reason: failure.giveUp(1).message, ms });
      await options.sleep(ms, options.signal);
    }
  }
}

/** Milliseconds to wait after so many failures in a row: 0.5 s, 1 s, 2 s, … up to 20 s, each shortened by up to a half at random. */
export function backOffMs(inARow: number, random: () => number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (inARow - 1)) * (1 - random() / 2);
}

/** Waits `ms` milliseconds; throws `interrupted` at once when the signal aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(interruptedError());
    const stop = (): void => {
      clearTimeout(timer);
      reject(interruptedError());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
