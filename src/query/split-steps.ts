import { type OutlineLine, outline } from './outline.ts';

/** Raised whenever texts are split in another way than before: runs on steps carry it, so that no older one is taken for a newer. */
export const stepsFormat = 1;

/**
 * Splits a reasoning text into its steps, in order. Nothing but white space between steps is lost; no step is empty, and a blank text has none.
 *
 * A step begins at each heading, at each counted step and at each item of a numbered list at the top level; see `outline` for what these are. A heading
 * without a text of its own goes with the step that it leads. Text before the first of them is a step of its own, and so is text behind a list. Where
 * there is none of them, each item of a bulleted list is a step, provided that such items hold most of the text; else each paragraph is, but for one that
 * follows a colon. Paragraphs are steps, too, where more than half of a text stands before the first of them. Nested lists, formulas and code stay with
 * what they belong to. What says fewer than eight letters outside formulas and code, such as an enumerated equation or an item that broke off at once, is
 * no step: it goes with the one before.
 *
 * Seen in the 1,384 texts of BRIGHT's reasoned queries `tongsearch-qr-7b`, which are Markdown of 130 to 410 words, four of five of them broken off at a
 * limit: a sentence or two, `### Essential Problem`, `### Step-by-Step Reasoning` or `### Step 1: …`, a numbered list of bold titles over bullets, code in
 * fences, formulas in `\[…\]`. 18 of them, all on mathematics, have neither headings nor numbers. Steps of a topic, least–median–most: aops 2–6–11,
 * biology 4–8–12, earth_science 5–7–12, economics 5–7–12, leetcode 6–9–15, pony 6–10–16, psychology 5–8–12, robotics 4–9–12, stackoverflow 4–8–13,
 * sustainable_living 5–8–15, theoremqa_questions 4–7–14, theoremqa_theorems 4–6–11.
 */
export function splitSteps(text: string): readonly string[] {
  if (text.trim() === '') return [];
  const starts = joinWordless(text, stepStarts(text, outline(text)));
  return starts.map((start, at) => text.slice(start, starts[at + 1]).trim());
}

function stepStarts(text: string, lines: readonly OutlineLine[]): readonly number[] {
  const first = lines.findIndex(isMark);
  if (first < 0) return bulletsHoldMost(text, lines) ? markStarts(lines, 'bullet') : paragraphStarts(text, lines);
  const starts = markStarts(lines, 'number');
  const marked = lines[first]!.start;
  return marked * 2 > text.length ? [...paragraphStarts(text, lines.slice(0, first)), ...starts.slice(1)] : starts;
}

function isMark({ kind }: OutlineLine): boolean {
  return kind === 'heading' || kind === 'step' || kind === 'number';
}

/** Where headings and items begin, and the text behind a list. */
function markStarts(lines: readonly OutlineLine[], item: 'number' | 'bullet'): readonly number[] {
  const starts = [0];
  /** What the step at hand holds so far. */
  let held: 'nothing' | 'heading' | 'text' | 'item' = 'nothing';
  for (const { kind, start } of lines) {
    if (kind === 'blank') continue;
    const begins = kind === 'heading' || kind === 'step' || kind === item;
    if (begins ? held === 'text' || held === 'item' : kind === 'paragraph' && held === 'item') starts.push(start);
    const staysItem: boolean = held === 'item' && (kind === 'inside' || kind === 'bullet');
    held = kind === 'heading' ? 'heading' : kind === item || staysItem ? 'item' : 'text';
  }
  // A heading that nothing follows leads nothing.
  return held === 'heading' && starts.length > 1 ? starts.slice(0, -1) : starts;
}

/** Where paragraphs begin. What a colon introduces goes with it. */
function paragraphStarts(text: string, lines: readonly OutlineLine[]): readonly number[] {
  const starts = [0];
  let isIntroduced = true;
  for (const { kind, start, end } of lines) {
    if (kind === 'blank') continue;
    if (kind === 'paragraph' && !isIntroduced) starts.push(start);
    isIntroduced = /:[*_]*\s*$/.test(text.slice(start, end));
  }
  return starts;
}

function bulletsHoldMost(text: string, lines: readonly OutlineLine[]): boolean {
  let inBullet = false;
  let listed = 0;
  let all = 0;
  for (const { kind, start, end } of lines) {
    if (kind !== 'inside' && kind !== 'blank') inBullet = kind === 'bullet';
    const size = text.slice(start, end).trim().length;
    all += size;
    if (inBullet) listed += size;
  }
  return listed * 2 > all;
}

/** Leaves out the starts of what says next to nothing, so that it goes with the step before; where it comes first, with the one behind. */
function joinWordless(text: string, starts: readonly number[]): readonly number[] {
  let inFirst = 0;
  return starts.filter((start, at) => {
    const letters = lettersIn(text.slice(start, starts[at + 1]));
    const isFirst = inFirst < fewestLetters;
    if (isFirst) inFirst += letters;
    return at === 0 || (!isFirst && letters >= fewestLetters);
  });
}

const fewestLetters = 8;

/** Letters outside formulas and code, counted as far as it matters. */
function lettersIn(step: string): number {
  let letters = 0;
  for (const _ of step.replace(wordless, ' ').matchAll(/\p{L}/gu)) if (++letters === fewestLetters) break;
  return letters;
}

/** Code in fences, formulas and code within lines; what isn't closed reaches to the end. */
const wordless = /^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1|(?!.))|\\\[.*?(?:\\\]|(?!.))|\\\(.*?(?:\\\)|(?!.))|\$[^$\n]*\$|`[^`]*`/gms;
