/** 10^0 … 10^22: the powers of ten that a double holds exactly. (`10 ** n` is not required to be exact.) */
export const powersOfTen: Float64Array = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
