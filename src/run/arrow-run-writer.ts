import {
  AsyncByteQueue,
  type Data,
  Field,
  Float64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
} from 'apache-arrow';
import { dataError } from '../errors.ts';
import { writeFileAtomically } from '../support/atomic-file.ts';
import { quote } from '../support/quote.ts';
import type { RunSource } from './run-source.ts';

const schema = new Schema([
  new Field('topic', new Utf8(), false),
  new Field('document', new Utf8(), false),
  new Field('score', new Float64(), false),
]);

/** Rows of a record batch, but for the topic that fills it up, which is kept in one piece. */
const BATCH = 1 << 16;

/**
 * Writes a run as an Arrow IPC file with the columns topic, document (UTF-8) and score (float64), documents in the order of their rankings,
 * in record batches of whole topics. The file appears whole or not at all. The run's name has no place in it.
 *
 * @throws `data` error for an id that is empty, holds a zero character or half a surrogate pair, and for a score that is not finite.
 */
export async function writeArrowRun(path: string, run: RunSource): Promise<void> {
  await writeFileAtomically(path, async (write) => {
    const sink = new Chunks();
    const writer = new RecordBatchFileWriter();
    writer.reset(sink, schema);
    let rows = emptyRows();
    const flush = async (): Promise<void> => {
      if (rows.scores.length > 0) writer.write(toBatch(rows));
      rows = emptyRows();
      for (const chunk of sink.take()) await write(chunk);
    };
    for await (const [topic, { ids, scores }] of run.rankings) {
      for (const [at, id] of ids.entries()) {
        checkRow(topic, id, scores[at]!);
        rows.topics.push(topic);
        rows.documents.push(id);
        rows.scores.push(scores[at]!);
      }
      if (rows.scores.length >= BATCH) await flush();
    }
    await flush();
    writer.finish();
    for (const chunk of sink.take()) await write(chunk);
  });
}

/** Keeps what apache-arrow writes until it is taken, so that no more than a batch waits in memory. */
class Chunks extends AsyncByteQueue {
  #chunks: Uint8Array[] = [];

  override write(chunk: Parameters<AsyncByteQueue['write']>[0]): void {
    if (chunk instanceof Uint8Array && chunk.byteLength > 0) this.#chunks.push(chunk);
  }

  take(): readonly Uint8Array[] {
    const taken = this.#chunks;
    this.#chunks = [];
    return taken;
  }
}

interface Rows {
  readonly topics: string[];
  readonly documents: string[];
  readonly scores: number[];
}

function emptyRows(): Rows {
  return { topics: [], documents: [], scores: [] };
}

function toBatch({ topics, documents, scores }: Rows): RecordBatch {
  const length = scores.length;
  const children = [texts(topics), texts(documents), makeData({ type: new Float64(), length, data: Float64Array.from(scores) })];
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }));
}

function texts(values: readonly string[]): Data<Utf8> {
  const valueOffsets = new Int32Array(values.length + 1);
  for (const [at, value] of values.entries()) valueOffsets[at + 1] = valueOffsets[at]! + Buffer.byteLength(value, 'utf8');
  return makeData({ type: new Utf8(), length: values.length, valueOffsets, data: Buffer.from(values.join(''), 'utf8') });
}

function checkRow(topic: string, id: string, score: number): void {
  for (const text of [topic, id]) {
    if (text === '' || /\0|\p{Surrogate}/u.test(text)) throw dataError(`an id can't be written in an Arrow run: ${quote(text)}`);
  }
  if (!Number.isFinite(score)) throw dataError(`topic ${quote(topic)}: the score of document ${quote(id)} is ${score}`);
}
