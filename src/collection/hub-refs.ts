import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HubCache, safeParts, writeIfWritable } from './hub-cache.ts';
import { isCommit } from './hub-file.ts';

/** The commit that a branch or tag named when it was last looked up, by whichever tool; undefined where nobody has. */
export async function readRef(cache: HubCache, revision: string): Promise<string | undefined> {
  const text = await readFile(refPath(cache, revision), 'utf8').catch(() => '');
  const commit = text.trim();
  return isCommit(commit) ? commit : undefined;
}

/** Remembers the commit that a revision names. Nothing is written for a commit itself, or when it stands there already. */
export async function writeRef(cache: HubCache, revision: string, commit: string): Promise<void> {
  if (revision === commit || (await readRef(cache, revision)) === commit) return;
  await writeIfWritable(refPath(cache, revision), commit);
}

function refPath({ folder, repo }: HubCache, revision: string): string {
  return join(folder, 'refs', ...safeParts(repo, revision));
}
