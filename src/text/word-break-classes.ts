/**
 * The word-break class of every code point, as StandardTokenizer of Lucene 8 sees it: Word_Break (UAX #29), Line_Break and Script of
 * Unicode 9.0, and the emoji properties of Unicode 11.0. Classes that no rule of word-break-rules.ts tells apart are one class here.
 *
 * The table is part of the program on purpose: the tokens of a text must not change with the Unicode version of the JavaScript engine. To
 * make it anew, read WordBreakProperty.txt, LineBreak.txt and Scripts.txt of Unicode 9.0 and emoji-data.txt of Emoji 11.0 and give each
 * code point the class that its properties name below. To verify it, ask Lucene's StandardTokenizer for the tokens of texts that hold
 * a code point alone, doubled, and between letters, digits, Hebrew, Katakana, connectors and emoji parts: both this table and the
 * rules have been found to agree with Lucene 8.7 on all of them, and state by state with its compiled automaton.
 */
export const wordBreak = {
  /** Anything that no token holds: white space, most punctuation, symbols, unassigned code points, lone surrogates. */
  other: 0,
  /** Word_Break=ALetter. */
  letter: 1,
  /** Word_Break=Numeric, and the full-width digits. */
  numeric: 2,
  /** Word_Break=ExtendNumLet: the low line and its like. */
  connector: 3,
  /** Word_Break=MidLetter: the colon and its like. */
  midLetter: 4,
  /** Word_Break=MidNum: the comma, the semicolon and their like. */
  midNumber: 5,
  /** Word_Break=MidNumLet: the full stop, the curly apostrophe and their like. */
  midBoth: 6,
  /** Word_Break=Single_Quote: U+0027. */
  singleQuote: 7,
  /** Word_Break=Double_Quote: U+0022. */
  doubleQuote: 8,
  /** Word_Break=Hebrew_Letter. */
  hebrewLetter: 9,
  /** Word_Break=Katakana. */
  katakana: 10,
  /** Script=Han or Hiragana: every one a token. */
  ideograph: 11,
  /** Line_Break=Complex_Context (Thai, Lao, Khmer, Myanmar …) that is no mark: a run of them is a token. */
  southEastAsian: 12,
  /** Line_Break=Complex_Context and Word_Break=Extend. */
  southEastAsianMark: 13,
  /** Word_Break=Extend or Format, but for those below. */
  mark: 14,
  /** U+200D. */
  zeroWidthJoiner: 15,
  /** U+FE0E. */
  textSelector: 16,
  /** U+FE0F. */
  emojiSelector: 17,
  /** U+20E3. */
  keycap: 18,
  /** `#` and `*`; the digits are keycap bases too, but a keycap joins any number as a mark. */
  keycapBase: 19,
  /** Emoji and other pictographs that no class below holds. */
  emoji: 20,
  /** Emoji_Modifier_Base: hands and persons. */
  emojiModifierBase: 21,
  /** Emoji_Modifier: the five skin tones. */
  emojiModifier: 22,
  /** Emoji that are Word_Break=ALetter too, such as U+24C2. */
  emojiLetter: 23,
  /** Word_Break=Regional_Indicator: a pair is a flag. */
  regionalIndicator: 24,
  /** U+E0020 to U+E007E. */
  tag: 25,
  /** U+E007F. */
  cancelTag: 26,
} as const;

/** A value of `wordBreak`. */
export type WordBreak = (typeof wordBreak)[keyof typeof wordBreak];

/** One symbol per class, in the order of its number. */
const symbols = `-LN_:,.'"HKISDMZXVY#EBFARTC`;

