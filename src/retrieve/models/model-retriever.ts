import { estimateCorpus } from '../../encode/estimate-corpus.ts';
import type { EncodingEstimate } from '../../encode/estimate-encoding.ts';
import { openVectorStore, vectorsFolder } from '../../encode/vector-store.ts';
import { thousands } from '../../support/thousands.ts';
import { dense } from '../dense/dense.ts';
import type { Retriever, RetrieverPlace } from '../retriever.ts';
import { modelBackend } from './model-backend.ts';
import type { ModelChoices } from './model-choices.ts';
import type { ModelDefinition } from './model-definition.ts';
import { lateInteractionModel, learnedSparseModel } from './token-models.ts';

/**
 * The retriever of a model for one split: the model's prompts with the split's instructions in them, its weights run here from an ONNX export or behind a
 * server. The model is loaded when a corpus is indexed, not before: a run that is there already needs no model.
 *
 * @throws `usage` error for choices that don't go together; `capability` error that tells how the model can be had where there is no export of it, no
 * server and no key; `data` error for weights that can't be looked up.
 */
export async function modelRetriever(definition: ModelDefinition, choices: ModelChoices, place: RetrieverPlace): Promise<Retriever> {
  if (definition.architecture === 'late-interaction') return lateInteractionModel(definition, choices, place);
  if (definition.architecture === 'learned-sparse') return learnedSparseModel(definition, choices, place);
  const similarity = choices.similarity ?? definition.similarity;
  const backend = await modelBackend(definition, choices, place);
  return {
    name: definition.name,
    settings: { ...backend.settings, similarity, vectors: choices.vectors ?? 'float32' },
    async index(corpus, options) {
      const { queries, documents, close } = await backend.open(options.progress);
      try {
        const store = { root: vectorsFolder(place.env), type: choices.vectors };
        if (backend.remote !== undefined && options.note !== undefined) {
          const kept = await openVectorStore(documents, store);
          const estimate = await estimateCorpus(corpus, kept, { ...backend.remote, signal: options.signal });
          if (estimate.texts > 0) options.note(`${definition.name}: ${describeEstimate(estimate)}`);
        }
        const searcher = await dense({ name: definition.name, queries, documents, similarity, store }).index(corpus, options);
        return {
          ...searcher,
          async close() {
            await searcher.close?.();
            await close();
          },
        };
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
}

function describeEstimate({ texts, tokens, cost, seconds }: EncodingEstimate): string {
  const parts = [
    `${thousands(texts)} documents to encode, about ${thousands(tokens)} tokens`,
    ...(cost === undefined ? [] : [`cost about ${Number(cost.toPrecision(3))}`]),
    ...(seconds === undefined ? [] : [`about ${thousands(Math.ceil(seconds))} s`]),
  ];
  return parts.join('; ');
}
