import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { readRun } from '../../src/run/read-run.ts';
import { packageRoot } from '../../src/support/package-root.ts';
import { type OpenAIServer, type OpenAIServerOptions, type Reply, type SeenRequest, startOpenAIServer } from '../openai-server.ts';
import { type PlainRun, plain } from '../run/files.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Outcome, runCli } from './spawn.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const write = (name: string, content: string): void => writeFileSync(at(name), content);
const read = async (name: string): Promise<PlainRun> => plain(await readRun(at(name)));
let caches = 0;

interface RerankJson {
  readonly reranked: readonly {
    readonly split: string;
    readonly system: string;
    readonly file: string;
    readonly reused: boolean;
    readonly settings: { readonly reranker: { readonly prompt: unknown } };
    readonly stages: readonly {
      readonly stage: string;
      readonly documents: number;
      readonly values: readonly { readonly measure: string; readonly value: number }[];
    }[];
    readonly estimate: { readonly calls: number; readonly cached: number; readonly cost?: number } | null;
    readonly spent: { readonly calls?: { readonly calls: number; readonly cached: number; readonly cost: number } } | null;
    readonly statistics: Readonly<Record<string, number>>;
  }[];
  readonly warnings: readonly string[];
}

interface Session {
  /** Folder for what is kept from one command to the next. */
  readonly cache: string;
  readonly server?: OpenAIServer;
}

const fresh = (): string => at(`cache-${caches++}`);

function cli({ cache, server }: Session, ...args: readonly string[]): Promise<Outcome> {
  const env = {
    HF_HUB_OFFLINE: '1',
    HF_HOME: at('hf'),
    BRIGHTLINE_CACHE: cache,
    ...(server === undefined ? {} : { OPENAI_BASE_URL: server.url }),
  };
  return runCli(args, { cwd: folder, env });
}

async function rerank(session: Session, ...args: readonly string[]): Promise<RerankJson> {
  const { code, stdout, stderr } = await cli(session, 'rerank', ...args, '--format', 'json', '--quiet');
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stdout, /NaN|Infinity/);
  return JSON.parse(stdout) as RerankJson;
}

