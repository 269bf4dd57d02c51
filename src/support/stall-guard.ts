/** Gives up on work that stands still: its signal aborts when nothing has been heard for too long, or when the outer signal aborts. */
export interface StallGuard {
  readonly signal: AbortSignal;
  /** Something came: the clock starts anew. Cheap enough to be called for every chunk. */
  heard(): void;
  /** Whether the silence was too long. */
  stalled(): boolean;
  /** Must be called when the work is over, well or badly. */
  end(): void;
}

export function stallGuard(silenceMs: number, outer?: AbortSignal): StallGuard {
  const controller = new AbortController();
  let last = performance.now();
  let stalled = false;
  const check = (): void => {
    const left = last + silenceMs - performance.now();
    if (left > 0) {
      timer = setTimeout(check, left);
      return;
    }
    stalled = true;
    controller.abort();
  };
  let timer = setTimeout(check, silenceMs);
  const stop = (): void => controller.abort(outer?.reason);
  if (outer?.aborted) stop();
  outer?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    heard() {
      last = performance.now();
    },
    stalled: () => stalled,
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}
