import type { TopicRanking } from './packed-ranking.ts';
import { emptyRows, recycle, type TopicRows, takeRanking } from './topic-rows.ts';

/**
 * Gathers the rows of a run file into topics.
 *
 * A first pass (no `only`) finishes a topic as soon as another begins, so that one topic is in memory at a time. Where a topic comes back
 * later, what was finished of it was only a part: its later rows are passed over, and it is named in `returning`. A second pass
 * with `only` keeps exactly these topics until the end, whole.
 */
export interface TopicCollector {
  /** The rows that follow belong to this topic: where to add them, or undefined where they are to be passed over. */
  turnTo(topic: string): TopicRows | undefined;
  /** Takes the topics finished so far. */
  drain(): TopicRanking[];
  /** Says that nobody needs the rankings any more that were drained, so that their memory can be used again. */
  recycle(): void;
  /** No row follows: finishes what is open. */
  end(): void;
  /** Topics whose rows don't stand together. */
  readonly returning: ReadonlySet<string>;
  /** Whether there was any row at all. */
  readonly empty: boolean;
}

/** The system's name, from the first row that is read; undefined where the format has none. */
type Tag = () => string | undefined;

export function collectTopics(file: string, only: ReadonlySet<string> | undefined, tag: Tag = () => undefined): TopicCollector {
  const seen = new Set<string>();
  const returning = new Set<string>();
  const kept = new Map<string, TopicRows>();
  const rows = emptyRows();
  let open: string | undefined;
  let finished: TopicRanking[] = [];

  function finish(topic: string, itsRows: TopicRows): void {
    finished.push({ topic, ranking: takeRanking(itsRows, file, topic), tag: tag() });
  }

  function finishOpen(): void {
    if (open !== undefined) finish(open, rows);
    open = undefined;
  }

  return {
    returning,
    get empty() {
      return seen.size === 0;
    },
    turnTo(topic) {
      const known = seen.has(topic);
      seen.add(topic);
      if (only !== undefined) {
        if (!only.has(topic)) return undefined;
        if (!kept.has(topic)) kept.set(topic, emptyRows());
        return kept.get(topic);
      }
      finishOpen();
      if (known) {
        returning.add(topic);
        return undefined;
      }
      open = topic;
      return rows;
    },
    drain() {
      const taken = finished;
      finished = [];
      return taken;
    },
    recycle() {
      if (finished.length === 0) recycle(rows);
    },
    end() {
      finishOpen();
      for (const [topic, itsRows] of kept) finish(topic, itsRows);
    },
  };
}

/** One reading of a file: with `only`, of these topics alone. Gives back the topics whose rows don't stand together. */
export type Pass = (only: ReadonlySet<string> | undefined) => AsyncGenerator<TopicRanking, ReadonlySet<string>>;

/**
 * Every topic, as soon as its rows have been read. A topic whose rows don't stand together is given **twice**, first in part and then,
 * from a second reading of the file, whole: the later one counts.
 */
export async function* readInPasses(pass: Pass): AsyncGenerator<TopicRanking, void> {
  const returning = yield* pass(undefined);
  if (returning.size > 0) yield* pass(returning);
}
