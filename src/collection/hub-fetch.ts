import { interruptedError } from '../errors.ts';
import { type RetryOptions, retry } from '../support/retry.ts';
import { type StallGuard, stallGuard } from '../support/stall-guard.ts';
import { version } from '../support/version.ts';
import type { HubEnvironment } from './hub-environment.ts';
import { connectionFailure, type HubSubject, stallFailure, statusFailure } from './hub-errors.ts';

export type Fetch = typeof globalThis.fetch;

/** How requests reach the Hub. */
export interface HubTransport extends Omit<RetryOptions, 'signal'> {
  readonly environment: HubEnvironment;
  readonly fetch: Fetch;
}

export interface HubRequest {
  readonly subject: HubSubject;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A `fetch` for @huggingface/hub: it tries again after failures that may pass, gives up on silence, sends the token to the endpoint alone, and
 * resolves only once the whole answer is there.
 *
 * @throws `data` error that says what the Hub answered and what to do; `interrupted` when the signal aborts.
 */
export function hubFetch(transport: HubTransport, request: HubRequest): Fetch {
  return (input, init) =>
    retry(
      () =>
        guarded(transport, request, async (guard) => {
          const response = await send(transport, request.subject, guard, input, init);
          const body = await receive(response, guard);
          return new Response(body, { status: response.status, headers: response.headers });
        }),
      { ...transport, signal: request.signal },
    );
}

/**
 * Makes one attempt under a guard against silence, and turns what it throws into what a person or `retry` can use.
 */
export async function guarded<Result>(
  { environment }: HubTransport,
  { subject, signal }: HubRequest,
  attempt: (guard: StallGuard) => Promise<Result>,
): Promise<Result> {
  if (signal?.aborted) throw interruptedError();
  const guard = stallGuard(environment.stallMs, signal);
  try {
    return await attempt(guard);
  } catch (error) {
    if (signal?.aborted) throw interruptedError();
    if (guard.stalled()) throw stallFailure(subject, environment);
    throw isConnectionError(error) ? connectionFailure(error, subject, environment) : error;
  } finally {
    guard.end();
  }
}

/**
 * Sends one request, and resolves when the head of a good answer is there, or one that says that the range asked for lies behind the end (416).
 * Throws what any other answer means.
 */
export async function send(
  { environment, fetch }: HubTransport,
  subject: HubSubject,
  guard: StallGuard,
  input: Parameters<Fetch>[0],
  init: RequestInit = {},
): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const headers = new Headers(init.headers);
  headers.set('user-agent', `brightline/${version()} node/${process.versions.node}`);
  if (environment.token !== undefined && url.origin === new URL(environment.endpoint).origin) {
    headers.set('authorization', `Bearer ${environment.token}`);
  }
  const response = await fetch(url, { ...init, headers, signal: guard.signal });
  guard.heard();
  if (response.ok || response.status === 416) return response;
  await response.body?.cancel();
  throw statusFailure(response, subject, environment);
}

async function receive(response: Response, guard: StallGuard): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  if (response.body !== null) {
    for await (const chunk of response.body) {
      guard.heard();
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}

/** `fetch` and its streams throw TypeErrors and abort errors for connections; file systems throw errors with a system call. */
function isConnectionError(error: unknown): boolean {
  if (error instanceof DOMException) return true;
  if (error instanceof TypeError) return error.message === 'fetch failed' || error.message === 'terminated' || error.cause !== undefined;
  return (
    typeof (error as NodeJS.ErrnoException | undefined)?.code === 'string' &&
    /^(UND_ERR|ECONN|EPIPE)/.test((error as NodeJS.ErrnoException).code!)
  );
}
