import type { Entry } from '../../report/entries.ts';
import { listModels, loadModel } from '../../retrieve/models/model-definition.ts';
import { retrieverKinds } from '../../retrieve/registry.ts';

/** Kinds of retrievers, and models by name. */
export async function listRetrievers(): Promise<readonly Entry[]> {
  const kinds = retrieverKinds.map(({ name, description, settings }) => ({
    retriever: name,
    model: '',
    description,
    settings: Object.entries(settings)
      .map(([key, meaning]) => `${key}: ${meaning}`)
      .join('; '),
  }));
  const models = await Promise.all((await listModels()).map((name) => loadModel(name)));
  return [
    ...kinds,
    ...models.map(({ name, model, description, architecture = 'dense' }) => ({
      retriever: name,
      model,
      description,
      settings: `as ${architecture}`,
    })),
  ];
}
