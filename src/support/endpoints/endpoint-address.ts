import { usageError } from '../../errors.ts';
import { quote } from '../quote.ts';

/** Where a server is. */
export interface EndpointAddress {
  /** What a person gives, without a slash at the end: `http://localhost:8000/v1`. Safe to show: it holds no credentials and no query. */
  readonly base: string;
  /** The same without its version: `http://localhost:8000`, under which servers have routes of their own. */
  readonly root: string;
  /** Parameters that every request carries, such as Azure's `api-version`. May be secret. */
  readonly query: Readonly<Record<string, string>>;
}

/**
 * Reads base URLs, several in one text separated by commas; one that is named twice counts once.
 *
 * @param source where they come from, for messages: `OPENAI_BASE_URL`.
 * @throws `usage` error for what isn't an http or https address or holds a name and password.
 */
export function endpointAddresses(urls: string | readonly string[], source: string): EndpointAddress[] {
  const texts = (typeof urls === 'string' ? [urls] : urls).flatMap((text) => text.split(',')).map((text) => text.trim());
  const addresses = new Map<string, EndpointAddress>();
  for (const text of texts.filter((text) => text !== '')) {
    const address = endpointAddress(text, source);
    addresses.set(`${address.base} ${JSON.stringify(address.query)}`, address);
  }
  return [...addresses.values()];
}

function endpointAddress(text: string, source: string): EndpointAddress {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) {
    throw usageError(`${source}: ${quote(text.replace(/\/\/.*@|\?.*/g, '…'))} is not an http or https address`, {
      next: 'Write it like http://localhost:8000/v1; several are separated by commas.',
    });
  }
  const url = new URL(text);
  const base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  if (url.username !== '' || url.password !== '') {
    throw usageError(`${source}: the address of ${base} holds a name or password`, {
      next: 'Give the server a key with OPENAI_API_KEY instead.',
    });
  }
  return { base, root: base.replace(/\/v\d+$/, ''), query: Object.fromEntries(url.searchParams) };
}
