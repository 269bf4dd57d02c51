import { createReadStream } from 'node:fs';

const mark = Buffer.from('DynamicQuantizeLinear');

/**
 * Whether an ONNX file brings what flows through it down to eight bits by a scale that it takes from the batch as a whole (the operator
 * DynamicQuantizeLinear, as int8 exports have it). With such a model the other texts of a batch change a text's vector, from the second digit on.
 */
export async function quantisesBatches(path: string): Promise<boolean> {
  let seen = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const window = Buffer.concat([seen, chunk as Buffer]);
    if (window.includes(mark)) return true;
    seen = Buffer.from(window.subarray(Math.max(0, window.length - mark.length + 1)));
  }
  return false;
}
