import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EmbeddingDialectName } from '../../src/encode/dialects/embedding-dialects.ts';
import type { EncodedBatch } from '../../src/encode/encoder.ts';
import { type EndpointEncoderOptions, endpointEncoder } from '../../src/encode/endpoint-encoder.ts';
import type { BrightlineError } from '../../src/errors.ts';
import type { EndpointPool, EndpointPoolOptions } from '../../src/support/endpoints/endpoint-pool.ts';
import { silent } from '../../src/support/progress.ts';
import { fails } from '../collection/fails.ts';
import { withServers } from '../endpoint-session.ts';
import { type Fault, type OpenAIServerOptions, type SeenRequest, vectorOf } from '../openai-server.ts';

const texts = Array.from({ length: 23 }, (_, at) => (at % 7 === 3 ? 'the same text' : `text ${at}${' and more'.repeat(at % 5)}`));
const expected = texts.map((text) => [...vectorOf(text)]);

type Settings = Omit<EndpointEncoderOptions, 'pool' | 'model' | 'side'> & Partial<Pick<EndpointEncoderOptions, 'side' | 'model'>>;

/** The vectors in the order of the texts; each must come once. */
async function encodeAll(pool: EndpointPool, given: readonly string[], settings: Settings = {}, signal?: AbortSignal): Promise<number[][]> {
  const vectors: number[][] = [];
  for await (const batch of endpointEncoder({ pool, model: 'tiny', side: 'document', ...settings }).encode(given, {
    progress: silent,
    signal,
  })) {
    assert.equal(batch.vectors.length, batch.positions.length * batch.dimension);
    batch.positions.forEach((position, row) => {
      assert.equal(vectors[position], undefined, `text ${position} came twice`);
      vectors[position] = [...batch.vectors.subarray(row * batch.dimension, (row + 1) * batch.dimension)];
    });
  }
  return vectors;
}

function encodeWith(
  servers: readonly OpenAIServerOptions[],
  given: readonly string[] = texts,
  settings: Settings = {},
  options: EndpointPoolOptions = {},
): Promise<number[][]> {
  return withServers(servers, (pool) => encodeAll(pool, given, settings), options);
}

test('vectors stand with their texts, duplicates too', async () => {
  assert.deepEqual(await encodeWith([{}]), expected);
});

test('no texts need no server', async () => {
  assert.deepEqual(await encodeWith([], []).catch((error: BrightlineError) => error.kind), 'capability');
  await withServers([{}], async (pool, [server]) => {
    assert.deepEqual(await encodeAll(pool, []), []);
    assert.equal(server!.requests.length, 0);
  });
});

test('the number of endpoints and the size of batches change nothing', async () => {
  const batches = fc.record({
    servers: fc.integer({ min: 1, max: 3 }),
    batchTexts: fc.integer({ min: 1, max: 30 }),
    batchTokens: fc.integer({ min: 1, max: 80 }),
  });
  await fc.assert(
    fc.asyncProperty(batches, async ({ servers, ...settings }) => {
      assert.deepEqual(
        await encodeWith(
          Array.from({ length: servers }, () => ({})),
          texts,
          settings,
          { concurrency: 2 },
        ),
        expected,
      );
    }),
    { numRuns: 8 },
  );
});

test('vectors as decimal numbers are the same as in base64', async () => {
  await withServers([{}], async (pool, [server]) => {
    assert.deepEqual(await encodeAll(pool, texts, { encoding: 'float' }), expected);
    assert.equal(server!.requests[0]!.body.encoding_format, 'float');
  });
});

