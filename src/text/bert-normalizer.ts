/** `normalizer` of a tokenizer.json whose type is BertNormalizer. */
export interface BertNormalizerConfig {
  readonly clean_text?: boolean | undefined;
  readonly handle_chinese_chars?: boolean | undefined;
  /** As `lowercase` unless told. */
  readonly strip_accents?: boolean | null | undefined;
  readonly lowercase?: boolean | undefined;
}

/** Control characters and others that can't be seen; U+FFFD stands for broken text. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\ufffd]/u;
const lineEnds = /[\t\n\r]/;
const white = /[\t\n\r\p{White_Space}]/u;
/** Ideographs: each is a word of its own (`is_chinese_char` in the Rust library's `normalizers/bert.rs`). */
const ideograph =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/u;
const plain = /^[\x20-\x7e\t\n\r]*$/;

/**
 * BERT's normalisation as the Rust library does it. The npm library's own differs in two ways: it doesn't set apart ideographs outside the basic plane,
 * and it lowers a capital sigma at the end of a word to ς, where Rust lowers each character for itself, to σ.
 */
export function normalizeBert(text: string, config: BertNormalizerConfig): string {
  const { clean_text: clean = true, handle_chinese_chars: apart = true, lowercase = true, strip_accents: strip } = config;
  if (plain.test(text)) {
    const cleaned = clean ? text.replace(/[\t\n\r]/g, ' ') : text;
    return lowercase ? cleaned.toLowerCase() : cleaned;
  }
  let result = '';
  for (const character of text) {
    if (clean && unseen.test(character) && !lineEnds.test(character)) continue;
    if (clean && white.test(character)) result += ' ';
    else result += apart && ideograph.test(character) ? ` ${character} ` : character;
  }
  if (strip ?? lowercase) result = result.normalize('NFD').replace(/\p{Mn}/gu, '');
  return lowercase ? lowerEach(result) : result;
}

function lowerEach(text: string): string {
  return text
    .split('Σ')
    .map((part) => part.toLowerCase())
    .join('σ');
}
