/**
 * A number as English prints it, `1,234.5`, rounded to at most so many decimals, without zeros at their end. `toLocaleString('en-US')` gives the
 * same, but takes longer to set up than many a command to run.
 *
 * @param value below 1e21.
 */
export function thousands(value: number, decimals = 0): string {
  const [whole = '', fraction = ''] = value.toFixed(decimals).split('.');
  const kept = fraction.replace(/0+$/, '');
  return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}${kept === '' ? '' : `.${kept}`}`;
}
