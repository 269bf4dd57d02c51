import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Encoder } from '../../src/encode/encoder.ts';
import { canonicalJson } from '../../src/support/fingerprint.ts';
import { type Progress, silent } from '../../src/support/progress.ts';
import { encodeAll, farthest } from '../encode/encode-all.ts';

export const texts: readonly string[] = [
  'Two waves that meet add up: where crest meets crest the sea is rougher.',
  '',
  'The pendulum keeps its period as long as the swing is small.',
  'a',
  'The pendulum keeps its period as long as the swing is small.',
  'Ünïcode, 水の波は浅いところで曲がる。 👩‍🔬\n\n\ttabs and lines',
  'waves '.repeat(60),
  ' leading and trailing space ',
];

/** An encoder that is used by one test, and freed after it. */
export interface OpenedEncoder {
  readonly encoder: Encoder;
  close?(): Promise<void>;
}

export interface EncoderContractOptions {
  /** By how much the company of a text may change a component of its vector: rounding. 1e-6 unless told. */
  readonly tolerance?: number;
}

/** What every encoder must satisfy. Call it once per encoder, with a factory so that no state is shared. */
export function testEncoder(name: string, open: () => Promise<OpenedEncoder>, { tolerance = 1e-6 }: EncoderContractOptions = {}): void {
  const withEncoder = async (work: (encoder: Encoder) => Promise<void>): Promise<void> => {
    const { encoder, close } = await open();
    try {
      await work(encoder);
    } finally {
      await close?.();
    }
  };

  test(`${name}: each text has one vector, all of one dimension and finite`, () =>
    withEncoder(async (encoder) => {
      const { vectors } = await encodeAll(encoder, texts);
      for (const vector of vectors) {
        assert.equal(vector.length, vectors[0]!.length);
        assert.ok(vector.every(Number.isFinite));
      }
    }));

  test(`${name}: a batch is as large as it says`, () =>
    withEncoder(async (encoder) => {
      for await (const { positions, vectors, dimension, tokens, cutTokens } of encoder.encode(texts, { progress: silent })) {
        assert.equal(vectors.length, positions.length * dimension);
        assert.equal(tokens?.length ?? positions.length, positions.length);
        assert.equal(cutTokens?.length ?? positions.length, positions.length);
      }
    }));

  test(`${name}: a vector doesn't depend on the other texts, nor on their order`, () =>
    withEncoder(async (encoder) => {
      const { vectors } = await encodeAll(encoder, texts);
      const reversed = await encodeAll(encoder, [...texts].reverse());
      assert.ok(farthest([...reversed.vectors].reverse(), vectors) <= tolerance);
      for (const [at, text] of texts.entries()) {
        const alone = await encodeAll(encoder, [text]);
        assert.ok(farthest(alone.vectors, [vectors[at]!]) <= tolerance, `text ${at}`);
      }
    }));

  test(`${name}: equal settings, equal vectors`, () =>
    withEncoder((first) =>
      withEncoder(async (second) => {
        assert.equal(canonicalJson(first.settings), canonicalJson(second.settings));
        assert.ok(farthest((await encodeAll(first, texts)).vectors, (await encodeAll(second, texts)).vectors) <= tolerance);
      }),
    ));

  test(`${name}: no text gives no vector`, () =>
    withEncoder(async (encoder) => {
      assert.deepEqual((await encodeAll(encoder, [])).vectors, []);
    }));

  test(`${name}: it stops when it is told to, before and between batches`, () =>
    withEncoder(async (encoder) => {
      await assert.rejects(encodeAll(encoder, texts, { signal: AbortSignal.abort() }), { kind: 'interrupted' });
      const many = Array.from({ length: 400 }, (_, at) => `${texts[at % texts.length]} ${at} ${'more '.repeat(20)}`);
      const controller = new AbortController();
      const some = async (): Promise<void> => {
        for await (const _ of encoder.encode(many, { progress: silent, signal: controller.signal })) controller.abort();
      };
      await assert.rejects(some(), { kind: 'interrupted' });
      // It can be used again.
      await encodeAll(encoder, texts.slice(0, 2));
    }));

  test(`${name}: progress begins and ends, whatever happens`, () =>
    withEncoder(async (encoder) => {
      const started: string[] = [];
      let ended = 0;
      const progress: Progress = {
        start(label) {
          started.push(label);
          return { advance() {}, end: () => ended++ };
        },
      };
      await encodeAll(encoder, texts, { progress });
      assert.ok(started.length > 0);
      assert.equal(ended, started.length);
      for await (const _ of encoder.encode(texts, { progress })) break;
      assert.equal(ended, started.length);
    }));
}
