import { BrightlineError } from '../../errors.ts';
import { PassingFailure } from '../retry.ts';

/** What a request is about, for messages. */
export interface EndpointSubject {
  /** `http://localhost:8000/v1/embeddings` */
  readonly place: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  readonly keyVariable: string;
}

/** What a failed request means: for whoever waits for it, and for the endpoint. */
export interface EndpointFailure {
  /** A `PassingFailure` where another try may go better. */
  readonly error: Error;
  /** What is wrong, in a few words, for a list of endpoints: `HTTP 503`. */
  readonly inShort: string;
  /** Whether the endpoint is to blame: `limited` means that it is well, but has too much to do; `refused` that the request is at fault. */
  readonly blame: 'failed' | 'limited' | 'refused';
  /** Milliseconds that the endpoint asked to wait. */
  readonly waitMs?: number | undefined;
}

/**
 * A server's answer that has no sense. The message says what is wrong, to follow the endpoint's address and a colon: `2 vectors for 3
 * texts`.
 */
export class BadAnswer extends Error {}

/** A request that the server won't take whatever happens (HTTP 400, 413, 422): too long, or with a parameter that it doesn't know. */
export class RefusedRequest extends BrightlineError {}

/** The end of advice on what passes. */
export const kept = 'What is finished is kept: run the same command again.';

export function passing(inShort: string, blame: EndpointFailure['blame'], giveUp: (attempts: number) => Error): EndpointFailure {
  return { error: new PassingFailure(giveUp), inShort, blame };
}

export function refused(inShort: string, error: Error): EndpointFailure {
  return { error, inShort, blame: 'refused' };
}
