import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import type { TopicRanking } from './packed-ranking.ts';
import { collectTopics } from './topic-collector.ts';
import { addRow, type TopicRows } from './topic-rows.ts';

/** The names by which tools call the three columns of a run that is a table, in order of preference. Case doesn't count. */
const columnNames = {
  topic: ['topic', 'topic_id', 'query_id', 'query-id', 'qid'],
  document: ['document', 'document_id', 'doc_id', 'doc-id', 'docid', 'docno', 'did', 'corpus_id', 'corpus-id'],
  score: ['score'],
} as const;

export interface TableColumns {
  readonly topic: string;
  readonly document: string;
  readonly score: string;
}

/** @throws `data` error that says which column is missing and which there are. */
export function findColumns(file: string, present: readonly string[]): TableColumns {
  const find = (column: keyof typeof columnNames): string => {
    for (const name of columnNames[column]) {
      const found = present.find((candidate) => candidate.toLowerCase() === name);
      if (found !== undefined) return found;
    }
    throw dataError(
      `${file}: has no column for the ${column}: expected one of ${columnNames[column].join(', ')}, found ${present.join(', ')}`,
    );
  };
  return { topic: find('topic'), document: find('document'), score: find('score') };
}

/** Gathers the rows of a run that is a table. */
export interface TableReader {
  /** Cells of the next row. Ids may be text or whole numbers. */
  add(topic: unknown, document: unknown, score: unknown): void;
  drain(): TopicRanking[];
  /** No row follows. Returns the topics whose rows don't stand together. */
  end(): ReadonlySet<string>;
}

/** @param only see `collectTopics`. */
export function readTable(file: string, columns: TableColumns, only: ReadonlySet<string> | undefined): TableReader {
  const topics = collectTopics(file, only);
  let current: string | undefined;
  let rows: TopicRows | undefined;
  let row = 0;

  function refuse(column: keyof TableColumns, expected: string, cell: unknown): Error {
    const found = typeof cell === 'string' ? quote(cell) : String(cell);
    return dataError(`${file}: row ${row}, column ${columns[column]}: expected ${expected}, found ${found}`);
  }

  function idOf(column: 'topic' | 'document', cell: unknown): string {
    const id = typeof cell === 'bigint' || (typeof cell === 'number' && Number.isSafeInteger(cell)) ? String(cell) : cell;
    if (typeof id !== 'string' || id === '') throw refuse(column, 'an id', cell);
    if (/\0|\p{Surrogate}/u.test(id)) throw refuse(column, 'an id that is text', cell);
    return id;
  }

  return {
    add(topicCell, documentCell, scoreCell) {
      row++;
      const topic = idOf('topic', topicCell);
      const document = Buffer.from(idOf('document', documentCell), 'utf8');
      const score = typeof scoreCell === 'bigint' ? Number(scoreCell) : scoreCell;
      if (typeof score !== 'number' || !Number.isFinite(score)) throw refuse('score', 'a finite number', scoreCell);
      if (topic !== current) rows = topics.turnTo(topic);
      current = topic;
      if (rows !== undefined) addRow(rows, document, 0, document.length, score, row);
    },
    drain: topics.drain,
    end() {
      if (topics.empty) throw dataError(`${file}: holds no ranking: the table has no row`);
      topics.end();
      return topics.returning;
    },
  };
}
