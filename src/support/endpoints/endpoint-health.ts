import { backOffMs, longestAskedWaitMs } from '../retry.ts';

export interface HealthOptions {
  /** Failures in a row after which the circuit opens. */
  readonly failuresToOpen: number;
  /** Milliseconds that an open circuit rests before a call may probe it; twice as many after each probe that fails, up to ten times. */
  readonly openMs: number;
  readonly random: () => number;
}

/**
 * What an endpoint's answers say about it: a circuit breaker.
 *
 * After a failure the endpoint rests, longer each time, and then gets one call at a time until one succeeds. After `failuresToOpen` in a
 * row its circuit is open. Calls that were under way together when it failed have met one failure, not many.
 */
export interface EndpointHealth {
  /** A call begins; the number says when, for what it will report. */
  begin(): number;
  succeed(): void;
  /** @param waitMs what the endpoint asked to wait. */
  fail(began: number, now: number, waitMs?: number): void;
  /**
   * It is well but has too much to do: it rests, and nothing is held against it unless it asks for a wait longer than anybody would make.
   */
  limit(began: number, now: number, waitMs?: number): void;
  /** When the next call may begin, on the clock that `now` comes from. */
  readyAt(): number;
  failing(): boolean;
  /** Whether it is given up until its rest is over. */
  open(now: number): boolean;
}

export function endpointHealth({ failuresToOpen, openMs, random }: HealthOptions): EndpointHealth {
  let begun = 0;
  let failures = 0;
  let limits = 0;
  /** Calls up to this number had begun when the last failure was counted. */
  let counted = 0;
  let readyAt = Number.NEGATIVE_INFINITY;

  const restAfter = (inARow: number): number =>
    inARow < failuresToOpen ? backOffMs(inARow, random) : openMs * Math.min(10, 2 ** (inARow - failuresToOpen)) * (1 - random() / 2);
  const rest = (until: number): void => {
    readyAt = Math.max(readyAt, until);
  };

  return {
    begin: () => ++begun,
    succeed() {
      failures = 0;
      limits = 0;
    },
    fail(began, now, waitMs = 0) {
      if (began > counted) {
        failures++;
        counted = begun;
      }
      rest(now + Math.max(waitMs, restAfter(failures)));
    },
    limit(began, now, waitMs) {
      if (began > counted) {
        limits++;
        counted = begun;
      }
      if (waitMs !== undefined && waitMs > longestAskedWaitMs) failures = Math.max(failures, failuresToOpen);
      // Whoever asks for a wait is asked again a little later than that, and not by everybody at once.
      rest(now + (waitMs === undefined ? backOffMs(limits, random) : waitMs + random() * 1000));
    },
    readyAt: () => readyAt,
    failing: () => failures > 0,
    open: (now) => failures >= failuresToOpen && now < readyAt,
  };
}