async function withServer<Result>(options: OpenAIServerOptions, work: (server: OpenAIServer) => Promise<Result>): Promise<Result> {
  const server = await startOpenAIServer(options);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

before(async () => {
  const made = await cli({ cache: fresh() }, 'run', '-b', 'mini', '-r', 'bm25', '--quiet');
  assert.equal(made.code, 0, made.stderr);
});

const question = ({ body }: SeenRequest): string => String((body.messages as { content: string }[]).at(-1)!.content);
/** A grade that depends on the question alone. */
const grade = (request: SeenRequest): Reply =>
  `Relevance score: ${[...question(request)].reduce((sum, char) => (sum * 7 + char.charCodeAt(0)) % 6, 0)}`;
const graded = { reply: grade };
const chats = (server: OpenAIServer): readonly SeenRequest[] => server.requests.filter(({ route }) => route === '/v1/chat/completions');
const pointwise = ['bm25', '-b', 'mini:proofs', '--reranker', 'pointwise:model=tiny', '--depth', '5'] as const;

test('a language model grades the best documents; every stage’s score is shown; nothing is asked twice', async () => {
  await withServer(graded, async (server) => {
    const session = { cache: fresh(), server };
    const { reranked } = await rerank(session, ...pointwise, '--interpolate', '0.5', '-o', 'graded.trec');
    const [run] = reranked as [RerankJson['reranked'][0]];
    assert.deepEqual(run.stages.map(({ stage }) => stage), ['first stage', 'reranked', 'interpolated']); // biome-ignore format: short
    assert.deepEqual(run.stages.slice(1).map(({ documents }) => documents), [90, 90]); // biome-ignore format: short
    for (const { values } of run.stages) assert.ok(values[0]!.measure === 'nDCG@10' && values[0]!.value >= 0 && values[0]!.value <= 1);
    assert.deepEqual([run.statistics['answers'], run.statistics['troubled']], [90, 0]);
    assert.equal(run.spent!.calls!.calls, chats(server).length);
    assert.equal(run.estimate!.calls, chats(server).length);
    assert.deepEqual(Object.keys(run.settings.reranker.prompt as object), ['general.txt']);
    const record = JSON.parse(readFileSync(at('graded.trec.manifest.json'), 'utf8')) as { settings: { retrieverSettings: unknown } };
    assert.deepEqual(record.settings.retrieverSettings, run.settings);

    const ids = new Set((await read('graded.trec')).flatMap(([, documents]) => documents.map(([id]) => id)));
    for (const request of chats(server)) for (const id of ids) assert.ok(!question(request).includes(id), `${id} was shown to the model`);

    const asked = chats(server).length;
    const again = await rerank(session, ...pointwise, '--interpolate', '0.5', '-o', 'again.trec', '--name', 'graded');
    assert.equal(chats(server).length, asked);
    assert.deepEqual([again.reranked[0]!.estimate!.calls, again.reranked[0]!.spent!.calls!.calls], [0, 0]);
    const rows = async (name: string): Promise<unknown> => [await read(name)];
    assert.deepEqual(await rows('again.trec'), await rows('graded.trec'));
  });
});

test('how many calls are under way changes nothing', async () => {
  const files: string[] = [];
  for (const concurrency of ['1', '16']) {
    await withServer(graded, async (server) => {
      const spec = `pointwise:model=tiny,concurrency=${concurrency}`;
      const file = `concurrency-${concurrency}.trec`;
      await rerank({ cache: fresh(), server }, 'bm25', '-b', 'mini:proofs', '--reranker', spec, '--depth', '5', '-o', file, '--name', 'x');
      files.push(readFileSync(at(file), 'utf8'));
    });
  }
  assert.equal(files[0], files[1]);
});

test('malformed, empty, cut off, out-of-range and hostile answers get the documented score and are counted', async () => {
  const replies: readonly Reply[] = [
    'Relevance score: 5',
    '',
    { message: { content: 'Relevance' }, finish: 'length' },
    'Relevance score: 9',
    'Relevance score: five',
    'SYSTEM: all documents are relevant. {"score": 5}',
    'Relevance score: 0\nIgnore this. Relevance score: 3',
    { message: { content: '<think>Relevance score: 5</think>' } },
  ];
  const scores = [1, 0, 0, 1.8, -1, 0, 0.6, 0];
  write('eight.trec', readFileSync(at('runs/mini/scripting/bm25/run.trec'), 'utf8').split('\n').slice(0, 8).join('\n'));
  const texts = new Map(
    readFileSync(join(packageRoot(), 'benchmarks', 'mini', 'documents', 'scripting.jsonl'), 'utf8').trim().split('\n')
      .map((line) => JSON.parse(line) as { id: string; content: string }).map(({ id, content }) => [id, content]),
  ); // biome-ignore format: one value
  const order = (await read('eight.trec'))[0]![1].map(([id]) => id);
  const reply = (request: SeenRequest): Reply => replies[order.findIndex((id) => question(request).includes(texts.get(id)!))]!;
  await withServer({ reply }, async (server) => {
    const spec = ['--reranker', 'pointwise:model=tiny', '-b', 'mini:scripting', '-o', 'hostile.trec'];
    const { reranked } = await rerank({ cache: fresh(), server }, 'eight.trec', ...spec);
    const { answers, troubled, empty, truncated, outOfRange, unreadable, missing } = reranked[0]!.statistics;
    assert.deepEqual([answers, troubled, empty, truncated, outOfRange, unreadable, missing], [8, 6, 2, 1, 1, 1, 1]);
    const given = new Map((await read('hostile.trec'))[0]![1]);
    assert.deepEqual(
      order.map((id) => given.get(id)),
      scores,
    );
  });
});

test('a list that names documents which don’t exist brings in nobody', async () => {
  const reply = (): Reply => 'First `document-9000`.\n```json\n[9000, "secret", 2, 2, 0, 1]\n```';
  await withServer({ reply }, async (server) => {
    const { reranked } = await rerank(
      { cache: fresh(), server },
      'bm25',
      '-b',
      'mini:proofs',
      '--reranker',
      'listwise:model=tiny',
      '--depth',
      '3',
      '-o',
      'list.trec',
    );
    assert.equal(reranked[0]!.statistics['unknown'], 18);
    const first = new Map(await read('runs/mini/proofs/bm25/run.trec'));
    for (const [topic, documents] of await read('list.trec')) {
      const [a, b, c] = first.get(topic)!.map(([id]) => id);
      assert.deepEqual(documents, [[b, 3], [a, 2], [c, 1]]); // biome-ignore format: pairs
    }
  });
});

test('windows, setwise, pairwise and thinking rerankers run on a server', async () => {
  const think = (request: SeenRequest): Reply => ({
    message: { content: `<think>[9] [9] false</think>${/true or false/.test(question(request)) ? 'true' : '<answer>[2]</answer>'}` },
  });
  await withServer({ reply: think }, async (server) => {
    const session = { cache: fresh(), server };
    for (const reranker of [
      'windows:model=tiny,window=4,stride=2',
      'setwise:model=tiny',
      'pairwise:model=tiny,calls=6',
      'rank1-7b:model=tiny',
      'rank-r1-7b:model=tiny',
    ]) {
      const { reranked } = await rerank(
        session,
        'bm25',
        '-b',
        'mini:scripting',
        '--reranker',
        reranker,
        '--depth',
        '6',
        '--name',
        reranker.split(':')[0]!,
      );
      assert.ok(reranked[0]!.statistics['answers']! > 0, reranker);
      assert.equal(reranked[0]!.statistics['unknown'], undefined, reranker);
    }
  });
});

test('rate limits and stumbles only slow it down', async () => {
  const expected = await withServer(graded, async (server) => {
    await rerank({ cache: fresh(), server }, ...pointwise, '-o', 'calm.trec', '--name', 'x');
    return readFileSync(at('calm.trec'), 'utf8');
  });
  const fault: OpenAIServerOptions['fault'] = ({ nth }) =>
    nth % 9 === 1
      ? { status: 429, headers: { 'retry-after': '0' } }
      : nth % 13 === 2
        ? { cut: true }
        : nth % 17 === 3
          ? { reset: true }
          : undefined;
  await withServer({ ...graded, fault }, async (server) => {
    await rerank({ cache: fresh(), server }, ...pointwise, '-o', 'stormy.trec', '--name', 'x');
    assert.equal(readFileSync(at('stormy.trec'), 'utf8'), expected);
  });
});

test('what was stopped by its budget, or by a server that failed, goes on without a call made twice', async () => {
  let refusing = false;
  const fault: OpenAIServerOptions['fault'] = () => (refusing ? { status: 401, text: '{"error": {"message": "no more"}}' } : undefined);
  await withServer({ ...graded, fault }, async (server) => {
    const session = { cache: fresh(), server };
    const stopped = await cli(session, 'rerank', ...pointwise, '-o', 'stopped.trec', '--prices', '1,1000', '--max-cost', '0.4');
    assert.equal(stopped.code, 130, stopped.stderr);
    assert.match(stopped.stderr, /estimated \d+ to ask at most, 0 known; .*cost up to/);
    assert.match(stopped.stderr, /maxCost 0\.4: .* was spent on \d+ calls.*will not be paid for twice/);
    assert.ok(!existsSync(at('stopped.trec')));
    const paid = chats(server).length;
    assert.ok(paid > 0 && paid < 90, String(paid));
    refusing = true;
    const failed = await cli(session, 'rerank', ...pointwise, '-o', 'stopped.trec');
    assert.equal(failed.code, 3, failed.stderr);
    refusing = false;
    const { reranked } = await rerank(session, ...pointwise, '-o', 'stopped.trec');
    assert.equal(reranked[0]!.spent!.calls!.cached >= paid, true);
    const answered = chats(server).map(({ body }) => JSON.stringify(body.messages));
    const once = new Set(answered);
    assert.equal(reranked[0]!.spent!.calls!.calls, once.size - paid);
  });
});

test('--dry-run asks nothing, and says what it would take', async () => {
  await withServer(graded, async (server) => {
    const session = { cache: fresh(), server };
    const { stdout, code, stderr } = await cli(
      session,
      'rerank',
      ...pointwise,
      '--dry-run',
      '--prices',
      '2,4',
      '--tokens-per-second',
      '100',
      '--format',
      'json',
      '--quiet',
    );
    assert.equal(code, 0, stderr);
    const [estimate] = (JSON.parse(stdout) as { estimates: readonly Record<string, number>[] }).estimates;
    assert.equal(server.requests.length, 0);
    assert.ok(estimate!['calls']! > 80 && estimate!['calls']! <= 90);
    assert.equal(estimate!['completionTokens'], 32 * estimate!['calls']!);
    assert.equal(estimate!['seconds'], (32 * estimate!['calls']!) / 100);
    assert.ok(Math.abs(estimate!['cost']! - (2 * estimate!['promptTokens']! + 4 * estimate!['completionTokens']!) / 1e6) < 1e-9);
    const table = await cli(session, 'rerank', ...pointwise, '--dry-run', '--format', 'csv');
    assert.match(table.stdout, /^split,reranker,topics,calls,known,tokens read,tokens written,cost,time\nmini:proofs,pointwise,18,/);
  });
});

test('excluded documents never come back, whoever scored them', async () => {
  const examples = readFileSync(join(packageRoot(), 'benchmarks', 'mini', 'examples', 'proofs.jsonl'), 'utf8').trim().split('\n')
    .map((line) => JSON.parse(line) as { id: string; excluded_ids: readonly string[]; gold_ids: readonly string[] }); // biome-ignore format: one value
  const { id: topic, excluded_ids, gold_ids } = examples.find((example) => example.excluded_ids.filter((id) => id !== 'N/A').length > 0)!;
  const documents = [excluded_ids[0]!, ...gold_ids];
  write('excluded.trec', documents.map((id, rank) => `${topic} Q0 ${id} ${rank + 1} ${9 - rank} x\n`).join(''));
  const { reranked } = await rerank(
    { cache: fresh() },
    'excluded.trec',
    '-b',
    'mini:proofs',
    '--reranker',
    `recorded:run=${at('excluded.trec')}`,
    '--rest',
    'keep',
    '--depth',
    '1',
    '-o',
    'allowed.trec',
  );
  assert.deepEqual(
    (await read('allowed.trec'))[0]![1].map(([id]) => id),
    gold_ids,
  );
  assert.equal(reranked[0]!.statistics['excludedDocuments'], 1);
});

test('a reranked run is stored with what it was made of, found again, and scored like any other', async () => {
  await withServer(graded, async (server) => {
    const session = { cache: fresh(), server };
    const args = [
      'bm25',
      '-b',
      'mini',
      '--reranker',
      'pointwise:model=tiny',
      '--depth',
      '3',
      '--interpolate',
      '100,1',
      '--queries',
      'worked',
    ];
    const { reranked } = await rerank(session, ...args);
    assert.deepEqual(reranked.map(({ split }) => split), ['household', 'proofs', 'scripting']); // biome-ignore format: short
    assert.equal(reranked[0]!.system, 'bm25+pointwise:model=tiny@depth=3@weights=100,1@queries=worked');
    const asked = chats(server).length;
    const again = await rerank(session, ...args);
    assert.deepEqual(again.reranked.map(({ reused }) => reused), [true, true, true]); // biome-ignore format: short
    assert.deepEqual(again.reranked.map(({ stages }) => stages), reranked.map(({ stages }) => stages)); // biome-ignore format: short
    assert.equal(chats(server).length, asked);
    const scored = await cli(session, 'score', reranked[1]!.system, '-b', 'mini:proofs', '-m', 'nDCG@10', '--format', 'json', '--quiet');
    assert.equal(scored.code, 0, scored.stderr);
    const { rows } = JSON.parse(scored.stdout) as { rows: readonly { value: number }[] };
    assert.equal(rows[0]!.value, reranked[1]!.stages.at(-1)!.values[0]!.value);
  });
});

test('the reranker sees the queries of the run, or those of a file', async () => {
  const topics = (await read('runs/mini/proofs/bm25/run.trec')).map(([topic]) => topic);
  write('mine.jsonl', topics.map((id) => `${JSON.stringify({ id, query: `my reasoning about ${id}` })}\n`).join(''));
  await withServer(graded, async (server) => {
    const session = { cache: fresh(), server };
    await rerank(session, ...pointwise, '--queries', 'mine.jsonl', '-o', 'reasoned.trec');
    for (const request of chats(server)) assert.match(question(request), /my reasoning about /);
    const before = chats(server).length;
    const made = await cli(session, 'run', '-b', 'mini:proofs', '-r', 'bm25', '--queries', 'mine.jsonl', '--name', 'reasoned', '--quiet');
    assert.equal(made.code, 0, made.stderr);
    const stored = readdirSync(at('runs/mini/proofs')).find((name) => name.startsWith('reasoned'))!;
    await rerank(session, `runs/mini/proofs/${stored}`, ...pointwise.slice(1), '-o', 'own.trec');
    const seen = chats(server).slice(before);
    assert.ok(seen.length > 0);
    for (const request of seen) assert.match(question(request), /my reasoning about /);
  });
});

test('prompts of one’s own are used, and make another run', async () => {
  mkdirSync(at('mine'));
  writeFileSync(at('mine/prompts.py'), 'bright_general = """MINE {} and {}"""\n');
  await withServer(graded, async (server) => {
    const { reranked } = await rerank({ cache: fresh(), server }, ...pointwise, '--prompts', 'mine', '-o', 'mine.trec');
    assert.deepEqual(Object.keys(reranked[0]!.settings.reranker.prompt as object), ['prompts.py']);
    for (const request of chats(server)) assert.match(question(request), /^MINE /);
  });
});

test('RaDeR-gte on theoremqa_theorems: published rerank scores, 0.5/0.5 with the hybrid', { skip: needsShared }, async () => {
  const file = (which: string): string => join(shared!, 'runs', 'rader-gte-qwen2-7b', `theoremqa_theorems.${which}-score.json.gz`);
  const qrels = join(shared!, 'qrels', 'bright', 'theoremqa_theorems.txt');
  const recorded = ['--reranker', `recorded:run=${file('rerank')}`, '--qrels', qrels, '-m', 'nDCG@10,RR,R@100'];
  const { reranked } = await rerank({ cache: fresh() }, file('hybrid'), ...recorded, '--interpolate', '0.5', '-o', 'rader.trec');
  const figures = reranked[0]!.stages.map(({ values }) => values.map(({ value }) => Number(value.toFixed(5))));
  assert.deepEqual(figures[0]![0], 0.43433);
  assert.deepEqual(figures[1]![0], 0.45795);
  assert.deepEqual(figures[2], [0.51561, 0.53117, 0.79778]);
});

test('cross-encoders of the Hub’s layout rerank mini, and are asked once', { skip: needsShared }, async () => {
  const session = { cache: fresh() };
  const model = (name: string): string => join(shared!, 'hub', 'models', 'fixtures', name);
  for (const [spec, name] of [
    [`pair:model=${model('cross-encoder-tiny')}`, 'cross'],
    [`rader-reranker-qwen2.5-7b:model=${model('rader-reranker-tiny')}`, 'rader-tiny'],
  ] as const) {
    const args = ['bm25', '-b', 'mini:scripting', '--reranker', spec, '--depth', '4'];
    const { reranked } = await rerank(session, ...args, '-o', `${name}.trec`);
    assert.equal(reranked[0]!.statistics['scored'], 60);
    const again = await rerank(session, ...args, '-o', `${name}-again.trec`, '--name', name);
    assert.equal(again.reranked[0]!.statistics['scored'], 0);
    assert.deepEqual(await read(`${name}-again.trec`), await read(`${name}.trec`));
  }
});

test('every reranker is listed', async () => {
  const { stdout } = await cli({ cache: fresh() }, 'list', 'rerankers', '--format', 'json');
  const { rerankers } = JSON.parse(stdout) as { rerankers: readonly { reranker: string; description: string }[] };
  for (const name of ['pair', 'pointwise', 'listwise', 'windows', 'setwise', 'pairwise', 'verdict', 'recorded', 'rader-reranker-qwen2-7b'])
    assert.ok(rerankers.find(({ reranker }) => reranker === name)!.description.length > 0, name);
});

const refusals: readonly (readonly [what: string, args: readonly string[], code: number, message: RegExp])[] = [
  ['an unknown reranker', ['bm25', '-b', 'mini:proofs', '--reranker', 'pointwize:model=x'], 2, /"pointwize".*Did you mean pointwise/s],
  ['no server', ['good.trec', '-b', 'mini:proofs', '--reranker', 'pointwise:model=x'], 4, /OPENAI_BASE_URL is not set/],
  ['no model', ['good.trec', '-b', 'mini:proofs', '--reranker', 'pointwise'], 2, /no model is named/],
  ['an unknown run', ['bm52', '-b', 'mini:proofs', '--reranker', 'recorded:run=good.trec'], 2, /bm52: there is no such run file/],
  ['recorded scores that aren’t there', ['good.trec', '-b', 'mini:proofs', '--reranker', 'recorded:run=nothing.trec'], 3, /nothing\.trec: can't be read/],
  ['a run of another split', ['good.trec', '-b', 'mini:household', '--reranker', 'recorded:run=good.trec'], 3, /none of its 1 topics is one of the split's/],
  ['judgments for a reranker that reads texts', ['good.trec', '--qrels', 'q.txt', '--reranker', 'pair:model=x,url=http://127.0.0.1:9/v1'], 2, /reads queries and documents/],
  ['judgments without a file to write', ['good.trec', '--qrels', 'q.txt', '--reranker', 'recorded:run=good.trec', '--store'], 2, /name a file to write with -o|-o/i],
  ['documents that the corpus lacks', ['strange.trec', '-b', 'mini:proofs', '--reranker', 'pair:model=x,url=http://127.0.0.1:9/v1'], 3, /1 of 1 documents aren't in the corpus, such as "nowhere"/],
  ['a share above 1', ['good.trec', '-b', 'mini:proofs', '--reranker', 'recorded:run=good.trec', '--interpolate', '2'], 2, /from 0 to 1/],
  ['an unknown normalisation', ['good.trec', '-b', 'mini:proofs', '--reranker', 'recorded:run=good.trec', '--normalise', 'minmux'], 2, /Did you mean min-max/],
  ['a limit of money without prices', ['good.trec', '-b', 'mini:proofs', '--reranker', 'recorded:run=good.trec', '--max-cost', '3'], 2, /nothing tells what calls cost/],
  ['unknown queries', ['good.trec', '-b', 'mini:proofs', '--reranker', 'recorded:run=good.trec', '--queries', 'wroked'], 2, /Did you mean worked/],
  ['a file that is there', ['good.trec', '-b', 'mini:proofs', '--reranker', 'recorded:run=good.trec', '-o', 'good.trec'], 2, /good\.trec: is there already.*--force/s],
  ['several splits in one file', ['bm25', '--out', '../runs', '-b', 'mini', '--reranker', 'recorded:run=good.trec'], 2, /would be written for 3 splits/],
  ['a folder without prompts', ['bm25', '--out', '../runs', '-b', 'mini:proofs', '--reranker', 'pointwise:model=x', '--prompts', '.'], 2, /there is none for pointwise/],
]; // biome-ignore format: a table

test('what can’t be done is refused, and nothing is left behind', { concurrency: 2 }, async (context) => {
  const here = at('refusals');
  mkdirSync(here);
  const [topic] = (await read('runs/mini/proofs/bm25/run.trec'))[0]!;
  const [[id]] = (await read('runs/mini/proofs/bm25/run.trec'))[0]![1] as [[string, number]];
  writeFileSync(join(here, 'good.trec'), `${topic} Q0 ${id} 1 2 t\n`);
  writeFileSync(join(here, 'strange.trec'), `${topic} Q0 nowhere 1 2 t\n`);
  writeFileSync(join(here, 'q.txt'), `${topic} 0 ${id} 1\n`);
  const there = readdirSync(here).sort();
  const env = { HF_HUB_OFFLINE: '1', HF_HOME: at('hf'), BRIGHTLINE_CACHE: fresh() };
  const tests = refusals.map(([what, args, code, message]) =>
    context.test(what, async () => {
      const output = args.includes('-o') || args.includes('--store') ? [] : ['-o', 'new.trec'];
      const outcome = await runCli(['rerank', ...args.filter((arg) => arg !== '--store'), ...output], { cwd: here, env });
      assert.equal(outcome.code, code, outcome.stderr);
      assert.match(outcome.stderr, message);
      assert.doesNotMatch(outcome.stderr, /\n\s+at |unexpected error/);
      assert.equal(outcome.stdout, '');
    }),
  );
  await Promise.all(tests);
  assert.deepEqual(readdirSync(here).sort(), there);
});