type Answer = { data: { index: unknown; embedding: unknown }[] };
const swapFirst = (answer: Answer, change: (entry: Answer['data'][number]) => object): unknown => {
  const [first, ...rest] = answer.data;
  return { ...answer, data: [{ ...first, ...change(first!) }, ...rest] };
};
const numbers = (embedding: unknown): number[] => {
  const bytes = Buffer.from(embedding as string, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
};
const nan = Buffer.from(new Float32Array([1, Number.NaN, 0, 0, 0, 0, 0, 0]).buffer).toString('base64');

const wrongAnswers: Readonly<Record<string, readonly [Fault, RegExp]>> = {
  'a short answer': [{ edit: (answer: Answer) => ({ ...answer, data: answer.data.slice(1) }) }, /22 vectors for 23 texts/],
  'a long answer': [{ edit: (answer: Answer) => ({ ...answer, data: [...answer.data, answer.data[0]] }) }, /24 vectors for 23 texts/],
  'an index twice': [{ edit: (answer: Answer) => swapFirst(answer, () => ({ index: 1 })) }, /two vectors have the index 1/],
  'an index beyond the texts': [
    { edit: (answer: Answer) => swapFirst(answer, () => ({ index: 23 })) },
    /one of the vectors has the index "23", for 23 texts/,
  ],
  'an index that is text': [{ edit: (answer: Answer) => swapFirst(answer, () => ({ index: '0' })) }, /one of the vectors has the index/],
  'another dimension within the answer': [
    {
      edit: (answer: Answer) => ({ ...answer, data: answer.data.map((entry, at) => (at === 5 ? { ...entry, embedding: [1, 2] } : entry)) }),
    },
    /vector 5 has 2 numbers, where 8 were expected/,
  ],
  'NaN in a vector': [{ edit: (answer: Answer) => swapFirst(answer, () => ({ embedding: nan })) }, /vector 0 holds NaN at 1/],
  'null in a vector': [
    { edit: (answer: Answer) => swapFirst(answer, ({ embedding }) => ({ embedding: [null, ...numbers(embedding).slice(1)] })) },
    /vector 0 holds "null" at 0, which is not a number/,
  ],
  'text in a vector': [
    { edit: (answer: Answer) => swapFirst(answer, ({ embedding }) => ({ embedding: ['0.5', ...numbers(embedding).slice(1)] })) },
    /which is not a number/,
  ],
  'numbers beyond float32': [
    { edit: (answer: Answer) => swapFirst(answer, ({ embedding }) => ({ embedding: [1e300, ...numbers(embedding).slice(1)] })) },
    /vector 0 holds Infinity at 0/,
  ],
  'an empty vector': [{ edit: (answer: Answer) => swapFirst(answer, () => ({ embedding: [] })) }, /vector 0 is empty/],
  'no vector': [{ edit: (answer: Answer) => swapFirst(answer, () => ({ embedding: null })) }, /vector 0 is "null", not a list of numbers/],
  'base64 that is cut': [
    { edit: (answer: Answer) => swapFirst(answer, ({ embedding }) => ({ embedding: (embedding as string).slice(0, -5) })) },
    /not base64 of float32/,
  ],
  'an object without data': [{ text: '{"object":"list"}' }, /the answer has another shape: "data: /],
  'an error in the dress of an answer': [{ text: '{"error":{"message":"engine is dead"}}' }, /an error: "engine is dead"/],
  'JSON that breaks off': [{ cut: true }, /JSON breaks off/],
  'a page': [{ text: '<html><title>Sign in</title>' }, /the answer is not JSON but a page: "Sign in"/],
};

for (const [name, [fault, message]] of Object.entries(wrongAnswers)) {
  test(`${name}: once it changes nothing, always it is a clear error`, async () => {
    assert.deepEqual(await encodeWith([{ fault: ({ nth }) => (nth === 0 ? fault : undefined) }]), expected);
    await withServers(
      [{ fault: () => fault }],
      async (pool, [server]) => {
        await fails(() => encodeAll(pool, texts), 'data', message, /Check the server and its log/);
        assert.equal(server!.requests.length, 3);
      },
      { attempts: 3 },
    );
  });
}

test('shuffled answers are put in order', async () => {
  const fault = () => ({ edit: (answer: Answer) => ({ ...answer, data: [...answer.data].reverse() }) });
  assert.deepEqual(await encodeWith([{ fault }]), expected);
});

const faultsAt = (faults: Readonly<Record<number, Fault>>) => ({ fault: ({ nth }: SeenRequest) => faults[nth] });
test('a run with every fault at once gives what a run without gives, and asks for no text again that it has', async () => {
  const servers = [
    faultsAt({ 0: { status: 429, headers: { 'retry-after': '3' } }, 2: { status: 500 }, 5: { reset: true }, 7: { cut: true } }),
    faultsAt({ 1: { status: 503, text: '<html></html>' }, 3: wrongAnswers['a short answer']![0], 4: { stall: true } }),
    // One that dies.
    { fault: ({ nth }: SeenRequest) => (nth >= 2 ? { reset: true } : undefined) },
  ];
  const many = Array.from({ length: 60 }, (_, at) => `text ${at}`);
  await withServers(
    servers,
    async (pool, started) => {
      assert.deepEqual(
        await encodeAll(pool, many, { batchTexts: 2 }),
        many.map((text) => [...vectorOf(text)]),
      );
      const requests = started.flatMap((server) => server.requests.length).reduce((a, b) => a + b);
      const { retries } = pool.statistics();
      assert.equal(requests, 30 + retries);
    },
    { concurrency: 2, stallMs: 300 },
  );
});

test('a server of another dimension is found out', async () => {
  const small = {
    fault: ({ nth }: SeenRequest) =>
      nth === 0
        ? undefined
        : { edit: (answer: Answer) => ({ ...answer, data: answer.data.map((entry) => ({ ...entry, embedding: [1, 2, 3] })) }) },
  };
  await withServers(
    [small],
    (pool) => fails(() => encodeAll(pool, texts, { batchTexts: 5 }), 'data', /vector 0 has 3 numbers, where 8 were expected/),
    {
      concurrency: 1,
      attempts: 2,
    },
  );
});

test('a dimension that is asked for is held against the answer', async () => {
  assert.deepEqual(await encodeWith([{}], ['a'], { dimensions: 4 }), [[...vectorOf('a', 4)]]);
  const deaf = {
    fault: ({ body }: SeenRequest) => ({
      edit: (answer: Answer) => ({ ...answer, data: body.input.map((_, index) => ({ index, embedding: [1, 2] })) }),
    }),
  };
  await withServers(
    [deaf],
    (pool) => fails(() => encodeAll(pool, ['a'], { dimensions: 4 }), 'data', /has 2 numbers, where 4 were expected/),
    { attempts: 1 },
  );
});

test('a text that is too long is found among its neighbours, and those that fit are handed out', async () => {
  const given = texts.map((text, at) => (at === 13 ? 'long '.repeat(100) : text));
  const fault = ({ body }: SeenRequest) =>
    body.input.some((text) => text.length > 400)
      ? { status: 400, text: '{"error":{"message":"maximum context length is 64 tokens"}}' }
      : undefined;
  await withServers([{ fault }], async (pool) => {
    const batches: EncodedBatch[] = [];
    const error = await (async () => {
      for await (const batch of endpointEncoder({ pool, model: 'tiny', side: 'document' }).encode(given, { progress: silent }))
        batches.push(batch);
    })().catch((error: BrightlineError) => error);
    assert.match(error!.message, /^text 13 \(500 characters\): .*HTTP 400: "maximum context length is 64 tokens"/);
    assert.match(error!.next ?? '', /longer than the model takes/);
    const done = batches.flatMap(({ positions }) => [...positions]);
    assert.deepEqual(
      done,
      Array.from({ length: 13 }, (_, at) => at),
    );
  });
});

test('texts are cut only when that is asked for, and what is cut off is reported', async () => {
  await withServers([{}], async (pool, [server]) => {
    const encoder = endpointEncoder({ pool, model: 'tiny', side: 'query', prompt: 'query: {text}', maxCharacters: 5 });
    for await (const { cutTokens } of encoder.encode(['four', '1234\u{1F600}5678'], { progress: silent }))
      assert.deepEqual([...cutTokens!], [0, 2]);
    assert.deepEqual(server!.requests[0]!.body.input, ['query: four', 'query: 1234']);
    assert.equal((encoder.settings as { maxCharacters: number }).maxCharacters, 5);
  });
});

test('prompts are put around texts as they are, whatever the texts hold', async () => {
  await withServers([{}], async (pool, [server]) => {
    const given = ['$& {text} $1', '', '\ud800 half'];
    await encodeAll(pool, given, { prompt: 'document: {text}{eos}', eos: '<|im_end|>' });
    assert.deepEqual(server!.requests[0]!.body.input, [
      'document: $& {text} $1<|im_end|>',
      'document: <|im_end|>',
      'document: \ufffd half<|im_end|>',
    ]);
    await encodeAll(pool, ['']);
    assert.deepEqual(server!.requests[1]!.body.input, [' ']);
  });
  await withServers([{}], async (pool) => {
    for (const prompt of ['query:', '{text} {text}', '{text}{eos}'])
      await fails(() => encodeAll(pool, ['a'], { prompt }), 'usage', /prompt "/);
  });
});

test('vectors are brought to length 1 when that is asked for', async () => {
  const [vector] = await encodeWith([{}], ['a'], { normalise: true });
  assert.ok(Math.abs(Math.hypot(...vector!) - 1) < 1e-6);
});

const spoken: Readonly<Record<EmbeddingDialectName, readonly [string, object]>> = {
  openai: ['/v1/embeddings', { model: 'tiny', input: ['a'], encoding_format: 'base64', dimensions: 4 }],
  vllm: ['/v1/embeddings', { model: 'tiny', input: ['a'], encoding_format: 'base64', dimensions: 4, truncate_prompt_tokens: -1 }],
  tei: ['/embed', { inputs: ['a'], truncate: true, normalize: true, dimensions: 4 }],
  voyage: [
    '/v1/embeddings',
    { model: 'tiny', input: ['a'], input_type: 'query', truncation: true, output_dimension: 4, encoding_format: 'base64' },
  ],
  cohere: [
    '/v2/embed',
    { model: 'tiny', texts: ['a'], input_type: 'search_query', embedding_types: ['float'], truncate: 'END', output_dimension: 4 },
  ],
};
for (const [name, [route, body]] of Object.entries(spoken)) {
  const dialect = name as EmbeddingDialectName;
  test(`${dialect}: it asks as that server wants to be asked, and reads its answers`, async () => {
    await withServers([{}], async (pool, [server]) => {
      assert.deepEqual(await encodeAll(pool, ['a'], { dialect, side: 'query', dimensions: 4, truncate: true }), [[...vectorOf('a', 4)]]);
      assert.deepEqual([server!.requests[0]!.route, server!.requests[0]!.body], [route, body]);
      assert.deepEqual(await encodeAll(pool, texts, { dialect }), expected);
      await encodeAll(pool, ['a'], { dialect, parameters: { user: 'me' } });
      assert.equal(server!.requests.at(-1)!.body.user, 'me');
    });
    const settings = { dialect };
    await withServers(
      [{ fault: () => ({ text: '{"id":1}' }) }],
      (pool) => fails(() => encodeAll(pool, ['a'], settings), 'data', /another shape/),
      { attempts: 2 },
    );
  });
}

test('settings say what decides a vector, and nothing of servers, keys and batches', async () => {
  await withServers(
    [{}, {}],
    async (pool, servers) => {
      const settings = JSON.stringify(endpointEncoder({ pool, model: 'tiny', side: 'query', batchTexts: 3 }).settings);
      const other = await withServers([{}], async (pool) =>
        JSON.stringify(endpointEncoder({ pool, model: 'tiny', side: 'query' }).settings),
      );
      assert.equal(settings, other);
      for (const hidden of ['sk-secret', new URL(servers[0]!.url).port]) assert.ok(!settings.includes(hidden));
    },
    { apiKey: 'sk-secret' },
  );
});

test('it stops when it is told to', async () => {
  const controller = new AbortController();
  const fault = ({ nth }: SeenRequest): Fault => {
    if (nth === 2) controller.abort();
    return nth >= 2 ? { after: new Promise(() => {}) } : {};
  };
  await withServers(
    [{ fault }],
    (pool) => assert.rejects(encodeAll(pool, texts, { batchTexts: 2 }, controller.signal), { kind: 'interrupted' }),
    { concurrency: 1 },
  );
});

test('whoever wants no more vectors ends the requests under way', async () => {
  const fault = ({ nth }: SeenRequest): Fault => (nth > 0 ? { after: new Promise(() => {}) } : {});
  await withServers([{ fault }], async (pool) => {
    for await (const _ of endpointEncoder({ pool, model: 'tiny', side: 'query', batchTexts: 1 }).encode(texts, { progress: silent })) break;
  });
});
