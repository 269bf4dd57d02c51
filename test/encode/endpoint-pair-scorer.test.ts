import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScoringDialectName } from '../../src/encode/dialects/scoring-dialects.ts';
import { type EndpointPairScorerOptions, endpointPairScorer } from '../../src/encode/endpoint-pair-scorer.ts';
import type { TextPair } from '../../src/encode/pair-scorer.ts';
import type { EndpointPool } from '../../src/support/endpoints/endpoint-pool.ts';
import { silent } from '../../src/support/progress.ts';
import { fails } from '../collection/fails.ts';
import { withServers } from '../endpoint-session.ts';
import { type Fault, type SeenBody, type SeenRequest, scoreOf } from '../openai-server.ts';

const pairs: readonly TextPair[] = Array.from({ length: 30 }, (_, at) => ({
  query: `query ${Math.floor(at / 12)}`,
  document: `document ${at % 9}`,
}));
const expected = pairs.map(({ query, document }) => scoreOf(query, document));

type Settings = Omit<EndpointPairScorerOptions, 'pool' | 'model'>;

/** The scores in the order of the pairs; each must come once. */
async function scoreAll(pool: EndpointPool, given: readonly TextPair[], settings: Settings, signal?: AbortSignal): Promise<number[]> {
  const scores: number[] = [];
  for await (const batch of endpointPairScorer({ pool, model: 'tiny', ...settings }).score(given, { progress: silent, signal })) {
    assert.equal(batch.scores.length, batch.positions.length);
    batch.positions.forEach((position, row) => {
      assert.equal(scores[position], undefined, `pair ${position} came twice`);
      scores[position] = batch.scores[row]!;
    });
  }
  return scores;
}

const one: readonly TextPair[] = [{ query: 'q', document: 'd' }];
const spoken: Readonly<Record<ScoringDialectName, readonly [string, object]>> = {
  vllm: ['/score', { model: 'tiny', use_activation: false, activation: false, truncate_prompt_tokens: -1, text_1: ['q'], text_2: ['d'] }],
  'vllm-classify': ['/classify', { model: 'tiny', use_activation: false, activation: false, truncate_prompt_tokens: -1, input: ['qd'] }],
  tei: ['/rerank', { query: 'q', texts: ['d'], raw_scores: true, truncate: true }],
  rerank: ['/v1/rerank', { model: 'tiny', query: 'q', documents: ['d'], top_n: 1, return_documents: false }],
  cohere: ['/v2/rerank', { model: 'tiny', query: 'q', documents: ['d'], top_n: 1 }],
  voyage: ['/v1/rerank', { model: 'tiny', query: 'q', documents: ['d'], truncation: true }],
};
/** The loopback server answers `/v1/rerank` as Jina does. */
const asVoyage = (dialect: ScoringDialectName) =>
  dialect === 'voyage' ? { fault: () => ({ edit: ({ results, ...rest }: { results: unknown }) => ({ ...rest, data: results }) }) } : {};

for (const [name, [route, body]] of Object.entries(spoken)) {
  const dialect = name as ScoringDialectName;
  test(`${dialect}: it asks as that server wants to be asked, and puts scores in order`, async () => {
    const wanted = dialect === 'vllm-classify' ? pairs.map(({ query, document }) => scoreOf('', query + document)) : expected;
    for (const servers of [1, 2]) {
      for (const batchPairs of [1, 5, undefined]) {
        await withServers(
          Array.from({ length: servers }, () => asVoyage(dialect)),
          async (pool, started) => {
            assert.deepEqual(await scoreAll(pool, pairs, { dialect, batchPairs }), wanted);
            await scoreAll(pool, one, { dialect, truncate: true });
            const last = started
              .flatMap(({ requests }) => requests)
              .find(({ body }) => JSON.stringify(body).includes('"q"') || JSON.stringify(body).includes('"qd"'));
            assert.deepEqual([last!.route, last!.body], [route, body]);
          },
        );
      }
    }
  });
}

test('no pairs need no answer', async () => {
  await withServers([{}], async (pool, [server]) => {
    assert.deepEqual(await scoreAll(pool, [], { dialect: 'rerank' }), []);
    assert.equal(server!.requests.length, 0);
  });
});

