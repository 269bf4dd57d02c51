import { stirlingError } from './stirling-error.ts';

/**
 * The regularised incomplete beta function Iₓ(a, b), for a, b > 0 and x in [0, 1].
 *
 * `y` is 1 − x: give it where it is known better than that subtraction would tell. Small values keep their relative accuracy:
 * to 1e-12 for a and b up to 1e6, mostly to 1e-15.
 *
 * Source: every second convergent of the continued fraction DLMF 8.17.22, in the form of DiDonato & Morris (Algorithm 708, ACM TOMS 1992),
 * which takes a y − b x as one number, evaluated forwards by Lentz's method on the side of the mean where it converges fast.
 * Cost: of the order of √max(a, b) steps.
 */
export function incompleteBeta(x: number, a: number, b: number, y: number = 1 - x): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x * (a + b + 2) < a + 1 ? lowerPart(x, y, a, b) : 1 - lowerPart(y, x, b, a);
}

/**
 * x^a y^b / B(a, b), with y = 1 − x: the factor before the continued fraction, and the density of the beta distribution times x y.
 *
 * Written about the mean a / (a + b), where both large exponents meet numbers near 1 and nothing is lost.
 */
export function betaPower(x: number, y: number, a: number, b: number): number {
  const sum = a + b;
  const offset = x * b - y * a;
  const exponent = a * logRatio(x * (sum / a), offset / a) + b * logRatio(y * (sum / b), -offset / b);
  const correction = stirlingError(sum) - stirlingError(a) - stirlingError(b);
  return Math.sqrt((a * (b / sum)) / (2 * Math.PI)) * Math.exp(exponent + correction);
}

/** ln(ratio), where `excess` is ratio − 1 computed without cancellation. */
function logRatio(ratio: number, excess: number): number {
  return Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(ratio);
}

function lowerPart(x: number, y: number, a: number, b: number): number {
  const limit = 1000 + 10 * Math.sqrt(Math.max(a, b));
  let fraction = (a * (a * y - b * x + 1)) / (a + 1);
  let numerators = fraction;
  let denominators = 0;
  for (let m = 1; m <= limit; m++) {
    const place = a + 2 * m;
    const partial = ((a + m - 1) / (place - 1)) * ((a + b + m - 1) / (place - 1)) * (m * (b - m) * x * x);
    const whole = m + (m * (b - m) * x) / (place - 1) + ((a + m) * (a * y - b * x + 1 + m * (1 + y))) / (place + 1);
    denominators = 1 / (whole + partial * denominators);
    numerators = whole + partial / numerators;
    fraction *= numerators * denominators;
    if (Math.abs(numerators * denominators - 1) < 3e-16) break;
  }
  return betaPower(x, y, a, b) / fraction;
}
