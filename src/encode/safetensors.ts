import { z } from 'zod';
import { dataError, usageError } from '../errors.ts';
import { describeIssues } from '../support/json-file.ts';
import { didYouMean } from '../support/nearest.ts';
import { quote } from '../support/quote.ts';
import type { MatrixLayout, MatrixType, ReadBytes } from './matrix-file.ts';
import type { VectorType } from './vector-type.ts';

const wholeNumber = z.number().int().nonnegative();
const tensorEntry = z.object({ dtype: z.string(), shape: z.array(wholeNumber), data_offsets: z.tuple([wholeNumber, wholeNumber]) });
const headerObject = z.looseObject({ __metadata__: z.record(z.string(), z.string()).optional() });

/** The most that the format allows for a header. */
const LONGEST_HEADER = 100_000_000;

/**
 * Reads the header of a safetensors file (github.com/huggingface/safetensors: eight bytes of length, JSON, then the tensors' bytes).
 *
 * @param tensor which matrix; may be left out where there is only one.
 * @throws `data` error for a header that makes no sense, or a matrix that isn't of F32, F16 or BF16; `usage` error where the tensor isn't there or
 *   none is named among several.
 */
export async function readSafetensorsHeader(path: string, size: number, read: ReadBytes, tensor?: string): Promise<MatrixLayout> {
  const lead = await read(0, 8);
  const length = lead.length < 8 ? size : Number(lead.readBigUInt64LE(0));
  if (length > LONGEST_HEADER || 8 + length > size) throw dataError(`${path}: is not a safetensors file, or breaks off within its header`);
  const { __metadata__: _, ...tensors } = parseHeader(path, await read(8, length));
  const name = tensor ?? onlyMatrix(path, tensors);
  if (!Object.hasOwn(tensors, name)) {
    throw usageError(`${path}: holds no tensor ${quote(name)}`, {
      next: `${didYouMean(name, Object.keys(tensors))}It has: ${listed(tensors)}.`,
    });
  }
  const parsed = tensorEntry.safeParse(tensors[name]);
  if (!parsed.success) throw dataError(`${path}: tensor ${quote(name)}: ${describeIssues(parsed.error)}`, { cause: parsed.error });
  const { dtype, shape, data_offsets } = parsed.data;
  const type = types[dtype];
  if (type === undefined)
    throw dataError(`${path}: tensor ${quote(name)} is of the type ${quote(dtype)}, where F32, F16 or BF16 was expected`);
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined || columns === 0) {
    throw dataError(`${path}: tensor ${quote(name)} has the shape [${shape.join(', ')}], where rows and columns were expected`);
  }
  const [from, to] = data_offsets;
  const bytes = rows * columns * (type === 'float32' ? 4 : 2);
  if (to - from !== bytes || 8 + length + to > size) {
    throw dataError(
      `${path}: tensor ${quote(name)}: ${rows} × ${columns} numbers need ${bytes} bytes, where ${Math.min(to, size - 8 - length) - from} are there`,
      {
        next: 'Copy the file again.',
      },
    );
  }
  return { rows, columns, type, start: 8 + length + from };
}

const types: Readonly<Record<string, MatrixType>> = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' };

function parseHeader(path: string, bytes: Buffer): z.output<typeof headerObject> {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw dataError(`${path}: is not a safetensors file: its header is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = headerObject.safeParse(json);
  if (!parsed.success)
    throw dataError(`${path}: is not a safetensors file: its header: ${describeIssues(parsed.error)}`, { cause: parsed.error });
  return parsed.data;
}

function onlyMatrix(path: string, tensors: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(tensors);
  const [name] = names;
  if (name === undefined) throw dataError(`${path}: holds no tensor`);
  if (names.length > 1)
    throw usageError(`${path}: holds ${names.length} tensors: ${listed(tensors)}`, { next: 'Say which one has the vectors.' });
  return name;
}

function listed(tensors: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(tensors);
  return names.length > 10
    ? `${names
        .slice(0, 10)
        .map((name) => quote(name))
        .join(', ')}, …`
    : names.map((name) => quote(name)).join(', ');
}

/** The head of a safetensors file with one matrix; its numbers follow, row by row. */
export function safetensorsHeader(tensor: string, rows: number, columns: number, type: VectorType): Buffer {
  const bytes = rows * columns * (type === 'float32' ? 4 : 2);
  const json = JSON.stringify({
    [tensor]: { dtype: type === 'float32' ? 'F32' : 'F16', shape: [rows, columns], data_offsets: [0, bytes] },
  });
  // Spaces at the end are allowed, and put the numbers at a multiple of 8.
  const header = Buffer.from(json.padEnd(Math.ceil(Buffer.byteLength(json) / 8) * 8), 'utf8');
  const lead = Buffer.alloc(8);
  lead.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([lead, header]);
}
