import { dataError } from '../errors.ts';
import { RefusedRequest } from '../support/endpoints/endpoint-failure.ts';
import { quote } from '../support/quote.ts';

/** A server's refusal with the topic and documents that it is about; anything else as it is. */
export function naming(error: unknown, topic: string, documents: readonly string[]): unknown {
  if (!(error instanceof RefusedRequest)) return error;
  const what =
    documents.length === 1 ? `document ${quote(documents[0]!)}` : `${documents.length} documents, the first ${quote(documents[0] ?? '')}`;
  return dataError(`topic ${quote(topic)}, ${what}: ${error.message}`, {
    next: 'Where texts are too long, cut them: words=400 in the reranker’s settings keeps so many words of each document.',
    cause: error,
  });
}
