import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string | undefined;

/** The folder that holds brightline's own package.json, `benchmarks/` and `runs/`: found from this file upwards, so it holds in a checkout and when installed. */
export function packageRoot(): string {
  if (found !== undefined) return found;
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'brightline') {
      found = folder;
      return folder;
    }
    if (dirname(folder) === folder) throw new Error('brightline: no package.json named brightline above this file');
  }
}
