/** Seconds spent per named stage; a stage that is entered again adds up. */
export interface Stopwatch {
  /** Runs `work` as part of `stage`. */
  time<T>(stage: string, work: () => Promise<T>): Promise<T>;
  /** Seconds per stage, in order of first use, to the millisecond. */
  seconds(): Record<string, number>;
}

export function startStopwatch(): Stopwatch {
  const spent = new Map<string, number>();
  return {
    async time(stage, work) {
      const start = performance.now();
      try {
        return await work();
      } finally {
        spent.set(stage, (spent.get(stage) ?? 0) + (performance.now() - start) / 1000);
      }
    },
    seconds: () => Object.fromEntries([...spent].map(([stage, seconds]) => [stage, Math.round(seconds * 1000) / 1000])),
  };
}
