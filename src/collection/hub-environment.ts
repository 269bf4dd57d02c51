import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataError, usageError } from '../errors.ts';
import { type Environment, expandPath, homeFolder } from '../support/expand-path.ts';

/** Where the Hub is, who asks, and where its files are kept. */
export interface HubEnvironment {
  /** `https://huggingface.co`, without a slash at the end. */
  readonly endpoint: string;
  /** Sent to the endpoint and to nobody else. */
  readonly token: string | undefined;
  /** Absolute path of the folder that holds `datasets--org--name`. */
  readonly cache: string;
  /** Never make a request. */
  readonly offline: boolean;
  /** Whether snapshots may link to blobs; copies are made otherwise. */
  readonly symlinks: boolean;
  /** Milliseconds without a byte after which a request is given up and made anew. */
  readonly stallMs: number;
}

const defaultStallMs = 30_000;

/**
 * Reads the environment variables by the rules of Python's huggingface_hub (`constants.py` and `utils/_auth.py` of version 2.0), so that both use one
 * cache and one login. An empty variable counts as unset.
 *
 * @throws `usage` error when HF_ENDPOINT or HF_HUB_DOWNLOAD_TIMEOUT makes no sense.
 */
export function hubEnvironment(env: Environment): HubEnvironment {
  const home = expandPath(env['HF_HOME'] || join(env['XDG_CACHE_HOME'] || join(homeFolder(env), '.cache'), 'huggingface'), env);
  const cache = expandPath(env['HF_HUB_CACHE'] || env['HUGGINGFACE_HUB_CACHE'] || join(home, 'hub'), env);
  return {
    endpoint: endpointOf(env),
    token: tokenOf(env, expandPath(env['HF_TOKEN_PATH'] || join(home, 'token'), env)),
    cache: resolve(cache),
    offline: isTrue(env['HF_HUB_OFFLINE'] || env['TRANSFORMERS_OFFLINE']),
    symlinks: !isTrue(env['HF_HUB_DISABLE_SYMLINKS']),
    stallMs: stallOf(env),
  };
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['1', 'ON', 'YES', 'TRUE'].includes(value.toUpperCase());
}

function endpointOf(env: Environment): string {
  const endpoint = (env['HF_ENDPOINT'] || 'https://huggingface.co').replace(/\/+$/, '');
  if (!URL.canParse(endpoint) || !/^https?:\/\//.test(endpoint)) {
    throw usageError(`HF_ENDPOINT: "${endpoint}" is not an http or https address`, {
      next: 'Unset HF_ENDPOINT to use https://huggingface.co, or write it like http://127.0.0.1:8080.',
    });
  }
  return endpoint;
}

function tokenOf(env: Environment, path: string): string | undefined {
  if (isTrue(env['HF_HUB_DISABLE_IMPLICIT_TOKEN'])) return undefined;
  return clean(env['HF_TOKEN'] || env['HUGGING_FACE_HUB_TOKEN']) ?? clean(readToken(path));
}

function readToken(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw dataError(`${path}: the Hub's access token can't be read: ${code ?? String(error)}`, {
      next: 'Repair the file, or set HF_TOKEN.',
      cause: error,
    });
  }
}

function clean(token: string | undefined): string | undefined {
  return token?.replace(/[\r\n]/g, '').trim() || undefined;
}

function stallOf(env: Environment): number {
  const seconds = env['HF_HUB_DOWNLOAD_TIMEOUT'];
  if (seconds === undefined || seconds === '') return defaultStallMs;
  if (!/^\d+$/.test(seconds)) throw usageError(`HF_HUB_DOWNLOAD_TIMEOUT: "${seconds}" is not a whole number of seconds`);
  return Number(seconds) * 1000 || defaultStallMs;
}
