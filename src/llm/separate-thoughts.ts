/** A text and the thoughts that came before it. */
export interface SeparatedThoughts {
  readonly text: string;
  readonly reasoning: string | undefined;
}

const BEGIN = '<think>';
const END = '</think>';

/**
 * Takes the thoughts out of an answer: what stands in `<think>…</think>` at its front, up to the first end mark. Many chat templates write
 * the first mark themselves, so that an answer may begin amid thoughts: then all before the end mark. Thoughts that don't end (cut short)
 * leave no text.
 *
 * Source: the reasoning parsers of vLLM for DeepSeek-R1 and Qwen3.
 */
export function separateThoughts(answer: string): SeparatedThoughts {
  const begins = answer.trimStart().startsWith(BEGIN);
  const end = answer.indexOf(END);
  if (!begins && end < 0) return { text: answer, reasoning: undefined };
  const thoughts = end < 0 ? answer : answer.slice(0, end);
  return {
    text: end < 0 ? '' : answer.slice(end + END.length).trim(),
    reasoning: (begins ? thoughts.slice(thoughts.indexOf(BEGIN) + BEGIN.length) : thoughts).trim(),
  };
}