test('a prompt is cut between query and document, and nothing in a text has a meaning', async () => {
  const prompt = 'query: {query} document: {document}{eos}';
  const given = [{ query: '{document} $&', document: '{eos}\ud800' }];
  await withServers([{}], async (pool, [server]) => {
    await scoreAll(pool, given, { dialect: 'vllm', prompt, eos: '</s>' });
    await scoreAll(pool, given, { dialect: 'vllm-classify', prompt, eos: '</s>' });
    const [score, classify] = server!.requests.map(({ body }) => body) as [SeenBody, SeenBody];
    assert.deepEqual([score.text_1, score.text_2], [['query: {document} $&'], [' document: {eos}\ufffd</s>']]);
    assert.deepEqual(classify.input, ['query: {document} $& document: {eos}\ufffd</s>']);
    for (const wrong of ['{document} {query}', '{query}', '{query}{document}{document}', '{query}{document}{eos}']) {
      await fails(() => scoreAll(pool, one, { dialect: 'vllm', prompt: wrong }), 'usage', /prompt "/);
    }
  });
});

type Answer = { results: { index: unknown; relevance_score: unknown }[] };
const first = (change: object) => (answer: Answer) => ({
  results: answer.results.map((result, at) => (at === 0 ? { ...result, ...change } : result)),
});
const wrongAnswers: Readonly<Record<string, readonly [Fault, RegExp]>> = {
  'a short answer': [{ edit: (answer: Answer) => ({ results: answer.results.slice(1) }) }, /11 scores for 12 texts/],
  'an index twice': [
    { edit: (answer: Answer) => ({ results: answer.results.map((result) => ({ ...result, index: 0 })) }) },
    /two scores have the index 0/,
  ],
  'an index beyond the documents': [{ edit: first({ index: 12 }) }, /one of the scores has the index "12"/],
  'a score that is text': [{ edit: first({ relevance_score: '0.5' }) }, /is not a finite number|which is not a finite number/],
  'a score that is null': [{ edit: first({ relevance_score: null }) }, /score \d+ is "null"/],
  'a score beyond float32': [{ edit: first({ relevance_score: 1e300 }) }, /which is not a finite number/],
  'another shape': [{ text: '{"data":[]}' }, /another shape/],
};
for (const [name, [fault, message]] of Object.entries(wrongAnswers)) {
  test(`${name}: once it changes nothing, always it is a clear error`, async () => {
    await withServers([{ fault: ({ nth }) => (nth === 0 ? fault : undefined) }], async (pool) => {
      assert.deepEqual(await scoreAll(pool, pairs, { dialect: 'rerank' }), expected);
    });
    await withServers(
      [{ fault: () => fault }],
      (pool) => fails(() => scoreAll(pool, pairs.slice(0, 12), { dialect: 'rerank' }), 'data', message),
      {
        attempts: 2,
      },
    );
  });
}

test('a classifier of several classes is refused', async () => {
  const fault = { text: '{"data":[{"index":0,"probs":[0.5,0.5]}]}' };
  await withServers(
    [{ fault: () => fault }],
    (pool) => fails(() => scoreAll(pool, one, { dialect: 'vllm-classify' }), 'data', /2 classes, where a scorer of pairs has one/),
    {
      attempts: 1,
    },
  );
});

test('a pair that is too long is found among its neighbours', async () => {
  const fault = ({ body }: SeenRequest) =>
    body.documents.includes('document 7') ? { status: 422, text: '{"error":"too long"}' } : undefined;
  await withServers([{ fault }], (pool) =>
    fails(() => scoreAll(pool, pairs, { dialect: 'rerank' }), 'data', /^pair (7|16|25) \(7 and 10 characters\): .*HTTP 422: "too long"/),
  );
});

test('settings say what decides a score; it stops when it is told to', async () => {
  await withServers([{ fault: () => ({ after: new Promise(() => {}) }) }], async (pool, [server]) => {
    const scorer = endpointPairScorer({ pool, model: 'tiny', dialect: 'tei', batchPairs: 3, revision: 'r1' });
    assert.deepEqual(JSON.parse(JSON.stringify(scorer.settings)), {
      scorer: 'endpoint',
      dialect: 'tei',
      model: 'tiny',
      revision: 'r1',
      prompt: '{query}{document}',
      truncate: false,
    });
    const controller = new AbortController();
    const scoring = scoreAll(pool, pairs, { dialect: 'tei' }, controller.signal);
    while (server!.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await assert.rejects(scoring, { kind: 'interrupted' });
  });
});