/** Runs of code points from U+0000 on: a symbol, then the length in base 36, left out where it is 1. All that follows the last run is `other`. */
const runs = `
-y"#-3'-2#-,-.-Na:,-5Lq-4_-Lq-1aEL-2ME-6L-:-2L-5Ln-Lv-Lcq-4Lc-5:-8L5-7L-L-hM34L5-L2-2L4,L-6L:L3-L-Lk-L2b-L3v-M7L4m-L12-2L-7L13-,-7
M19-M-M2-M2-M-8Hr-5H3L:-bM6-6,2-2Mb-M-3L17MlNa-N,-L2ML2r-LM8-M6L2M2-M4L2NaL3-2L-fMLMLuMr-2L2hMbL-eNaLxM9L2-2,-L-5LmM4LM9LM3LM5-iLpM3
-1wLl-L8-mM1cL1iM3LMiLM7LaM2-2Na-LgM3-L8-2L2-2Lm-L7-L-3L4-2MLM7-2M2-2M3L-8M-4L2-L3M2-2NaL2-fM3-L6-4L2-2Lm-L7-L2-L2-L2-2M-M5-4M2-2M3
-3M-7L4-L-7NaM2L3M-bM3-L9-L3-Lm-L7-L2-L5-2MLM8-M3-M3-2L-fL2M2-2Na-9L-7M3-L8-2L2-2Lm-L7-L2-L5-2MLM7-2M2-2M3-8M2-4L2-L3M2-2Na-L-gML-L6
-3L3-L4-3L2-L-L2-3L2-3L3-3Lc-4M5-3M3-M4-2L-6M-eNa-gM4-L8-L3-Ln-Lg-3LM7-M3-M4-7M2-L3-5L2M2-2Na-gLM3-L8-L3-Ln-La-L5-2MLM7-M3-M4-7M2-7L
-L2M2-2Na-L2-eM3-L8-L3-L15-2LM7-M3-M4L-5L3M-7L3M2-2Na-aL6-2M2-Li-3Lo-L9-L-2L7-3M-4M6-M-M8-6Na-2M2-dS1cDS2D7-5S7D8-Na-13S2-S-2S2-S-2S
-6S4-S7-S3-S-S-2S2-S4DS2D6-D2S-2S5-S-D6-2Na-2S4-wL-nM2-6Na-bM-M-M-4M2L8-L10-4Mk-M2L5Mb-M10-9M-1lS17DkSNa-6S6D4S4D3SD3S2D7S3D4SdDcSD
NaD4S2L12-L-5L-2L17-L99-L4-2L7-L-L4-2L15-L4-2Lx-L4-2L7-L-L4-2Lf-L1l-L4-2L1v-2M3-wLg-gL2e-2L6-3Lh8-2Lh-Lq-5L23-3Lb-7Ld-L4M3-bLiM3-bLi
M2-cLd-L3-M2-cS1gDw-3S-4SD-2Na-xM4-Na-6L2g-8L5M2LyML-5L1y-aLv-Mc-4Mc-aNaSu-2S5-bS18-4Sq-6NaS-3S2-wLnM5-4S1hDa-Dt-2MNa-6Na-6Se-2Mf-1t
M5L1bMhL7-4Na-hM9-cM3LuMdL2NaL18Me-cL10Mk-8Na-3L3NaL10-2L9-1zM3-MlL4ML4M3L2-M2-6L5cM1i-5M5L7q-2L6-2L12-2L6-2L8-L-L-L-Lv-2L1h-L7-L-3
L3-L7-3L4-2L6-4Ld-5L3-L7-fMZM2-8.2-a.-2:-2M5_-cE-2_2-3,-4E-a_-bM5-Ma-L-dL-gLd-1fMjYMd-hL-4L-2La-L-3L5-4E-L-L-L-L4-LaA-2L4-5L5-4L-h
L15-bE6-fE2-a7E2-cE-2nE-1yE-pEb-4E3-57LcAL13-5cE2-aE-9E-1mE4-E6-Ec-E9BE2w-aE2xBEc-2E2B4E5-E-E-6E-3E-6E-aE2-fE-2E-4E-E-4E3-E-bE5-19E3
-9E-eE-eE-acE2-cvE3-jE2-1fE-4E-4qL1b-L1b-L3p-6L4M3L2-cL12-L-5L-2L1k-7L-fMLn-9L7-L7-L7-L7-L7-L7-L7-L7-Mw-1bL-28Iq-I2h-cI5y-1bL-I-pI9
M6EK5-2I3L2E-3I2e-2M2K2I3K2j-K4-5L15-3L2m-hLr-1hKg-47E-E-1iK1b-K2g-4oI52u-22Ig5y-16Lwd-1vL1a-2L7h-3LgNaL2-kL1bM4-Ma-LvM2L28M2-11L9-2
L2v-2L10-L8-1rLbML3ML4MLnM5-oL1g-cM2L1eMi-aNa-6MiL6-3L-L-2NaLsM8-2LnMd-cLt-3M4L1bMe-eLNa-6S5DSaNaS5-L15Me-9L3ML8M2-2Na-6SrD3S1eDSD3
S2D2S5D2SDS-oS5LbM5-2L3M2-aL6-2L6-2L6-9L7-L7-L17-La-aL37M8-M2-2Na-6L8mc-cLn-4L1d-6isIa6-2I2y-12L7-cL5-5HMHa-Hd-H5-H-H2-H2-HaL2q-xLa3
-iL1s-2L1i-14Lc-4MeXV,-2:,-bMg-3_2-o_3,-.-,:-qL5-L3r-2M-7.-4,-.-Na:,-5Lq-4_-Lq-bK1kM2Lv-3L6-2L6-2L6-2L3-sM3-4Lc-Lq-Lj-L2-Lf-2Le-yL3f
-1xL1h-3sM-3mLt-3L1d-fM-vLw-gLr-5L12M5-5Lu-2L10-4L8-L5-16L4e-2Na-6L10-4L10-4L14-8L1g-4cL8n-9Lm-aL8-48L6-2L-L18-L2-3L-2Ln-aLn-9Lv-1t
Lj-L2-aLm-aLq-1yL1k-6L2-1sLM3-M2-5M4L4-L3-Lr-4M3-4M-wLt-3Lt-zL8-LsM2-pL1i-aLm-aLj-dLi-32L21-1jL1f-dL1f-lpM3L1hMf-vNa-fM4L19Mb-2M-iLp
-7Na-6M3L10Me-Na-gLzM-2L-9M3L1cMeL4-5M3-3NaL-L-zLi-LpMc-6M-1tL7-L-L4-Lf-La-7L1bMc-5Na-6M4-L8-2L2-2Lm-L7-L2-L5-2MLM7-2M2-2M3-2L-6M-5
L5M2-2M7-3M5-3vL1hMiL4-5Na-12L1cMkL2-L-8Na-4mL1bM7-2M9-nL4M2-yL1cMh-3L-bNa-12L17Md-8Na-1iSq-3Df-4NaS2-3S-9sL1sNa-lL-cgL1l-7bL9-L11M8
-M8L-fNa-oLu-2Mm-Me-ndLpm-2uL33-hL5g-24cLtr-34hLg7-6ntLft-7Lv-Na-2uLu-2M5-bL1cM7-9L4-cNa-9Ll-5Lj-ogL1x-bLM1a-gM4Ld-1sL-cnzKI-2daL2z
-5Ld-3L9-7La-3M2-M4-43lM5-3Mm-2M7-uM4-44M3-cbL2d-L1z-L2-2L-2L2-2L4-Lc-L-L7-L1t-L4-2L8-L7-Ls-L4-L5-L-3L7-L9g-2Lp-Lp-Lv-Lp-Lv-Lp-Lv-Lp
-Lv-Lp-L8-2N1e-e8M1j-4M1e-8M-eM-mM5-Mf-11sM7-Mh-2M7-M2-M5-1jpL5h-bM7-15L1wM7-5Na-x2L4-Lr-L2-L-2L-La-L4-L-L-6L-4L-L-L-L3-L2-L-2L-L-L-
L-L-L2-L-2L4-L7-L4-L4-L-La-Lh-5L3-L5-Lh-90E74-dE3-vELq-6Lq-2E4A2LcA2La-4E-2Ea-iE1lRqIEf-aE-kE-2E9-E4-9E8sBE1oB3E2BE2B3E1aF5E1uB2E2Bb
ElB4E4BEB9E3BE4B3EB3EyBE43-8E1aB2E4BElBE4B2E4uB3E3B5-1cEzBEgB3E9BEbBE1f-38Ec-2dE17-cE4-1kE8-aE6-14E8-uE2a-cEcB5EB2E6BE9BaE-EB2E7-E32
B2EB2EnBdE17k-2Iwyf-15I379-bI66-2I4g2-866If2-fherM-uT2nC-3kM6o
`;

/** The class of every code point, 0 to 10FFFF. */
export const wordBreakOf: Uint8Array = readRuns();

function readRuns(): Uint8Array {
  const classes = new Uint8Array(0x110000);
  let at = 0;
  for (const [, symbol, length] of runs.matchAll(/([^0-9a-z\s])([0-9a-z]*)/g)) {
    const end = at + (length ? Number.parseInt(length, 36) : 1);
    classes.fill(symbols.indexOf(symbol!), at, end);
    at = end;
  }
  return classes;
}
