import { dataError } from '../errors.ts';
import { quote } from '../support/quote.ts';

/** What would break the line or the column of a run file, or has no UTF-8. */
const forbidden = /[\0\t\n\r]|\p{Surrogate}/u;

/**
 * Checks an id where it is read, as no run could name it in the end.
 *
 * @throws `data` error when it is empty, or holds a tab, a line break, a zero character or half a surrogate pair.
 */
export function checkId(kind: 'topic id' | 'document id', id: string, place: () => string): void {
  if (id === '') throw dataError(`${place()}: the ${kind} is empty`);
  if (forbidden.test(id)) {
    throw dataError(`${place()}: the ${kind} ${quote(id)} holds a tab, a line break, a zero character or half a surrogate pair`, {
      next: 'No run file can hold such an id: give it another one, wherever it is named.',
    });
  }
}
