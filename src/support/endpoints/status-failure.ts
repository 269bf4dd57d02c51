import { type BrightlineError, dataError } from '../../errors.ts';
import { didYouMean } from '../nearest.ts';
import { quote } from '../quote.ts';
import { tries } from '../retry.ts';
import { retryAfterMs } from '../retry-after.ts';
import { type EndpointFailure, type EndpointSubject, kept, passing, RefusedRequest, refused } from './endpoint-failure.ts';
import type { NoAnswer } from './guarded-fetch.ts';
import { serverCode, serverMessage } from './server-message.ts';

/** Statuses below 500 that may pass: a time-out, a conflict, a backend that failed (TEI), too early, too many requests. */
const passingStatuses = new Set([408, 409, 424, 425, 429]);

/** What an answer with an error status means. */
export function statusFailure(subject: EndpointSubject, answer: NoAnswer & { readonly kind: 'status' }): EndpointFailure {
  const { status, headers, body } = answer;
  const said = serverMessage(body, [subject.apiKey]);
  const answered = `${subject.place} answered HTTP ${status}${said && `: ${said}`}`;
  const inShort = `HTTP ${status}${said && ` ${said}`}`;
  if (status === 429 && /quota|billing/.test(serverCode(body))) {
    return refused(inShort, dataError(answered, { next: `The account has no credit left: see its billing page. ${kept}` }));
  }
  if (passingStatuses.has(status) || (status >= 500 && status !== 501 && status !== 505)) {
    const waitMs = retryAfterMs(headers);
    const next = status === 429 ? `Try again later, or with a lower concurrency. ${kept}` : `Check the server's log. ${kept}`;
    return {
      ...passing(inShort, status === 429 ? 'limited' : 'failed', (made) => dataError(`${answered}${tries(made)}`, { next })),
      waitMs,
    };
  }
  if (status >= 300 && status < 400) {
    const target = (headers.get('location') ?? 'nowhere').replace(/\?.*/, '');
    return refused(
      inShort,
      dataError(`${subject.place} answered HTTP ${status}: it has moved to ${quote(target, 200)}`, { next: 'Use that address.' }),
    );
  }
  if (status === 401 || status === 403) return refused(inShort, notAllowed(answered, subject));
  if (status === 400 || status === 413 || status === 422) {
    return refused(inShort, new RefusedRequest('data', answered, { next: nextForRefused(said) }));
  }
  return refused(inShort, dataError(answered, { next: `Check that ${subject.place} is where the server takes this kind of request.` }));
}

function notAllowed(answered: string, { apiKey, keyVariable }: EndpointSubject): BrightlineError {
  return apiKey === undefined
    ? dataError(`${answered} (no key was sent)`, { next: `Set ${keyVariable} to the server's key.` })
    : dataError(`${answered} (the key in ${keyVariable} was sent)`, {
        next: `Check that ${keyVariable} holds a key that this server accepts for this model.`,
      });
}

function nextForRefused(said: string): string {
  if (/max_completion_tokens/.test(said)) return 'This model wants its limit under that name: choose it with `lengthField`.';
  if (/encoding_format|base64/i.test(said)) return 'Ask for plain numbers instead, with the encoding "float".';
  if (/batch size|too many inputs|max_client_batch/i.test(said)) return 'Send fewer texts at once (`batchTexts`).';
  if (/matryoshka|dimensions/i.test(said)) return 'This model gives vectors of one dimension alone: leave `dimensions` out.';
  if (/context length|too long|max_model_len|maximum.{0,30}tokens|must have less than/i.test(said)) {
    return 'The text is longer than the model takes: let the server cut it, or choose a model with a longer input.';
  }
  return 'The server refuses what is asked of it: check the model and its parameters.';
}

/** HTTP 404, told apart by what the server says that it serves; `served` is undefined where it doesn't say. */
export function notFoundError({ place, model }: EndpointSubject, said: string, served: readonly string[] | undefined): BrightlineError {
  if (served === undefined) {
    return dataError(`${place} answered HTTP 404${said && `: ${said}`}`, {
      next: `Check the address and the model ${quote(model)}; a base URL mostly ends in /v1, as in http://localhost:8000/v1.`,
    });
  }
  if (served.includes(model)) {
    return dataError(`${place} answered HTTP 404${said && `: ${said}`}, although the server has the model ${quote(model)}`, {
      next: 'The server was not started for this kind of request: vLLM takes `--runner pooling` for embeddings and scores.',
    });
  }
  const shown = served.slice(0, 10).map((name) => quote(name));
  const more = served.length > shown.length ? ` and ${served.length - shown.length} more` : '';
  return dataError(`${place}: there is no model ${quote(model)}; the server has ${shown.join(', ') || 'none'}${more}`, {
    next: `${didYouMean(model, served)}Name a model that is served, or start the server with this one.`,
  });
}
