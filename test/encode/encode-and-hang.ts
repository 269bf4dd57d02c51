// Encodes seven texts, two to a shard, then says so and waits to be killed: a program of its own, run by vector-store.test.ts.
import { encodeTexts } from '../../src/encode/encode-texts.ts';
import type { Encoder } from '../../src/encode/encoder.ts';
import { textKeys } from '../../src/encode/text-keys.ts';
import { openVectorStore } from '../../src/encode/vector-store.ts';
import { silent } from '../../src/support/progress.ts';
import { fakeEncoder } from './fake-encoder.ts';

const texts = Array.from({ length: 8 }, (_, i) => `text ${i}`);
const fake = fakeEncoder({ batchSize: 1 });
const hanging: Encoder = {
  ...fake,
  async *encode(asked, options) {
    let batches = 0;
    for await (const batch of fake.encode(asked, options)) {
      if (++batches === 8) {
        process.stdout.write('seven\n');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      }
      yield batch;
    }
  },
};
const store = await openVectorStore(hanging, { root: process.argv[2]! });
await encodeTexts(store, hanging, texts, textKeys(texts), { progress: silent, shardBytes: 2 * 24 * 4 });
