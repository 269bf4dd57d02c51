import { powersOfTen } from '../support/powers-of-ten.ts';

/**
 * How the scores of one ranking are written: the shortest decimal that reads back to the same number.
 *
 * Where every score of the ranking is a float32 number (as encoders and BM25 give them), the shortest decimal that reads back to the same
 * float32 is enough, and half as long: 0.1 rather than 0.10000000149011612. It is chosen for the ranking as a whole, so that the decimals
 * keep the order of the scores.
 */
export function scoreFormatter(scores: Float64Array): (score: number) => string {
  return scores.every((score) => Math.fround(score) === score) ? formatFloat32 : String;
}

/** The shortest decimal that `Math.fround(Number(…))` turns into `score`, which must be a finite float32. */
export function formatFloat32(score: number): string {
  const size = Math.abs(score);
  if (size < 1e-7 || size >= 1e9) return formatByDigits(score);
  // The decimal with `digits` digits nearest to the score is a whole number over a power of ten, both exact in a double, so that the
  // quotient is the double nearest to the decimal and the engine prints that double as the decimal itself. Six digits come first: any
  // decimal of up to six digits survives float32 (FLT_DIG), so if a shorter one will do, it is the one found.
  const magnitude = Math.floor(Math.log10(size)) + 1;
  for (let digits = 6; digits <= 9; digits++) {
    const shift = digits - magnitude;
    const decimal =
      shift < 0
        ? Math.round(score / powersOfTen[-shift]!) * powersOfTen[-shift]!
        : Math.round(score * powersOfTen[shift]!) / powersOfTen[shift]!;
    if (Math.fround(decimal) === score) return String(decimal);
  }
  return formatByDigits(score);
}

/** For the very small and the very large. Nine digits are always enough for a float32. */
function formatByDigits(score: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const decimal = Number(score.toPrecision(digits));
    if (Math.fround(decimal) === score) return String(decimal);
  }
  return String(Number(score.toPrecision(9)));
}
