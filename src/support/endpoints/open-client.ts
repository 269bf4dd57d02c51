import { capabilityError, interruptedError } from '../../errors.ts';
import type { Json } from '../fingerprint.ts';
import type { EndpointAddress } from './endpoint-address.ts';
import { type Fetch, guardedFetch, RequestFailure } from './guarded-fetch.ts';

/** What a client sends. */
export interface ClientRequest {
  readonly method: 'get' | 'post';
  /** `/embeddings`, behind the base URL; or a whole address. */
  readonly route: string;
  readonly body?: { readonly [key: string]: Json | undefined };
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends one request and resolves to the text of its good answer.
 *
 * @throws RequestFailure for any other; `interrupted` when the signal aborts.
 */
export type EndpointClient = (request: ClientRequest) => Promise<string>;

export interface ClientOptions {
  readonly address: EndpointAddress;
  readonly apiKey: string | undefined;
  readonly fetch: Fetch;
  readonly stallMs: number;
}

/** The longest that a timer can run: the guard against silence is what ends a request. */
const NO_TIMEOUT = 2 ** 31 - 1;

/**
 * A client of the openai package for one server, which is loaded when first asked for. Trying again, silence and messages are not its
 * business: it tries once and writes no log.
 *
 * @throws `capability` error where the package can't be loaded.
 */
export async function openClient({ address, apiKey, fetch, stallMs }: ClientOptions): Promise<EndpointClient> {
  const OpenAI = await loadOpenAI();
  // An organisation and project of OpenAI's concern no other server.
  const account = new URL(address.base).hostname === 'api.openai.com' ? {} : { organization: null, project: null };
  const client = new OpenAI({
    ...account,
    baseURL: address.base,
    defaultQuery: { ...address.query },
    // Without a key the client isn't made, and with none to give nothing must be sent.
    ...(apiKey === undefined ? { apiKey: 'none', defaultHeaders: { authorization: null } } : { apiKey }),
    adminAPIKey: null,
    maxRetries: 0,
    timeout: NO_TIMEOUT,
    logLevel: 'off',
    fetch: guardedFetch(fetch, stallMs),
  });
  return async ({ method, route, body, signal }) => {
    try {
      const options = { ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) };
      const response = await client[method](route, options).asResponse();
      return await response.text();
    } catch (error) {
      if (signal?.aborted) throw interruptedError();
      const { cause } = error as Error;
      throw cause instanceof RequestFailure ? cause : error;
    }
  };
}

async function loadOpenAI(): Promise<typeof import('openai').OpenAI> {
  try {
    return (await import('openai')).OpenAI;
  } catch (cause) {
    throw capabilityError(`the package openai can't be loaded: ${(cause as Error).message.split('\n')[0]}`, {
      next: 'Reinstall it with `npm install openai`.',
      cause,
    });
  }
}
