import { z } from 'zod';
import { dataError } from '../errors.ts';

/** What stands around the tokens of a text, or of a pair of texts, when a model reads them: `[CLS] A [SEP] B [SEP]`. */
export type TokenFrame = readonly FramePart[];

export type FramePart =
  | { readonly kind: 'special'; readonly id: number; readonly type: number }
  /** The tokens of the first text (0) or the second (1). */
  | { readonly kind: 'text'; readonly text: 0 | 1; readonly type: number };

export interface TokenFrames {
  readonly single: TokenFrame;
  readonly pair: TokenFrame;
}

/** The ids that a model gets, special ones included, and for each the text that it belongs to (the model's `token_type_ids`). */
export interface FramedTokens {
  readonly ids: Int32Array;
  readonly types: Uint8Array;
}

/** Number of special tokens in a frame. */
export function frameSize(frame: TokenFrame): number {
  return frame.filter(({ kind }) => kind === 'special').length;
}

/** Puts the tokens of one or two texts into a frame. */
export function fillFrame(frame: TokenFrame, texts: readonly (readonly number[])[]): FramedTokens {
  const length = frame.reduce((sum, part) => sum + (part.kind === 'special' ? 1 : texts[part.text]!.length), 0);
  const ids = new Int32Array(length);
  const types = new Uint8Array(length);
  let at = 0;
  for (const part of frame) {
    const tokens = part.kind === 'special' ? [part.id] : texts[part.text]!;
    ids.set(tokens, at);
    types.fill(part.type, at, at + tokens.length);
    at += tokens.length;
  }
  return { ids, types };
}

const place = z.object({ id: z.string(), type_id: z.int().nonnegative() });
const template = z.array(z.union([z.object({ SpecialToken: place }), z.object({ Sequence: place })]));
const special = z.tuple([z.string(), z.int().nonnegative()]);

/** `post_processor` of a tokenizer.json (the `Serialize` implementations in the Rust library's `processors`). */
export const postProcessor: z.ZodType<PostProcessor> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ByteLevel') }),
  z.object({
    type: z.literal('TemplateProcessing'),
    single: template,
    pair: template,
    special_tokens: z.record(z.string(), z.object({ ids: z.array(z.int().nonnegative()) })),
  }),
  z.object({ type: z.literal('BertProcessing'), sep: special, cls: special }),
  z.object({ type: z.literal('RobertaProcessing'), sep: special, cls: special }),
  z.object({
    type: z.literal('Sequence'),
    get processors() {
      return z.array(postProcessor);
    },
  }),
]);

type Place = { readonly id: string; readonly type_id: number };
type Template = readonly ({ readonly SpecialToken: Place } | { readonly Sequence: Place })[];
type Special = readonly [string, number];

export type PostProcessor =
  | { readonly type: 'ByteLevel' }
  | {
      readonly type: 'TemplateProcessing';
      readonly single: Template;
      readonly pair: Template;
      readonly special_tokens: Readonly<Record<string, { readonly ids: readonly number[] }>>;
    }
  | { readonly type: 'BertProcessing' | 'RobertaProcessing'; readonly sep: Special; readonly cls: Special }
  | { readonly type: 'Sequence'; readonly processors: readonly PostProcessor[] };

/**
 * The frames that a post-processor stands for. The npm library's own post-processors lose the second text where a template comes after ByteLevel,
 * and leave it out where it is empty, which the Rust library doesn't.
 *
 * @param shownAs the file, for messages.
 * @throws `data` error for a template with a special token that it doesn't define, or for two templates in a row.
 */
export function framesOf(processor: PostProcessor | null | undefined, shownAs: string): TokenFrames {
  const bare = { single: [text(0)], pair: [text(0), text(1, 1)] };
  switch (processor?.type) {
    case undefined:
    case 'ByteLevel':
      return bare;
    case 'TemplateProcessing': {
      const { single, pair, special_tokens } = processor;
      const frame = (items: Template): TokenFrame => items.flatMap((item) => templatePart(item, special_tokens, shownAs));
      return { single: frame(single), pair: frame(pair) };
    }
    case 'BertProcessing': {
      const [cls, sep] = [mark(processor.cls), mark(processor.sep)];
      return { single: [cls, text(0), sep], pair: [cls, text(0), sep, text(1, 1), mark(processor.sep, 1)] };
    }
    case 'RobertaProcessing': {
      const [cls, sep] = [mark(processor.cls), mark(processor.sep)];
      return { single: [cls, text(0), sep], pair: [cls, text(0), sep, sep, text(1), sep] };
    }
    case 'Sequence': {
      const telling = processor.processors.filter(({ type }) => type !== 'ByteLevel');
      if (telling.length > 1) throw dataError(`${shownAs}: post_processor: ${telling.length} templates in a row can't be followed`);
      return framesOf(telling[0], shownAs);
    }
  }
}

function text(which: 0 | 1, type = 0): FramePart {
  return { kind: 'text', text: which, type };
}

function mark([, id]: Special, type = 0): FramePart {
  return { kind: 'special', id, type };
}

function templatePart(
  item: Template[number],
  specials: Readonly<Record<string, { readonly ids: readonly number[] }>>,
  shownAs: string,
): readonly FramePart[] {
  if ('Sequence' in item) return [text(item.Sequence.id === 'A' ? 0 : 1, item.Sequence.type_id)];
  const { id: name, type_id: type } = item.SpecialToken;
  const ids = specials[name]?.ids;
  if (ids === undefined) throw dataError(`${shownAs}: post_processor: the template names ${name}, which special_tokens doesn't define`);
  return ids.map((id) => ({ kind: 'special', id, type }));
}
