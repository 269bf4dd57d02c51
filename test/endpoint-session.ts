import { interruptedError } from '../src/errors.ts';
import { endpointAccess } from '../src/support/endpoints/endpoint-access.ts';
import { type EndpointPool, type EndpointPoolOptions, endpointPool } from '../src/support/endpoints/endpoint-pool.ts';
import { type OpenAIServer, type OpenAIServerOptions, startOpenAIServer } from './openai-server.ts';

/** A clock that moves only when somebody sleeps. */
export interface FakeClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** The sleeps so far, in milliseconds. */
  readonly waits: readonly number[];
}

export function fakeClock(): FakeClock {
  let time = 0;
  const waits: number[] = [];
  return {
    now: () => time,
    waits,
    async sleep(ms, signal) {
      if (signal?.aborted) throw interruptedError();
      waits.push(ms);
      time += ms;
    },
  };
}

/** Starts servers, hands a pool of them to `work`, and stops them. Nothing waits between tries. */
export async function withServers<Result>(
  servers: readonly OpenAIServerOptions[],
  work: (pool: EndpointPool, started: readonly OpenAIServer[], clock: FakeClock) => Promise<Result>,
  { apiKey, ...options }: EndpointPoolOptions & { readonly apiKey?: string } = {},
): Promise<Result> {
  const started = await Promise.all(servers.map(startOpenAIServer));
  const clock = fakeClock();
  try {
    const access = endpointAccess({ OPENAI_BASE_URL: started.map(({ url }) => url).join(','), OPENAI_API_KEY: apiKey });
    return await work(endpointPool(access, { random: () => 0, ...clock, ...options }), started, clock);
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
}
