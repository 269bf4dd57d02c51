import type { FileHandle } from 'node:fs/promises';
import { dataError } from '../errors.ts';

/**
 * Checks that an Arrow IPC file or stream is put together soundly: every message, table, vector and buffer that its metadata speak of lies
 * within the file. apache-arrow takes all of this on trust, and a single damaged length makes it build objects until the memory is full.
 *
 * Layout: Arrow's IPC format (Message.fbs, Schema.fbs, File.fbs) in FlatBuffers' binary encoding. Reads metadata only, no column.
 *
 * @returns where each record batch keeps its columns, in the order of the file.
 * @throws `data` error that names the file.
 */
export async function checkArrow(path: string, handle: FileHandle): Promise<readonly ArrowBatch[]> {
  const { size } = await handle.stat();
  const readAt = async (position: number, length: number): Promise<Buffer> => {
    if (length < 0 || position < 0 || position + length > size) throw new Unsound('metadata reach beyond the end');
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, 0, length, position);
    return bytes;
  };
  try {
    const isFile = size >= 6 && (await readAt(0, 6)).toString('latin1') === MAGIC;
    const end = isFile ? await checkFooter(size, readAt) : size;
    return await checkMessages(isFile ? 8 : 0, end, readAt);
  } catch (error) {
    if (!(error instanceof Unsound || error instanceof RangeError)) throw error;
    const reason = error instanceof Unsound ? error.message : 'its metadata point beyond their end';
    throw dataError(`${path}: is damaged Arrow: ${reason}`, { next: 'Get or write the file again.', cause: error });
  }
}

/** A record batch as it lies in its file, so that a part of one column can be read alone. */
export interface ArrowBatch {
  readonly rows: number;
  /** Whether its buffers are compressed. */
  readonly compressed: boolean;
  /** Buffers in the order of the schema, in bytes from the start of the file; for a column of fixed width that is its validity (length 0 where nothing is null), then its values. */
  readonly buffers: readonly { readonly position: number; readonly length: number }[];
}

type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** Found while checking; never leaves this file. */
class Unsound extends Error {}

/** Checks the footer and that the blocks it lists are messages. Returns where the footer starts. */
async function checkFooter(size: number, readAt: ReadAt): Promise<number> {
  const tail = await readAt(size - 10, 10);
  if (tail.toString('latin1', 4) !== MAGIC) throw new Unsound('it does not end as a file does');
  const start = size - 10 - tail.readInt32LE(0);
  const footer = await readAt(start, tail.readInt32LE(0));
  const table = rootOf(footer);
  checkSchema(footer, follow(footer, table, 1));
  for (const slot of [2, 3]) {
    const [first, count] = vectorAt(footer, table, slot, 24);
    for (let block = first; block < first + count * 24; block += 24) {
      const position = Number(footer.readBigInt64LE(block));
      const metadata = footer.readInt32LE(block + 8);
      if (position < 8 || metadata < 8 || position + metadata + Number(footer.readBigInt64LE(block + 16)) > start) {
        throw new Unsound('a block reaches beyond the end');
      }
      await checkMessage(position, start, readAt);
    }
  }
  return start;
}

async function checkMessages(start: number, end: number, readAt: ReadAt): Promise<ArrowBatch[]> {
  const batches: ArrowBatch[] = [];
  for (let position = start; position + 4 <= end; ) {
    const message = await checkMessage(position, end, readAt);
    if (message === undefined) break;
    if (message.batch !== undefined) batches.push(message.batch);
    position = message.end;
  }
  return batches;
}

/** Checks a message. Returns where it ends, and what it holds if that is a record batch; undefined at the end of the stream. */
async function checkMessage(
  position: number,
  end: number,
  readAt: ReadAt,
): Promise<{ readonly end: number; readonly batch: ArrowBatch | undefined } | undefined> {
  const prefix = await readAt(position, Math.min(8, end - position));
  // Before Arrow 0.15 the length came without the four bytes that mark it.
  const marked = prefix.readInt32LE(0) === -1;
  const length = prefix.readInt32LE(marked ? 4 : 0);
  if (length === 0) return undefined;
  const start = position + (marked ? 8 : 4);
  if (start + length > end) throw new Unsound('a message reaches beyond the end');
  const message = await readAt(start, length);
  const table = rootOf(message);
  const bodyField = fieldAt(message, table, 3);
  const body = bodyField === 0 ? 0 : Number(message.readBigInt64LE(bodyField));
  if (body < 0 || start + length + body > end) throw new Unsound('the body of a message reaches beyond the end');

  const kindField = fieldAt(message, table, 1);
  const kind = kindField === 0 ? 0 : message.readUInt8(kindField);
  const header = follow(message, table, 2);
  const after = { end: start + length + body, batch: undefined };
  if (kind === SCHEMA) checkSchema(message, header);
  else if (kind === DICTIONARY_BATCH) checkBatch(message, follow(message, header, 1), start + length, body);
  else if (kind === RECORD_BATCH) return { ...after, batch: checkBatch(message, header, start + length, body) };
  else throw new Unsound(`a message is of the unknown kind ${kind}`);
  return after;
}

