/**
 * Enough of WebAssembly's binary format to write a small kernel by hand: one function, one imported memory (`env.memory`), 128-bit vectors.
 * Names of instructions and their codes: WebAssembly Core Specification 2.0, section 5.4.
 */
export type WasmCode = readonly (number | WasmCode)[];

export const i32 = 0x7f;
export const v128 = 0x7b;

export interface WasmFunction {
  readonly name: string;
  /** How many parameters, all i32. They are the first locals. */
  readonly parameters: number;
  /** Types of the other locals. */
  readonly locals: readonly number[];
  readonly body: WasmCode;
}

/** Memory that a module works in: `buffer` never moves. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** The part of the engine's interface that is used here; TypeScript knows it only together with a browser's. */
interface WasmEngine {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: WasmMemory } },
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

const engine = (globalThis as unknown as { readonly WebAssembly: WasmEngine }).WebAssembly;

/** Zeros; at most 4 GiB. */
export function createWasmMemory(bytes: number): WasmMemory {
  const pages = Math.ceil(bytes / (1 << 16));
  return new engine.Memory({ initial: pages, maximum: pages });
}

/** Makes a module whose function can be bound to any memory. */
export function compileWasm(source: WasmFunction): (memory: WasmMemory) => (...parameters: readonly number[]) => void {
  const module = new engine.Module(wasmModule(source));
  return (memory) => new engine.Instance(module, { env: { memory } }).exports[source.name] as (...parameters: readonly number[]) => void;
}

/** The bytes of a module that exports one function without a result. */
function wasmModule({ name, parameters, locals, body }: WasmFunction): Uint8Array<ArrayBuffer> {
  const type = [0x60, ...vector(new Array<number>(parameters).fill(i32)), 0];
  const code = [...unsigned(locals.length), ...locals.flatMap((local) => [1, local]), ...flat(body), END];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, ...type]),
    ...section(2, [1, ...text('env'), ...text('memory'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text(name), 0, 0]),
    ...section(10, [1, ...vector(code)]),
  ]);
}

const END = 0x0b;

export const getLocal = (local: number): WasmCode => [0x20, ...unsigned(local)];
export const setLocal = (local: number): WasmCode => [0x21, ...unsigned(local)];
export const i32Const = (value: number): WasmCode => [0x41, ...signed(value)];
export const i32Load = (offset: number): WasmCode => [0x28, 2, ...unsigned(offset)];
export const i32Add = 0x6a;
export const i32LessUnsigned = 0x49;

/** A loop without a result: `body`, and again for as long as `condition` leaves something other than 0. */
export const loopWhile = (body: WasmCode, condition: WasmCode): WasmCode => [0x03, 0x40, body, condition, 0x0d, 0, END];

const simd = (code: number, ...operands: readonly number[]): WasmCode => [0xfd, ...unsigned(code), ...operands];
export const v128Load = (offset: number): WasmCode => simd(0x00, 0, ...unsigned(offset));
export const v128Load64Splat = (offset: number): WasmCode => simd(0x0a, 0, ...unsigned(offset));
export const v128Store = (offset: number): WasmCode => simd(0x0b, 0, ...unsigned(offset));
export const v128Zero: WasmCode = simd(0x0c, ...new Array<number>(16).fill(0));
/** Picks four 32-bit lanes of two vectors: 0 to 3 of the first, 4 to 7 of the second. */
export const shuffle32 = (...lanes: readonly number[]): WasmCode =>
  simd(0x0d, ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)));
export const f64x2PromoteLow: WasmCode = simd(0x5f);
export const f32x4Max: WasmCode = simd(0xe9);
export const f64x2Add: WasmCode = simd(0xf0);
export const f64x2Mul: WasmCode = simd(0xf2);

function flat(code: WasmCode): number[] {
  return code.flatMap((item) => (typeof item === 'number' ? item : flat(item)));
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...vector(content)];
}

function text(value: string): number[] {
  return vector([...Buffer.from(value, 'utf8')]);
}

/** Bytes led by their number. */
function vector(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

/** Seven bits a byte, lowest first. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...unsigned(Math.floor(value / 128))];
}

function signed(value: number): number[] {
  const byte = value & 127;
  const rest = value >> 7;
  return (rest === 0 && byte < 64) || (rest === -1 && byte >= 64) ? [byte] : [byte | 128, ...signed(rest)];
}
