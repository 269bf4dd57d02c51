import { openModelFiles } from '../../collection/model-files.ts';
import { chooseWeights, type ModelTask } from '../../encode/model-weights.ts';
import { BrightlineError, capabilityError } from '../../errors.ts';
import type { Json } from '../../support/fingerprint.ts';
import type { RetrieverPlace } from '../retriever.ts';
import type { ModelChoices } from './model-choices.ts';
import type { Architecture, ModelDefinition } from './model-definition.ts';

const plainFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'modules.json'];
const architectureFiles: Readonly<Record<Architecture, readonly string[]>> = {
  dense: plainFiles,
  'late-interaction': [...plainFiles, 'config_sentence_transformers.json', 'sentence_bert_config.json', 'artifact.metadata'],
  'learned-sparse': [...plainFiles, 'config_sentence_transformers.json', 'sentence_bert_config.json'],
};
const tasks: Readonly<Record<Architecture, ModelTask>> = {
  dense: 'feature-extraction',
  'late-interaction': 'feature-extraction',
  'learned-sparse': 'fill-mask',
};

/**
 * What pins the weights and the tokenizer, from lists of files and small files alone.
 *
 * @throws `capability` error that tells how the model can be had where there is no export of it; `data` error for weights that can't be looked up.
 */
export async function identifyWeights(
  definition: ModelDefinition,
  { model, dtype, file }: ModelChoices,
  options: Pick<RetrieverPlace, 'hub' | 'signal'>,
): Promise<Json> {
  const { architecture = 'dense' } = definition;
  try {
    const files = await openModelFiles(model ?? definition.model, options);
    const weights = chooseWeights(files, { dtype, file, task: tasks[architecture] });
    const texts = architectureFiles[architecture].filter((path) => files.paths.includes(path));
    return { ...(await files.identify([weights.path, ...weights.data, ...texts])), weights: weights.path };
  } catch (error) {
    if (!(error instanceof BrightlineError) || error.kind !== 'data') throw error;
    if (definition.serve === undefined && definition.export === undefined) throw error;
    throw capabilityError(`${definition.name}: ${error.message}`, { next: howToGet(definition), cause: error });
  }
}

function howToGet(definition: ModelDefinition): string {
  const { name, model, serve, architecture = 'dense' } = definition;
  const { export: command = `optimum-cli export onnx --model {model} --task ${tasks[architecture]} {folder}` } = definition;
  const folder = `./${model.split('/').at(-1)}-onnx`;
  const fill = (text: string): string => text.replaceAll('{model}', () => model).replaceAll('{folder}', () => folder);
  const exported = `Export it: \`${fill(command)}\`, then -r ${name}:model=${folder}`;
  return serve === undefined
    ? `${exported}.`
    : `${exported}; or serve it: \`${fill(serve)}\`, then -r ${name}:url=http://localhost:8000/v1.`;
}
