import type { z } from 'zod';
import { describeIssues } from '../json-file.ts';
import { quote } from '../quote.ts';
import { BadAnswer } from './endpoint-failure.ts';
import { serverMessage } from './server-message.ts';

/** @throws BadAnswer for an answer that isn't JSON: cut short, or a web page. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (text.trim() === '') throw new BadAnswer('the answer is empty');
    const what = /^\s*[[{]/.test(text)
      ? `the answer's JSON breaks off or is broken, in ${text.length} characters`
      : 'the answer is not JSON';
    throw new BadAnswer(/^\s*</.test(text) ? `${what} but a page: ${serverMessage(text)}` : what);
  }
}

/** @throws BadAnswer for an answer of another shape; it names what the server says where that is an error in the dress of a good answer. */
export function readShape<Schema extends z.ZodType>(answer: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const isError = typeof answer === 'object' && answer !== null && 'error' in answer;
  throw new BadAnswer(
    isError
      ? `an error: ${serverMessage(JSON.stringify(answer))}`
      : `the answer has another shape: ${quote(describeIssues(parsed.error), 200)}`,
  );
}