function checkSchema(bytes: Buffer, schema: number): void {
  checkNotes(bytes, schema, 2);
  // References may run in circles; an honest schema has fewer fields than bytes.
  let fieldsLeft = bytes.length;
  const checkFields = (table: number, slot: number): void => {
    const [first, count] = vectorAt(bytes, table, slot, 4);
    fieldsLeft -= count;
    if (fieldsLeft < 0) throw new Unsound('its columns contain each other');
    for (let at = first; at < first + count * 4; at += 4) {
      const field = at + bytes.readUInt32LE(at);
      vectorAt(bytes, field, 0, 1);
      const typeField = fieldAt(bytes, field, 2);
      if (typeField !== 0 && bytes.readUInt8(typeField) === UNION) vectorAt(bytes, follow(bytes, field, 3), 1, 4);
      checkFields(field, 5);
      checkNotes(bytes, field, 6);
    }
  };
  checkFields(schema, 1);
}

/** Metadata that anyone may add: pairs of texts. */
function checkNotes(bytes: Buffer, table: number, slot: number): void {
  const [first, count] = vectorAt(bytes, table, slot, 4);
  for (let at = first; at < first + count * 4; at += 4) {
    const pair = at + bytes.readUInt32LE(at);
    vectorAt(bytes, pair, 0, 1);
    vectorAt(bytes, pair, 1, 1);
  }
}

/** `start` and `body`: where in the file the batch's columns begin, and how many bytes they take. */
function checkBatch(bytes: Buffer, batch: number, start: number, body: number): ArrowBatch {
  // Every value of a column takes a bit at least.
  const most = body * 8;
  const lengthField = fieldAt(bytes, batch, 0);
  const rows = lengthField === 0 ? 0 : Number(bytes.readBigInt64LE(lengthField));
  if (rows > most) throw new Unsound('a batch claims more rows than it has bits');
  const [nodes, nodeCount] = vectorAt(bytes, batch, 1, 16);
  for (let node = nodes; node < nodes + nodeCount * 16; node += 16) {
    const length = Number(bytes.readBigInt64LE(node));
    if (length < 0 || length > most) throw new Unsound('a column claims more values than it has bits');
  }
  const buffers: { position: number; length: number }[] = [];
  const [first, bufferCount] = vectorAt(bytes, batch, 2, 16);
  for (let buffer = first; buffer < first + bufferCount * 16; buffer += 16) {
    const offset = Number(bytes.readBigInt64LE(buffer));
    const length = Number(bytes.readBigInt64LE(buffer + 8));
    if (offset < 0 || length < 0 || offset + length > body) throw new Unsound('a buffer reaches beyond its batch');
    buffers.push({ position: start + offset, length });
  }
  vectorAt(bytes, batch, 4, 8);
  return { rows, compressed: fieldAt(bytes, batch, 3) !== 0, buffers };
}

// FlatBuffers: a table begins with the signed distance back to its vtable, which holds its own size in bytes, the table's, and then, per
// slot, where in the table the field stands, 0 for one that is absent. References are unsigned distances forward. Reading outside of the
// bytes throws RangeError.

function rootOf(bytes: Buffer): number {
  return bytes.readUInt32LE(0);
}

function fieldAt(bytes: Buffer, table: number, slot: number): number {
  const vtable = table - bytes.readInt32LE(table);
  if (4 + 2 * slot >= bytes.readUInt16LE(vtable)) return 0;
  const distance = bytes.readUInt16LE(vtable + 4 + 2 * slot);
  return distance === 0 ? 0 : table + distance;
}

/** The table that a slot refers to. */
function follow(bytes: Buffer, table: number, slot: number): number {
  const field = fieldAt(bytes, table, slot);
  if (field === 0) throw new Unsound('a part of the metadata is missing');
  return field + bytes.readUInt32LE(field);
}

/** The vector (or text) in a slot: where its elements start, and how many there are; none where the slot is empty. */
function vectorAt(bytes: Buffer, table: number, slot: number, elementSize: number): [first: number, count: number] {
  const field = fieldAt(bytes, table, slot);
  if (field === 0) return [0, 0];
  const vector = field + bytes.readUInt32LE(field);
  const count = bytes.readUInt32LE(vector);
  if (vector + 4 + count * elementSize > bytes.length) throw new Unsound('a list in the metadata reaches beyond their end');
  return [vector + 4, count];
}

const MAGIC = 'ARROW1';
const SCHEMA = 1;
const DICTIONARY_BATCH = 2;
const RECORD_BATCH = 3;
const UNION = 14;
