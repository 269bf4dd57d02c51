import { cleanAnswer } from './clean-answer.ts';
import type { RewriteJoin } from './rewrite-join.ts';

/** An answer of a language model, as far as rewriting looks at it. */
export interface WrittenAnswer {
  /** Without thoughts. */
  readonly text: string;
  readonly reasoning?: string | undefined;
  /** `stop`, `length`, `content_filter`, … */
  readonly finishReason: string;
}

/**
 * Why an answer is no rewriting of a question.
 *
 * `empty`: it holds no text. `truncated`: a limit of tokens cut it short. `filtered`: the server withheld it. `refused`: it only says that the model won't
 * answer.
 */
export type RewriteTrouble = 'empty' | 'truncated' | 'filtered' | 'refused';

/**
 * What becomes of a topic with a troubled answer. `original`: the answer isn't used, and where no other sample is left the query is the question as it was
 * published, alone. `keep`: the same, but what was cut short is used as far as it goes. `fail`: no queries are written at all.
 */
export type TroubleRule = 'original' | 'keep' | 'fail';

export const troubleRules: readonly TroubleRule[] = ['original', 'keep', 'fail'];

export interface ReadRewriteOptions {
  readonly join: RewriteJoin;
  readonly keepThoughts: boolean;
  readonly onTrouble: TroubleRule;
  /** Characters of an answer that are kept at most. */
  readonly longest: number;
}

/** The query that a topic gets. */
export interface Rewrite {
  readonly query: string;
  /** What the query was made of. */
  readonly from: 'answer' | 'original';
  /** Of all answers to the question, in order; none for answers without. */
  readonly troubles: readonly RewriteTrouble[];
  /** Answers that were too long, and lost their end. */
  readonly capped: number;
}

/**
 * Makes a query of a question and the answers to it, one for each sample; those that are used stand one behind the other, with a line break between.
 * Answers are text and nothing else: whatever they say of instructions, ids or formats changes nothing.
 */
export function readRewrite(question: string, answers: readonly WrittenAnswer[], options: ReadRewriteOptions): Rewrite {
  const { join, keepThoughts, onTrouble, longest } = options;
  const read = answers.map((answer) => {
    const { reasoning = '', text: said } = answer;
    const cleaned = cleanAnswer(keepThoughts && reasoning.trim() !== '' ? `${reasoning}\n${said}` : said, longest);
    return { ...cleaned, trouble: troubleOf(answer, cleaned.text) };
  });
  const used = read.filter(
    ({ text, trouble }) => trouble === undefined || (trouble === 'truncated' && onTrouble === 'keep' && text !== ''),
  );
  const text = used.map((answer) => answer.text).join('\n');
  return {
    query: used.length === 0 ? question : join.compose(question, text),
    from: used.length === 0 ? 'original' : 'answer',
    troubles: read.flatMap(({ trouble }) => trouble ?? []),
    capped: read.filter(({ capped }) => capped).length,
  };
}

function troubleOf({ finishReason, text: said }: WrittenAnswer, text: string): RewriteTrouble | undefined {
  if (finishReason === 'content_filter') return 'filtered';
  if (finishReason === 'length') return 'truncated';
  if (text === '') return 'empty';
  return isRefusal(said) ? 'refused' : undefined;
}

/** A refusal is short; whoever goes on for longer has something to say. */
const longestRefusal = 400;
const apology =
  /^\W*(?:(?:i['’]m|i am)\s+(?:\w+\s+)?sorry|sorry|(?:i|my)\s+apologi[sz]e\w*|unfortunately|as an ai\b[^,.]*)(?:[,.:;!–—-]+\s*|\s+)(?:but\s+)?/i;
const unwilling =
  /^\W*i(?:['’]m| am)? (?:can['’]?t|cannot|can not|won['’]?t|will not|unable to|not able to)\s+(?:\w+\s+){0,2}?(?:help|assist|comply|answer|provide|fulfil+|write|discuss|continue|do)\b/i;

/** Whether a text says no more than that its writer won't or can't help, as English-speaking models say it. */
function isRefusal(text: string): boolean {
  const said = text.trim();
  return said.length <= longestRefusal && unwilling.test(said.replace(apology, ''));
}
