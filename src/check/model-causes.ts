import type { Manifest } from '../run/manifest.ts';
import type { Json } from '../support/fingerprint.ts';
import { thousands } from '../support/thousands.ts';
import { type Cause, openCause } from './cause.ts';
import { fieldOf } from './dataset-causes.ts';

/**
 * What in the making of a model's run may have moved its figure, as its manifest tells: texts that were cut, the weights and what was put before the queries.
 * None of it is tried, for that takes the model.
 *
 * @returns nothing for a run without a model.
 */
export function modelCauses({ settings: { retrieverSettings, instruction }, index }: Manifest): readonly Cause[] {
  const runtime = fieldOf(retrieverSettings, 'runtime');
  if (runtime === undefined) return [];
  return [...truncationCauses(index, retrieverSettings), promptCause(retrieverSettings, instruction), weightsCause(retrieverSettings)];
}

function truncationCauses(index: Json, settings: Json): readonly Cause[] {
  const [documents, tokens, cut] = ['shareOfDocumentsCut', 'shareOfTokensCut', 'cutDocuments'].map((field) => fieldOf(index, field));
  if (typeof documents !== 'number' || typeof tokens !== 'number' || typeof cut !== 'number') {
    return [openCause('truncation', 'how much of the documents the model was given is not known')];
  }
  if (cut === 0) return [{ cause: 'truncation', finding: 'does not explain', evidence: 'no document was cut' }];
  const length = fieldOf(fieldOf(settings, 'document') ?? null, 'maxLength');
  const at = typeof length === 'number' ? ` at ${thousands(length)} tokens` : '';
  return [
    openCause(
      'truncation',
      `${thousands(cut)} documents (${share(documents)}) were cut${at}, and with them ${share(tokens)} of all tokens`,
    ),
  ];
}

function promptCause(settings: Json, instruction: string | undefined): Cause {
  const prompt = fieldOf(fieldOf(settings, 'query') ?? null, 'prompt');
  const led = typeof prompt === 'string' ? `queries were written as ${JSON.stringify(prompt)}` : 'queries were sent as they are';
  const more = instruction === undefined ? '' : `, led by ${JSON.stringify(instruction)}`;
  return openCause('instruction', `${led}${more}; another instruction or none was not tried`);
}

function weightsCause(settings: Json): Cause {
  const model = fieldOf(settings, 'model') ?? null;
  const runtime = fieldOf(settings, 'runtime');
  const weights = typeof model === 'string' ? model : fieldOf(model, 'weights');
  const named = typeof weights === 'string' ? ` (${weights})` : '';
  return openCause(
    'model',
    `scores come from weights run by ${runtime === 'endpoint' ? 'a server' : 'ONNX Runtime'}${named}, which may not be those published on`,
  );
}

/** `12.3 %` */
function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
