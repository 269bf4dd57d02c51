import { usageError } from '../errors.ts';
import { type FramedTokens, fillFrame, frameSize, type TokenFrame } from '../text/token-frame.ts';
import type { Tokenizer } from '../text/tokenizer.ts';
import { sharedRoom, truncateTokens } from '../text/truncate-tokens.ts';
import type { PromptTemplate } from './prompt-template.ts';

/** The tokens of a text as a model reads it, and how many the maximum length has cut off. */
export interface ModelText extends FramedTokens {
  readonly cut: number;
  /** So many tokens, from the first on, that tokens may attend to; all unless told. */
  readonly attended?: number | undefined;
}

export interface SingleTextOptions {
  readonly template: PromptTemplate;
  /** Tokens, special ones included. */
  readonly maxLength: number;
  /** Puts the end-of-sequence token's id after all others, where it doesn't stand there anyway. */
  readonly appendEos: boolean;
  readonly lowercase: boolean;
}

/**
 * Makes the function that turns a text (or several, that share one template) into the tokens that a model reads: the template is filled and split into
 * tokens as one text, the tokenizer's special tokens come around it, and what is longer than `maxLength` is cut at the tokenizer's truncation side. The
 * special tokens are kept, and so is an `{eos}` at the template's end.
 *
 * A text of no tokens at all (an empty one, of a tokenizer that adds none) is read as the end-of-sequence token alone, or the padding token where there
 * is none.
 *
 * @throws `usage` error for a maximum length that leaves no room beside the special tokens.
 */
export function singleText(
  tokenizer: Tokenizer,
  { template, maxLength, appendEos, lowercase }: SingleTextOptions,
): (texts: Readonly<Record<string, string>>) => ModelText {
  const { frames, eos, padId, truncationSide: side } = tokenizer;
  const frame = withEos(frames.single, appendEos ? eos?.id : undefined);
  const room = roomIn(frame, maxLength);
  return (texts) => {
    const filled = template.fill(texts);
    const tokens = tokenizer.encode(lowercase ? filled.toLowerCase() : filled);
    const keepLast = template.endsWithEos && tokens.at(-1) === eos?.id ? 1 : 0;
    const kept = truncateTokens(tokens, room, { side, keepLast });
    const framed = fillFrame(frame, [kept]);
    const cut = tokens.length - kept.length;
    return framed.ids.length === 0 ? { ids: Int32Array.of(eos?.id ?? padId ?? 0), types: new Uint8Array(1), cut } : { ...framed, cut };
  };
}

/** Turns two texts into the tokens of a pair: `[CLS] A [SEP] B [SEP]`. Of what is too long, the longer of the two is cut first. */
export function pairText(tokenizer: Tokenizer, maxLength: number): (first: string, second: string) => ModelText {
  const { frames, truncationSide: side } = tokenizer;
  const room = roomIn(frames.pair, maxLength);
  return (first, second) => {
    const tokens = [tokenizer.encode(first), tokenizer.encode(second)] as const;
    // The Rust library (0.23) first cuts each to the whole length, so that two longer ones count as equally long.
    const [left, right] = tokens.map((ids) => Math.min(ids.length, maxLength));
    const rooms = sharedRoom(left!, right!, room);
    const kept = tokens.map((ids, at) => truncateTokens(ids, rooms[at as 0 | 1], { side }));
    const cut = tokens[0].length + tokens[1].length - kept[0]!.length - kept[1]!.length;
    return { ...fillFrame(frames.pair, kept), cut };
  };
}

function roomIn(frame: TokenFrame, maxLength: number): number {
  const room = maxLength - frameSize(frame);
  if (Number.isInteger(maxLength) && room > 0) return room;
  throw usageError(`maximum length ${maxLength}: leaves no room for a text: the model puts ${frameSize(frame)} special tokens around it`);
}

function withEos(frame: TokenFrame, id: number | undefined): TokenFrame {
  const last = frame.at(-1);
  if (id === undefined || (last?.kind === 'special' && last.id === id)) return frame;
  return [...frame, { kind: 'special', id, type: 0 }];
}
