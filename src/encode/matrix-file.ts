import type { FileHandle } from 'node:fs/promises';
import { dataError, usageError } from '../errors.ts';
import { openFile } from '../support/file-bytes.ts';
import { widenFloat16 } from '../support/float16.ts';
import { readNpyHeader } from './npy.ts';
import { readSafetensorsHeader } from './safetensors.ts';

/** Numbers as other tools store them. `bfloat16`: the upper half of a float32. */
export type MatrixType = 'float32' | 'float16' | 'bfloat16';

/** Where a matrix lies in its file: rows × columns, row-major, little-endian, without gaps. */
export interface MatrixLayout {
  readonly rows: number;
  readonly columns: number;
  readonly type: MatrixType;
  /** Byte at which the first number starts. */
  readonly start: number;
}

/** A matrix in a file, read a few rows at a time. */
export interface MatrixFile {
  readonly path: string;
  readonly rows: number;
  readonly columns: number;
  /** Rows × columns, row-major. */
  read(first: number, count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

export interface OpenMatrixOptions {
  /** Which tensor of a safetensors file; needed where it holds several matrices. */
  readonly tensor?: string | undefined;
}

/** Reads bytes of a file; fewer where it ends. */
export type ReadBytes = (position: number, length: number) => Promise<Buffer>;

/**
 * Opens a matrix of float32 or float16 numbers in a `.npy` or `.safetensors` file (there bfloat16 as well).
 *
 * @throws `usage` error for another ending; `data` error that names the file for a header that makes no sense, and for numbers or an order that
 *   aren't supported, with what to do.
 */
export async function openMatrix(path: string, options: OpenMatrixOptions = {}): Promise<MatrixFile> {
  const ending = /\.(npy|safetensors)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined)
    throw usageError(`${path}: is neither a .npy nor a .safetensors file`, { next: 'Save the vectors as one of these.' });
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    const read: ReadBytes = (position, length) => readBytes(handle, position, length);
    const layout = ending === 'npy' ? await readNpyHeader(path, size, read) : await readSafetensorsHeader(path, size, read, options.tensor);
    return matrixOf(path, handle, layout);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function matrixOf(path: string, handle: FileHandle, { rows, columns, type, start }: MatrixLayout): MatrixFile {
  const width = columns * (type === 'float32' ? 4 : 2);
  return {
    path,
    rows,
    columns,
    async read(first, count) {
      const bytes = await readBytes(handle, start + first * width, count * width);
      if (bytes.length < count * width)
        throw dataError(`${path}: breaks off before row ${first + count} of ${rows}`, { next: 'Copy the file again.' });
      return widen(bytes, type);
    },
    close: () => handle.close(),
  };
}

async function readBytes(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  // Not from the pool, whose pieces begin at any byte: views of wider numbers need their own alignment.
  const bytes = Buffer.from(new ArrayBuffer(length));
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

function widen(bytes: Buffer, type: MatrixType): Float32Array {
  if (type === 'float32') return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const wide = new Float32Array(halves.length);
  if (type === 'float16') widenFloat16(halves, wide);
  else {
    const bits = new Uint32Array(wide.buffer);
    for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  }
  return wide;
}
