import { quote } from './quote.ts';
import { scanJson } from './scan-json.ts';

/**
 * Parses JSON as JSON.parse does, and refuses an object that has a name twice, of which JSON.parse would keep the last without a word: what two branches
 * that were merged by hand leave behind.
 *
 * @throws SyntaxError that names the line.
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const names: Set<string>[] = [];
  const scanner = scanJson('', {
    open: (kind) => {
      if (kind === 'object') names.push(new Set());
    },
    close: (kind) => {
      if (kind === 'object') names.pop();
    },
    key(bytes, start, end) {
      const name = bytes.toString('utf8', start, end);
      const seen = names.at(-1)!;
      if (seen.has(name)) throw new SyntaxError(`line ${scanner.line()}: the name ${quote(name)} stands twice in one object`);
      seen.add(name);
    },
    text() {},
    number() {},
    word() {},
  });
  scanner.push(Buffer.from(text, 'utf8'));
  scanner.end();
  return value;
}
