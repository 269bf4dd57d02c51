import { dataError } from '../errors.ts';
import type { MatrixLayout, ReadBytes } from './matrix-file.ts';
import type { VectorType } from './vector-type.ts';

const MAGIC = '\x93NUMPY';

/**
 * Reads the header of a `.npy` file, versions 1 to 3 (numpy.lib.format): a Python dictionary of `descr`, `fortran_order` and `shape`.
 *
 * @throws `data` error for anything but a matrix of little-endian float32 or float16 numbers in C order, and for a file that is too short for it.
 */
export async function readNpyHeader(path: string, size: number, read: ReadBytes): Promise<MatrixLayout> {
  const lead = await read(0, 12);
  if (lead.length < 10 || lead.toString('latin1', 0, 6) !== MAGIC) throw dataError(`${path}: is not a .npy file`);
  const version = lead[6]!;
  if (version < 1 || version > 3) throw dataError(`${path}: is a .npy file of version ${version}, where 1, 2 or 3 was expected`);
  const [from, length] = version === 1 ? [10, lead.readUInt16LE(8)] : [12, lead.length < 12 ? size : lead.readUInt32LE(8)];
  const start = from + length;
  if (start > size) throw dataError(`${path}: breaks off within its header`, { next: 'Copy the file again.' });
  const header = (await read(from, length)).toString(version === 3 ? 'utf8' : 'latin1');

  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/
    .exec(header)?.[1]
    ?.split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  if (descr === undefined || order === undefined || shape === undefined) {
    throw dataError(`${path}: its header has no descr, fortran_order and shape of one array of numbers: ${JSON.stringify(header.trim())}`);
  }
  const type = types[descr];
  if (type === undefined) {
    throw dataError(`${path}: holds numbers of the type ${descr}, where <f4 (float32) or <f2 (float16) was expected`, {
      next: "Convert it: np.save('vectors.npy', array.astype('<f4')).",
    });
  }
  if (order === 'True') {
    throw dataError(`${path}: is in Fortran order, column by column`, {
      next: "Write it row by row: np.save('vectors.npy', np.ascontiguousarray(array)).",
    });
  }
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined || columns === 0) {
    throw dataError(`${path}: is an array of the shape (${shape.join(', ')}), where rows and columns were expected`);
  }
  const needed = start + rows * columns * (type === 'float32' ? 4 : 2);
  if (size < needed) {
    throw dataError(`${path}: has ${size} bytes, where ${rows} × ${columns} numbers need ${needed}`, { next: 'Copy the file again.' });
  }
  return { rows, columns, type, start };
}

const types: Readonly<Record<string, VectorType>> = { '<f4': 'float32', '<f2': 'float16' };

/** The header of a `.npy` file of version 1; the numbers follow it, row by row. */
export function npyHeader(rows: number, columns: number, type: VectorType): Buffer {
  const fields = `{'descr': '${type === 'float32' ? '<f4' : '<f2'}', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  // The numbers begin at a multiple of 64, after a line feed.
  const length = Math.ceil((10 + fields.length + 1) / 64) * 64 - 10;
  const lead = Buffer.from(`${MAGIC}\x01\x00\x00\x00`, 'latin1');
  lead.writeUInt16LE(length, 8);
  return Buffer.concat([lead, Buffer.from(`${fields.padEnd(length - 1)}\n`, 'latin1')]);
}
