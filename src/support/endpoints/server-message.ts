import { quote } from '../quote.ts';

/**
 * What a server says in the body of an error, in quotes and safe to show: OpenAI's `{error: {message}}`, TEI's `{error}`, FastAPI's
 * `{detail}`, Cohere's `{message}`; of a web page its title; else the text itself. Empty where it says nothing. `secrets` never appear in
 * it.
 */
export function serverMessage(body: string, secrets: readonly (string | undefined)[] = []): string {
  let said = plainMessage(body);
  for (const secret of secrets) if (secret) said = said.replaceAll(secret, '…');
  return said === '' ? '' : quote(said, 300);
}

/** A word of the server's for what went wrong, such as `insufficient_quota`; empty where it has none. */
export function serverCode(body: string): string {
  const error = fieldOf(parse(body), 'error');
  return [fieldOf(error, 'code'), fieldOf(error, 'type')].find((code) => typeof code === 'string') ?? '';
}

function plainMessage(body: string): string {
  const json = parse(body);
  if (json === undefined) {
    const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1];
    return (title ?? body.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();
  }
  const error = fieldOf(json, 'error');
  const said = [fieldOf(error, 'message'), error, fieldOf(json, 'message'), fieldOf(json, 'detail'), json].find((value) => value != null);
  return typeof said === 'string' ? said.trim() : JSON.stringify(said ?? '');
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): string | object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const field = (value as Readonly<Record<string, unknown>>)[name];
  return typeof field === 'string' || (typeof field === 'object' && field !== null) ? field : undefined;
}
