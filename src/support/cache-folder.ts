import { join, resolve } from 'node:path';
import { type Environment, expandPath, homeFolder } from './expand-path.ts';

/**
 * The folder for what can be made again at the price of time: `BRIGHTLINE_CACHE`, or else `brightline` in the person's cache folder, which is
 * `XDG_CACHE_HOME` or `~/.cache`. An empty variable counts as unset. Absolute; it need not be there.
 */
export function cacheFolder(env: Environment): string {
  const own = env['BRIGHTLINE_CACHE'] || join(env['XDG_CACHE_HOME'] || join(homeFolder(env), '.cache'), 'brightline');
  return resolve(expandPath(own, env));
}
