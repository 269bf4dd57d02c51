import { dataError } from '../errors.ts';
import { groupBy } from '../support/group-by.ts';
import type { MtebResult, MtebScores } from './mteb-result.ts';

/** What one model scores on one subset of a task, before a task's parts are joined. */
export interface MtebPart {
  readonly task: string;
  readonly datasetRevision: string;
  readonly scores: MtebScores;
  /** Null where it isn't known. */
  readonly seconds: number | null;
}

/**
 * Joins the parts of each task to what its result file holds, in the order of the parts.
 *
 * @throws `data` error where parts of a task are on different revisions of the dataset, or two are the same part.
 */
export function joinMtebParts(
  parts: readonly MtebPart[],
  versions: Pick<MtebResult, 'mtebVersion' | 'brightlineVersion'>,
): readonly MtebResult[] {
  return [...groupBy(parts, ({ task }) => task)].map(([task, all]) => {
    const { datasetRevision } = all[0]!;
    all.forEach((part, at) => {
      if (part.datasetRevision !== datasetRevision) {
        throw dataError(
          `${task}: ${nameOf(all[0]!)} is on dataset revision ${datasetRevision}, and ${nameOf(part)} on ${part.datasetRevision}: a result file has one`,
          { next: 'Score all parts on one revision: --revision names it.' },
        );
      }
      if (all.findIndex((other) => nameOf(other) === nameOf(part)) < at) {
        throw dataError(`${task}: there are two runs of one system for ${nameOf(part)}`, { next: 'Leave one out, or name them apart.' });
      }
    });
    const seconds = all.reduce<number | null>((sum, part) => (sum === null || part.seconds === null ? null : sum + part.seconds), 0);
    return { task, datasetRevision, ...versions, scores: all.map(({ scores }) => scores), evaluationTime: seconds };
  });
}

/** `standard/biology` */
function nameOf({ scores: { split, subset } }: MtebPart): string {
  return `${split}/${subset}`;
}
