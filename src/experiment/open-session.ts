import { hubEnvironment } from '../collection/hub-environment.ts';
import { type Hub, openHub } from '../collection/hub-repository.ts';
import type { Environment } from '../support/expand-path.ts';
import type { Progress } from '../support/progress.ts';

/**
 * Opens a session with the Hub that the environment names, which tells as progress why it waits: rate limits open anew only every five minutes.
 *
 * @throws `usage` error where the environment makes no sense.
 */
export function openSession(env: Environment, progress: Progress | undefined): Hub {
  const environment = hubEnvironment(env);
  return openHub({
    environment,
    onWait: ({ reason, ms }) =>
      progress?.waiting?.(`${reason}; the next try is in ${ms < 9950 ? (ms / 1000).toFixed(1) : Math.ceil(ms / 1000)} s`),
  });
}
