import { basename } from 'node:path';

/** A file's name without its folders, without `.gz` and the ending before it: `pony.rerank-score` for `runs/pony.rerank-score.json.gz`. */
export function plainName(path: string): string {
  return basename(path)
    .replace(/\.gz$/i, '')
    .replace(/(?<=.)\.\w+$/, '');
}
