import { type BrightlineError, dataError } from '../errors.ts';
import { PassingFailure, tries } from '../support/retry.ts';
import { retryAfterMs } from '../support/retry-after.ts';
import { rootCause } from '../support/root-cause.ts';
import type { HubEnvironment } from './hub-environment.ts';
import type { RepositoryKind } from './hub-file.ts';

/** What a request is about, for messages. */
export interface HubSubject {
  /** `xlangai/BRIGHT` */
  readonly repo: string;
  /** Dataset unless told. */
  readonly kind?: RepositoryKind | undefined;
  readonly revision: string;
  /** A file of the repository, where the request is for one. */
  readonly path?: string | undefined;
}

/** `xlangai/BRIGHT@main`, with `: path` where it is about a file. A commit is cut to twelve digits. */
export function describeSubject({ repo, revision, path }: HubSubject): string {
  const shown = /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 12) : revision;
  return `${repo}@${shown}${path === undefined ? '' : `: ${path}`}`;
}

/** The address is wrong or nothing answers there: trying for long would only hide that. */
const unreachableCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);
const unreachableAttempts = 3;
const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;

/** What a request failed with before its answer was complete: no connection, or one that broke off. */
export function connectionFailure(error: unknown, subject: HubSubject, environment: HubEnvironment): Error {
  const { code, message } = rootCause(error);
  const place = `${describeSubject(subject)}: ${environment.endpoint}`;
  if (certificateCodes.test(code)) {
    return dataError(`${place}: its certificate isn't trusted: ${code}`, {
      next: 'Where a proxy of your own stands between, give its certificate to Node with NODE_EXTRA_CA_CERTS=/path/to/ca.pem.',
      cause: error,
    });
  }
  // Ports that browsers keep away from, such as 9, are closed to fetch, too.
  if (unreachableCodes.has(code) || message === 'bad port') {
    const giveUp = () => dataError(`${place} can't be reached: ${message}`, { next: unreachableHint(environment), cause: error });
    return new PassingFailure(giveUp, { attempts: unreachableAttempts });
  }
  return new PassingFailure((attempts) =>
    dataError(`${place}: the connection broke off (${code || message})${tries(attempts)}`, {
      next: `Try again: what has come so far is kept. ${unreachableHint(environment)}`,
      cause: error,
    }),
  );
}

/** No byte came for as long as the environment allows. */
export function stallFailure(subject: HubSubject, environment: HubEnvironment): PassingFailure {
  const seconds = environment.stallMs / 1000;
  return new PassingFailure((attempts) =>
    dataError(`${describeSubject(subject)}: ${environment.endpoint} sent nothing for ${seconds} s${tries(attempts)}`, {
      next: `Try again: what has come so far is kept. HF_HUB_DOWNLOAD_TIMEOUT=<seconds> waits longer. ${unreachableHint(environment)}`,
    }),
  );
}

/** What an answer with an error status means. */
export function statusFailure(response: Response, subject: HubSubject, environment: HubEnvironment): Error {
  const { status, headers } = response;
  const { kind = 'dataset' } = subject;
  if (status === 429 || status === 408 || status >= 500) return passingStatus(response, subject, environment);
  const place = describeSubject(subject);
  const code = headers.get('x-error-code') ?? '';
  const said = headers.get('x-error-message') ?? '';
  if (code === 'GatedRepo' || ((status === 401 || status === 403) && /restricted|gated|authorized list/i.test(said))) {
    return gated(place, status, subject, environment);
  }
  if (status === 401 && /invalid credentials/i.test(said)) {
    return dataError(`${place}: HTTP 401: the Hub doesn't accept the token`, {
      next: `Make a new one at ${environment.endpoint}/settings/tokens and set HF_TOKEN to it; for a public repository, unset HF_TOKEN.`,
    });
  }
  if (code === 'DisabledRepo') return dataError(`${place}: the Hub has disabled this repository`);
  if (status === 401 || status === 403) {
    // The Hub answers 401 for a repository that doesn't exist, so as not to tell which private ones do.
    const known = environment.token === undefined ? 'no token was sent' : 'a token was sent';
    return dataError(`${place}: HTTP ${status}: there is no such ${kind}, or it is private (${known})${said && `: ${said}`}`, {
      next: `Check the name at ${pageOf(subject, environment)}; for a private ${kind} set HF_TOKEN to a token that may read it.`,
    });
  }
  if (status === 404) return notFound(code, subject, environment);
  return dataError(`${place}: ${environment.endpoint} answered HTTP ${status}${said && `: ${said}`}`);
}

