import { endianness } from 'node:os';
import { BadAnswer } from '../support/endpoints/endpoint-failure.ts';
import type { ReceivedEmbeddings } from './dialects/embedding-dialect.ts';
import { placeEntries, shown } from './place-entries.ts';

/** Vectors in the order of their texts. */
export interface ReadVectors {
  /** `count` × `dimension`, row-major, all finite. */
  readonly vectors: Float32Array;
  readonly dimension: number;
}

/**
 * Checks a server's vectors and puts them in the order of their texts: one for each of `count` texts, all of one dimension (`expected`,
 * where it is known), every number finite. Vectors are lists of numbers or base64 of little-endian float32.
 *
 * @throws BadAnswer that says what is wrong.
 */
export function readVectors(entries: ReceivedEmbeddings['entries'], count: number, expected?: number): ReadVectors {
  const rows = placeEntries(entries, count, 'vectors').map(({ vector }, index) =>
    typeof vector === 'string' ? fromBase64(vector, index) : fromNumbers(vector, index),
  );
  const dimension = expected ?? rows[0]?.length ?? 0;
  const vectors = new Float32Array(count * dimension);
  rows.forEach((row, index) => {
    if (row.length !== dimension) throw new BadAnswer(`vector ${index} has ${row.length} numbers, where ${dimension} were expected`);
    vectors.set(row, index * dimension);
  });
  for (let at = 0; at < vectors.length; at++) {
    if (!Number.isFinite(vectors[at])) {
      throw new BadAnswer(`vector ${Math.floor(at / dimension)} holds ${vectors[at]} at ${at % dimension}`);
    }
  }
  return { vectors, dimension };
}

function fromNumbers(vector: unknown, index: number): Float32Array {
  if (!Array.isArray(vector)) throw new BadAnswer(`vector ${index} is ${shown(vector)}, not a list of numbers`);
  if (vector.length === 0) throw new BadAnswer(`vector ${index} is empty`);
  const row = new Float32Array(vector.length);
  for (let at = 0; at < row.length; at++) {
    const value: unknown = vector[at];
    if (typeof value !== 'number') throw new BadAnswer(`vector ${index} holds ${shown(value)} at ${at}, which is not a number`);
    row[at] = value;
  }
  return row;
}

function fromBase64(text: string, index: number): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  // Node passes over what isn't base64, so a text that was cut or mangled is known by its length.
  const whole = Math.ceil((bytes.length * 4) / 3) === text.replace(/=+$/, '').length;
  if (!whole || bytes.length === 0 || bytes.length % 4 !== 0) throw new BadAnswer(`vector ${index} is not base64 of float32 numbers`);
  const row = new Float32Array(bytes.length / 4);
  const rowBytes = Buffer.from(row.buffer);
  bytes.copy(rowBytes);
  if (endianness() === 'BE') rowBytes.swap32();
  return row;
}
