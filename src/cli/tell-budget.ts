import { BrightlineError } from '../errors.ts';

/** A budget that is used up is no Ctrl-C: which one, and what was spent, has to be said before the work ends. @throws the error. */
export function tellBudget(
  error: unknown,
  { signal, warn }: { readonly signal: AbortSignal; readonly warn: (message: string) => void },
): never {
  if (error instanceof BrightlineError && error.kind === 'interrupted' && !signal.aborted) {
    warn(error.next === undefined ? error.message : `${error.message}. ${error.next}`);
  }
  throw error;
}
