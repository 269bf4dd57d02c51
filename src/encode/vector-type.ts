import { toFloat16 } from '../support/float16.ts';

/** How the numbers of stored vectors are kept. Half precision takes half the room and loses all but three decimal digits. */
export type VectorType = 'float32' | 'float16';

export const bytesPerNumber: Readonly<Record<VectorType, number>> = { float32: 4, float16: 2 };

/** Numbers of a vector type; those of half precision as the 16 bits of each. */
export type VectorNumbers = Float32Array | Uint16Array;

/** The numbers as they are kept: the array itself, or each rounded to the nearest half. */
export function packNumbers(type: VectorType, numbers: Float32Array): VectorNumbers {
  return type === 'float32' ? numbers : Uint16Array.from(numbers, toFloat16);
}
