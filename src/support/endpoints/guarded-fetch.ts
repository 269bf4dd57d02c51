import { stallGuard } from '../stall-guard.ts';
import { version } from '../version.ts';

export type Fetch = typeof globalThis.fetch;

/** Why a request has no good answer. */
export type NoAnswer =
  | { readonly kind: 'status'; readonly status: number; readonly headers: Headers; readonly body: string }
  | { readonly kind: 'silence'; readonly ms: number }
  | { readonly kind: 'size'; readonly bytes: number }
  | { readonly kind: 'connection'; readonly error: unknown };

/**
 * Carries what happened through a library that would make an error of its own of it. Its message is constant, because that library reads
 * messages.
 */
export class RequestFailure extends Error {
  readonly reason: NoAnswer;

  constructor(reason: NoAnswer) {
    super('no answer');
    this.reason = reason;
  }
}

/** More than any batch of vectors takes as text. */
const LARGEST_ANSWER = 1 << 29;

/**
 * A `fetch` that resolves once the whole of a good answer is there. It gives up when no byte comes for `stallMs`, follows no redirect (a
 * POST would become a GET), and tells the server nothing about this machine.
 *
 * @throws RequestFailure for everything else.
 */
export function guardedFetch(fetch: Fetch, stallMs: number): Fetch {
  return async (input, init) => {
    const guard = stallGuard(stallMs, init?.signal ?? undefined);
    try {
      const response = await fetch(input, { ...init, headers: plainHeaders(init?.headers), redirect: 'manual', signal: guard.signal });
      guard.heard();
      const body = await receive(response, () => guard.heard());
      const { status, headers } = response;
      if (!response.ok) throw new RequestFailure({ kind: 'status', status, headers, body: body.toString('utf8') });
      return new Response(status === 204 || status === 205 ? null : body, { status, headers });
    } catch (error) {
      if (error instanceof RequestFailure) throw error;
      throw new RequestFailure(guard.stalled() ? { kind: 'silence', ms: stallMs } : { kind: 'connection', error });
    } finally {
      guard.end();
    }
  };
}

function plainHeaders(given: RequestInit['headers']): Headers {
  const headers = new Headers(given);
  for (const name of [...headers.keys()]) if (name.startsWith('x-stainless-')) headers.delete(name);
  headers.set('user-agent', `brightline/${version()} node/${process.versions.node}`);
  return headers;
}

async function receive(response: Response, heard: () => void): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    heard();
    bytes += chunk.byteLength;
    if (bytes > LARGEST_ANSWER) throw new RequestFailure({ kind: 'size', bytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
