import { createHash } from 'node:crypto';
import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';
import type { EncodeOptions, Encoder } from './encoder.ts';
import type { MatrixFile } from './matrix-file.ts';

/** How some rows of a matrix are held against what an encoder makes of the same texts. */
export interface SampleCheck {
  readonly encoder: Encoder;
  /** Rows. Default 16, or all where there are fewer. */
  readonly size?: number | undefined;
  /** The least cosine between a row and the encoder's vector. Default 0.999: what half precision and another order of summation leave. */
  readonly tolerance?: number | undefined;
  /** Which rows; the same seed, the same rows. Default 0. */
  readonly seed?: number | undefined;
}

export interface CheckedSample {
  readonly rows: number;
  readonly lowestCosine: number;
}

/** The rows of a sample, in no order: as many as `size` says, drawn by hashes of the seed. */
export function sampleRows(rows: number, { size = 16, seed = 0 }: SampleCheck): ReadonlySet<number> {
  const drawn = new Set<number>();
  for (let draw = 0; drawn.size < Math.min(size, rows); draw++) {
    const hash = createHash('sha256').update(`${seed} ${draw}`).digest();
    drawn.add(Number(hash.readBigUInt64LE() % BigInt(rows)));
  }
  return drawn;
}

/**
 * Encodes the sampled texts and compares them with their rows.
 *
 * @param texts row → text.
 * @throws `data` error that names a row whose cosine lies below the tolerance.
 */
export async function checkSample(
  matrix: MatrixFile,
  texts: ReadonlyMap<number, string>,
  { encoder, tolerance = 0.999 }: SampleCheck,
  options: EncodeOptions,
): Promise<CheckedSample> {
  const rows = [...texts.keys()];
  let lowestCosine = 1;
  for await (const { positions, vectors, dimension } of encoder.encode([...texts.values()], options)) {
    if (dimension !== matrix.columns) {
      throw dataError(`${matrix.path}: has vectors of ${matrix.columns} numbers, where the model gives ${dimension}`, {
        next: 'Check which model made them.',
      });
    }
    for (const [at, position] of positions.entries()) {
      const row = rows[position]!;
      const found = cosine(await matrix.read(row, 1), vectors.subarray(at * dimension, (at + 1) * dimension));
      if (!(found >= tolerance)) {
        throw dataError(
          `${matrix.path}: row ${row + 1} isn't what the model makes of its text ${quote(texts.get(row)!)}: their cosine is ${found.toFixed(6)}, where at least ${tolerance} was expected`,
          { next: 'Check the order of the rows, and the model, prompt, pooling and lengths that they were made with.' },
        );
      }
      lowestCosine = Math.min(lowestCosine, found);
    }
  }
  return { rows: rows.length, lowestCosine };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    squaresA += a[i]! ** 2;
    squaresB += b[i]! ** 2;
  }
  // Two vectors of zeros are the same vector.
  return squaresA === 0 && squaresB === 0 ? 1 : product / Math.sqrt(squaresA * squaresB);
}
