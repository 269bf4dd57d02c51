import { homedir } from 'node:os';
import { join } from 'node:path';

/** Environment variables, as `process.env` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The person's home folder: `HOME` where it is set, as a shell would say it. */
export function homeFolder(env: Environment): string {
  return env['HOME'] || env['USERPROFILE'] || homedir();
}

/** Resolves a leading `~` and `$NAME` or `${NAME}`, as Python's `expanduser` and `expandvars` do; unknown variables stay as they are. */
export function expandPath(path: string, env: Environment): string {
  const home = path === '~' || path.startsWith('~/') ? join(homeFolder(env), path.slice(1)) : path;
  return home.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (whole, braced: string | undefined, bare: string | undefined) => env[braced ?? bare ?? ''] ?? whole,
  );
}
