import { hubEnvironment } from '../../src/collection/hub-environment.ts';
import { type Hub, type HubOptions, openHub } from '../../src/collection/hub-repository.ts';
import { interruptedError } from '../../src/errors.ts';

export interface SessionOptions extends Omit<HubOptions, 'environment'> {
  readonly token?: string;
  readonly offline?: boolean;
  readonly symlinks?: boolean;
  readonly stallMs?: number;
}

/** A session with a Hub and a cache folder that doesn't wait between attempts; `waits` gets the waits that it would have made, in ms. */
export function hubSession(
  url: string,
  home: string,
  { token, offline, symlinks, stallMs, ...options }: SessionOptions = {},
  waits: number[] = [],
): Hub {
  const environment = hubEnvironment({ HF_ENDPOINT: url, HF_HOME: home, HF_TOKEN: token });
  return openHub({
    environment: { ...environment, offline: offline ?? false, symlinks: symlinks ?? true, stallMs: stallMs ?? 10_000 },
    attempts: 4,
    random: () => 0,
    sleep: async (ms, signal) => {
      waits.push(ms);
      if (signal?.aborted) throw interruptedError();
    },
    ...options,
  });
}

/** A `fetch` that proves that no request is made. */
export const forbiddenFetch: typeof fetch = () => {
  throw new Error('a request was made');
};
