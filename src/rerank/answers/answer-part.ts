/**
 * The part of a text that is meant as the answer: what stands in the last `<answer>…</answer>`, or behind the last `<answer>` that isn't closed; the whole text
 * where there is no such mark.
 */
export function answerPart(text: string): string {
  const begin = text.lastIndexOf('<answer>');
  if (begin < 0) return text;
  const behind = text.slice(begin + '<answer>'.length);
  const end = behind.indexOf('</answer>');
  return end < 0 ? behind : behind.slice(0, end);
}
