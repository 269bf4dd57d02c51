/**
 * Element types of tensors, by the names that ONNX Runtime gives them in JavaScript.
 * Codes: `TensorProto.DataType` in onnx.proto.
 */
export type OnnxType = keyof typeof typeCodes;

const typeCodes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const;

/** An input or output of a graph. Axes of any length have a name; axes of one name have one length. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
}

/** Values that are part of the graph. */
export interface OnnxConstant {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  /** As many elements as the shape says, row-major; float16 as the 16 bits of each. */
  readonly data: Float32Array | Float64Array | Uint16Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;
}

/** A whole number, a list of them, a text, or a number with a fraction; which one an operator wants is part of its definition. */
export type OnnxAttribute = number | readonly number[] | string | { readonly float: number };

/** One operation, as ONNX's operator reference describes it. An empty name stands for an input that is left out. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** Operations in an order in which every one finds its inputs made. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants?: readonly OnnxConstant[];
  readonly nodes: readonly OnnxNode[];
}

/** Version of the operators that a graph's nodes are read by. */
const OPSET = 17;
/** Version of the file format, the first to allow that opset. */
const IR_VERSION = 8;

/**
 * The bytes of an ONNX model, ready for a session or a file: a small part of onnx.proto (github.com/onnx/onnx), enough for graphs that are
 * put together by hand. Nothing is checked here; the session that loads it does.
 */
export function onnxModel(graph: OnnxGraph): Uint8Array {
  return Buffer.concat([
    integer(1, IR_VERSION),
    message(7, [
      ...graph.nodes.map(writeNode),
      text(2, 'graph'),
      ...(graph.constants ?? []).map(writeConstant),
      ...graph.inputs.map((value) => writeValue(11, value)),
      ...graph.outputs.map((value) => writeValue(12, value)),
    ]),
    message(8, [text(1, ''), integer(2, OPSET)]),
  ]);
}

function writeNode({ op, inputs, outputs, attributes = {} }: OnnxNode): Buffer {
  return message(1, [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...writeAttribute(value)])),
  ]);
}

function writeAttribute(value: OnnxAttribute): Buffer[] {
  if (typeof value === 'number') return [integer(3, value), integer(20, 2)];
  if (typeof value === 'string') return [text(4, value), integer(20, 3)];
  if ('float' in value) return [float(2, value.float), integer(20, 1)];
  return [...value.map((item) => integer(8, item)), integer(20, 7)];
}

function writeConstant({ name, type, shape, data }: OnnxConstant): Buffer {
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return message(5, [...shape.map((length) => integer(1, length)), integer(2, typeCodes[type]), text(8, name), bytes(9, raw)]);
}

function writeValue(field: number, { name, type, shape }: OnnxValue): Buffer {
  const axes = shape.map((axis) => message(1, [typeof axis === 'number' ? integer(1, axis) : text(2, axis)]));
  return message(field, [text(1, name), message(2, [message(1, [integer(1, typeCodes[type]), message(2, axes)])])]);
}

// Protocol Buffers' wire format: each field is its number and wire type in a varint, then a varint (type 0), four bytes (5), or a length and so
// many bytes (2).

function integer(field: number, value: number): Buffer {
  return Buffer.from([...varint(field << 3), ...varint(value)]);
}

function float(field: number, value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return Buffer.concat([Buffer.from(varint((field << 3) | 5)), four]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value, 'utf8'));
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts));
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...varint((field << 3) | 2), ...varint(value.length)]), value]);
}

/** Seven bits a byte, lowest first; a negative number as the 64 bits of its two's complement. */
function varint(value: number): number[] {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  out.push(Number(rest));
  return out;
}
