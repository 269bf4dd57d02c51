import { qrelsVariants } from '../../collection/qrels-variants.ts';
import type { Entry } from '../../report/entries.ts';

/** Ways to read who is relevant off a split. */
export async function listQrels(): Promise<readonly Entry[]> {
  return qrelsVariants.map(({ name, description }) => ({ qrels: name, description }));
}
