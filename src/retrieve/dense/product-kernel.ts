import {
  compileWasm,
  f64x2Add,
  f64x2Mul,
  f64x2PromoteLow,
  getLocal,
  i32,
  i32Add,
  i32Const,
  i32LessUnsigned,
  i32Load,
  loopWhile,
  setLocal,
  shuffle32,
  v128,
  v128Load,
  v128Load64Splat,
  v128Store,
  v128Zero,
  type WasmCode,
  type WasmFunction,
  type WasmMemory,
} from '../../support/wasm-module.ts';

/** Rows that the kernel multiplies side by side: additions for one row have to wait for each other, those for several needn't. */
export const abreast = 8;
/** Numbers of a row that it takes at a time. */
export const stride = 4;

/**
 * Inner products of a query with rows of float32 numbers. All pointers are bytes within the memory.
 *
 * @param query float64 numbers, as many as a row has, a multiple of `stride`.
 * @param queryEnd where they end.
 * @param rows pointers to rows (uint32), as many as a multiple of `abreast`.
 * @param rowsEnd where they end.
 * @param products where to put them: a float64 for each row.
 */
export type MultiplyRows = (query: number, queryEnd: number, rows: number, rowsEnd: number, products: number) => void;

/**
 * The kernel as WebAssembly: the two lanes of a vector are two rows, so that each row's sum is taken from its first number to its last, in float64,
 * as a plain loop would take it. Measured: a third of the time of the same in JavaScript.
 */
export function productKernel(memory: WasmMemory): MultiplyRows {
  bind ??= compileWasm(kernel());
  return bind(memory);
}

let bind: ((memory: WasmMemory) => MultiplyRows) | undefined;

const [QUERY, QUERY_END, ROWS, ROWS_END, PRODUCTS, NUMBER] = [0, 1, 2, 3, 4, 5] as const;
const PAIRS = abreast / 2;

function kernel(): WasmFunction {
  const pointer = (row: number): number => 6 + row;
  const sum = (pair: number): number => 6 + abreast + pair;
  const weight = (number: number): number => 6 + abreast + PAIRS + number;
  const first = 6 + abreast + PAIRS + stride;
  const [low, high] = [first, first + 1];
  const bump = (local: number, bytes: number): WasmCode => [getLocal(local), i32Const(bytes), i32Add, setLocal(local)];
  const range = (length: number): number[] => [...Array(length).keys()];

  /** sum += (a[number], b[number]) · query[number], for the number in the low half of `lanes`. */
  const addProduct = (pair: number, lanes: WasmCode, number: number): WasmCode => [
    getLocal(sum(pair)),
    [lanes, f64x2PromoteLow, getLocal(weight(number)), f64x2Mul],
    f64x2Add,
    setLocal(sum(pair)),
  ];
  const multiplyPair = (pair: number): WasmCode => {
    const [a, b] = [pointer(2 * pair), pointer(2 * pair + 1)];
    const both: WasmCode = [getLocal(a), v128Load(0), getLocal(b), v128Load(0)];
    const upperHalf = (lanes: number): WasmCode => [getLocal(lanes), getLocal(lanes), shuffle32(2, 3, 2, 3)];
    return [
      [both, shuffle32(0, 4, 1, 5), setLocal(low)],
      [both, shuffle32(2, 6, 3, 7), setLocal(high)],
      addProduct(pair, getLocal(low), 0),
      addProduct(pair, upperHalf(low), 1),
      addProduct(pair, getLocal(high), 2),
      addProduct(pair, upperHalf(high), 3),
      bump(a, 4 * stride),
      bump(b, 4 * stride),
    ];
  };
  const numbers = loopWhile(
    [
      range(stride).map((number) => [getLocal(NUMBER), v128Load64Splat(8 * number), setLocal(weight(number))]),
      range(PAIRS).map(multiplyPair),
      bump(NUMBER, 8 * stride),
    ],
    [getLocal(NUMBER), getLocal(QUERY_END), i32LessUnsigned],
  );
  const rows = loopWhile(
    [
      range(abreast).map((row) => [getLocal(ROWS), i32Load(4 * row), setLocal(pointer(row))]),
      range(PAIRS).map((pair) => [v128Zero, setLocal(sum(pair))]),
      [getLocal(QUERY), setLocal(NUMBER)],
      numbers,
      range(PAIRS).map((pair) => [getLocal(PRODUCTS), getLocal(sum(pair)), v128Store(16 * pair)]),
      bump(PRODUCTS, 8 * abreast),
      bump(ROWS, 4 * abreast),
    ],
    [getLocal(ROWS), getLocal(ROWS_END), i32LessUnsigned],
  );
  const vectors = new Array<number>(PAIRS + stride + 2).fill(v128);
  return { name: 'multiply', parameters: 5, locals: [i32, ...new Array<number>(abreast).fill(i32), ...vectors], body: rows };
}
