/** A string, which is passed over, or a number that Python's json module writes and JSON has not. */
const stringOrNoNumber = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * Parses JSON as Python writes it: `NaN`, `Infinity` and `-Infinity`, which are no JSON, are read as null.
 *
 * @throws SyntaxError, as JSON.parse does.
 */
export function parsePythonJson(text: string): unknown {
  return JSON.parse(text.replace(stringOrNoNumber, (found) => (found.startsWith('"') ? found : 'null')));
}
