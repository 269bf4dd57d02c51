import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrightlineError, type ErrorKind } from '../../src/errors.ts';
import type { TopicRanking } from '../../src/run/packed-ranking.ts';
import { unpackRanking } from '../../src/run/packed-ranking.ts';
import type { Run } from '../../src/run/run.ts';

/** Topics and their documents with scores, in order. */
export type PlainRun = readonly (readonly [topic: string, documents: readonly (readonly [id: string, score: number])[]])[];

export function plain(run: Run): PlainRun {
  return Array.from(run.rankings, ([topic, { ids, scores }]) => [topic, ids.map((id, at) => [id, scores[at]!] as const)] as const);
}

export function runOf(rows: PlainRun, name = 'system'): Run {
  const rankings = rows.map(
    ([topic, documents]) =>
      [topic, { ids: documents.map(([id]) => id), scores: Float64Array.from(documents, ([, score]) => score) }] as const,
  );
  return { name, rankings: new Map(rankings) };
}

/** Everything a reader gives, in order, a topic that comes twice twice. */
export async function gather(topics: AsyncIterable<TopicRanking>): Promise<PlainRun> {
  const rows: [string, [string, number][]][] = [];
  for await (const { topic, ranking } of topics) {
    const { ids, scores } = unpackRanking(ranking);
    rows.push([topic, ids.map((id, at) => [id, scores[at]!])]);
  }
  return rows;
}

let files = 0;

export function fileWith(folder: string, content: string | Uint8Array): string {
  const path = join(folder, `file-${++files}`);
  writeFileSync(path, content);
  return path;
}

/** For assert.rejects: a BrightlineError of this kind whose message and next step match. */
export function failure(kind: ErrorKind, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    if (!(error instanceof BrightlineError)) throw error;
    const said = `${error.message} ${error.next ?? ''}`;
    if (error.kind !== kind || !message.test(said)) throw new Error(`${error.kind}: ${said}`);
    return true;
  };
}