function passingStatus({ status, statusText, headers }: Response, subject: HubSubject, environment: HubEnvironment): PassingFailure {
  const waitMs = askedWait(headers);
  const place = `${describeSubject(subject)}: ${environment.endpoint}`;
  if (status !== 429) {
    const giveUp = (attempts: number) =>
      dataError(`${place} answered HTTP ${status}${statusText && ` (${statusText})`}${tries(attempts)}`, {
        next: 'The Hub is out of order: try again later, or set HF_ENDPOINT to a mirror. What is in the cache can be used with HF_HUB_OFFLINE=1.',
      });
    return new PassingFailure(giveUp, { waitMs });
  }
  const asked = waitMs === undefined ? '' : ` and asks to wait ${Math.ceil(waitMs / 1000)} s`;
  return new PassingFailure(
    (attempts) =>
      dataError(`${place} answered HTTP 429 (too many requests)${asked}${tries(attempts)}`, {
        next: `Try again later${environment.token === undefined ? '; with HF_TOKEN set the limits are higher' : ''}.`,
      }),
    { waitMs },
  );
}

function gated(place: string, status: number, subject: HubSubject, environment: HubEnvironment): BrightlineError {
  const accept = `Accept the terms at ${pageOf(subject, environment)}`;
  const token = `${environment.endpoint}/settings/tokens`;
  return environment.token === undefined
    ? dataError(`${place}: HTTP ${status}: access is restricted, and no token was sent`, {
        next: `${accept}, then set HF_TOKEN to a token of that account (${token}).`,
      })
    : dataError(`${place}: HTTP ${status}: access is restricted, and the token's account has not been let in`, {
        next: `${accept} with the account that HF_TOKEN belongs to (${token}).`,
      });
}

function notFound(code: string, subject: HubSubject, environment: HubEnvironment): BrightlineError {
  const { repo, kind = 'dataset', revision, path } = subject;
  const page = pageOf(subject, environment);
  if (code === 'RepoNotFound') {
    return dataError(`${repo}: there is no such ${kind} at ${environment.endpoint}`, { next: `Check the name at ${page}.` });
  }
  if (code === 'RevisionNotFound' || path === undefined) {
    return dataError(`${repo}: there is no revision "${revision}" at ${environment.endpoint}`, {
      next: `Branches, tags and commits are listed at ${page}/commits/main.`,
    });
  }
  return dataError(`${describeSubject(subject)}: there is no such file at ${environment.endpoint}`, {
    next: `The files are listed at ${page}/tree/${revision}.`,
  });
}

/** Where a repository is shown, and what the addresses of its files begin with. */
export function pageOf({ repo, kind = 'dataset' }: HubSubject, { endpoint }: HubEnvironment): string {
  return `${endpoint}/${kind === 'dataset' ? 'datasets/' : ''}${repo}`;
}

function unreachableHint({ cache }: HubEnvironment): string {
  return `Check the network, or set HF_ENDPOINT to a mirror; HF_HUB_OFFLINE=1 uses what is in the cache (${cache}).`;
}

/** Milliseconds: from Retry-After, else from the Hub's RateLimit header (`"api";r=0;t=57`). */
function askedWait(headers: Headers): number | undefined {
  const after = retryAfterMs(headers);
  if (after !== undefined) return after;
  const reset = /(?:^|;)\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  return reset === undefined ? undefined : Number(reset) * 1000;
}
