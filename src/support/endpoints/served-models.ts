import { z } from 'zod';
import type { EndpointClient } from './open-client.ts';

const list = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The names of the models that a server says it has (`GET /models`); undefined where it doesn't say. */
export async function servedModels(client: EndpointClient, signal?: AbortSignal): Promise<readonly string[] | undefined> {
  try {
    const { data } = list.parse(JSON.parse(await client({ method: 'get', route: '/models', signal })));
    return data.map(({ id }) => id);
  } catch (error) {
    if (signal?.aborted) throw error;
    return undefined;
  }
}
