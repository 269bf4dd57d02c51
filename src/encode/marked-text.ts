import type { Tokenizer } from '../text/tokenizer.ts';
import { type ModelText, type SingleTextOptions, singleText } from './model-text.ts';

export interface MarkedTextOptions extends Omit<SingleTextOptions, 'appendEos'> {
  /** Id of the token that marks a query or a document; undefined where there is none. */
  readonly marker: number | undefined;
  /** Fills texts up to the maximum length with the token of this id. */
  readonly fill?: { readonly id: number; readonly attended: boolean } | undefined;
}

/**
 * Makes the function that turns a text into the tokens that a late-interaction model reads: cut to the maximum length, the marker stands after the first
 * token (`[CLS] [Q] text [SEP]`), and where a filling is told it follows the last (`[MASK] [MASK] …`): pylate/models/colbert.py, `tokenize`.
 */
export function markedText(tokenizer: Tokenizer, { marker, fill, maxLength, ...options }: MarkedTextOptions): (text: string) => ModelText {
  const read = singleText(tokenizer, { ...options, appendEos: false, maxLength: marker === undefined ? maxLength : maxLength - 1 });
  return (text) => {
    const { ids: bare, types, cut } = read({ text });
    const own = bare.length + (marker === undefined ? 0 : 1);
    const length = fill === undefined ? own : Math.max(own, maxLength);
    const ids = new Int32Array(length);
    if (fill !== undefined) ids.fill(fill.id, own);
    ids.set(bare.subarray(0, 1));
    if (marker !== undefined) ids[1] = marker;
    ids.set(bare.subarray(1), own - bare.length + 1);
    const marked = new Uint8Array(length);
    marked.set(types.subarray(0, 1));
    marked.set(types.subarray(1), own - bare.length + 1);
    return { ids, types: marked, cut, attended: fill === undefined || fill.attended ? undefined : own };
  };
}
