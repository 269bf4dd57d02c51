import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/support/package-root.ts';

const beside = join(packageRoot(), '..', 'shared');

/** The folder of reference data beside the project, or undefined on a bare clone. */
export const shared: string | undefined = existsSync(join(beside, 'protocol.md')) ? beside : undefined;

/** For `{ skip: needsShared }`: false where the reference data is there, else the reason. */
export const needsShared: string | false = shared === undefined ? 'no ../shared beside the project' : false;
