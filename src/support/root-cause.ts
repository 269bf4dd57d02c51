/**
 * What lies at the bottom of an error. Node wraps what happened: `TypeError: fetch failed` has the system's error as its cause, perhaps
 * several in one.
 */
export function rootCause(error: unknown): { readonly code: string; readonly message: string } {
  let at = error;
  for (let depth = 0; depth < 5; depth++) {
    const next: unknown = at instanceof AggregateError ? at.errors[0] : (at as Error | undefined)?.cause;
    if (next === undefined) break;
    at = next;
  }
  const { code, message } = (at ?? {}) as NodeJS.ErrnoException;
  return { code: typeof code === 'string' ? code : '', message: message || String(at) };
}
