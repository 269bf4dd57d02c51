import type { TokenUsage } from './token-usage.ts';

/** What has been asked of one endpoint so far. */
export interface EndpointCount {
  /** Base URL, safe to show. */
  readonly endpoint: string;
  readonly requests: number;
  /** Requests without a good answer. */
  readonly failures: number;
  /** Time that requests took, added up: more than the clock shows when they ran together. */
  readonly seconds: number;
}

/** What has been asked of a pool so far. */
export interface EndpointStatistics {
  readonly requests: number;
  /** Requests made again after one that failed. */
  readonly retries: number;
  /** Tokens of good answers, as the servers count them. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Seconds from the first request's start to the last one's end. */
  readonly seconds: number;
  readonly endpoints: readonly EndpointCount[];
}

export interface RequestCounter {
  answered(usage: TokenUsage | undefined): void;
  requested(endpoint: string, request: { readonly again: boolean; readonly failed: boolean; readonly seconds: number }): void;
  statistics(): EndpointStatistics;
}

export function countRequests(bases: readonly string[]): RequestCounter {
  const counts = new Map(bases.map((base) => [base, { requests: 0, failures: 0, seconds: 0 }]));
  const total = { requests: 0, retries: 0, promptTokens: 0, completionTokens: 0 };
  let first: number | undefined;
  let last = 0;
  return {
    answered(usage) {
      total.promptTokens += usage?.promptTokens ?? 0;
      total.completionTokens += usage?.completionTokens ?? 0;
    },
    requested(endpoint, { again, failed, seconds }) {
      last = performance.now();
      first = Math.min(first ?? Number.POSITIVE_INFINITY, last - seconds * 1000);
      const count = counts.get(endpoint)!;
      count.requests++;
      count.seconds += seconds;
      if (failed) count.failures++;
      total.requests++;
      if (again) total.retries++;
    },
    statistics: () => ({
      ...total,
      seconds: first === undefined ? 0 : (last - first) / 1000,
      endpoints: [...counts].map(([endpoint, count]) => ({ endpoint, ...count })),
    }),
  };
}
