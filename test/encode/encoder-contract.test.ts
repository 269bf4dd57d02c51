import { hubEnvironment } from '../../src/collection/hub-environment.ts';
import { openHub } from '../../src/collection/hub-repository.ts';
import { openOnnxEncoders } from '../../src/encode/onnx-encoder.ts';
import { testEncoder } from '../contract/encoder.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { writeTinyModel } from './tiny-model.ts';

const hub = openHub({ environment: hubEnvironment({}) });
const folder = writeTinyModel(temporaryFolder());

for (const side of ['query', 'document'] as const) {
  testEncoder(`onnx ${side}`, async () => {
    const { close, ...sides } = await openOnnxEncoders(folder, { hub, [side]: { prompt: `${side}: {text}{eos}` } });
    return { encoder: sides[side], close };
  });
}
