import { usageError } from '../errors.ts';

/** How a query is made of the question and what a language model wrote. */
export interface RewriteJoin {
  /** As a person writes it: `question*5+answer`. */
  readonly name: string;
  /** Texts are put together with a line break between. */
  compose(question: string, answer: string): string;
}

/** A question that is repeated more often than this is a slip of the finger. */
const mostRepeats = 100;

/**
 * Reads the name of a join: `answer` for what the model wrote alone, `question+answer` and `answer+question` for both, and with `question*5` for a question
 * that is repeated, which keeps its weight against a long answer where words are counted, as query2doc does it (Wang et al. 2023, arXiv:2303.07678).
 *
 * @throws `usage` error for anything else.
 */
export function parseRewriteJoin(name: string): RewriteJoin {
  const parts = name.split('+');
  const times = parts.map((part) => (part === 'answer' ? 0 : timesOf(part)));
  const answers = times.filter((count) => count === 0).length;
  if (parts.length > 2 || answers !== 1 || times.includes(undefined)) {
    throw usageError(`the join "${name}": there is none of that name`, {
      next: 'There are: answer, question+answer, answer+question, and question*5+answer, which repeats the question.',
    });
  }
  return {
    name,
    compose: (question, answer) =>
      times.flatMap((count) => (count === 0 ? [answer] : Array.from({ length: count ?? 0 }, () => question))).join('\n'),
  };
}

/** How often the question stands there; undefined for what is no question. */
function timesOf(part: string): number | undefined {
  if (part === 'question') return 1;
  const times = Number(/^question\*([1-9]\d{0,2})$/.exec(part)?.[1]);
  return times <= mostRepeats ? times : undefined;
}
