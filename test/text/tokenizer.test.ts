import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { fillFrame } from '../../src/text/token-frame.ts';
import { openTokenizer, type Tokenizer } from '../../src/text/tokenizer.ts';
import { fails } from '../collection/fails.ts';
import { needsShared, shared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const openShared = (folder: string): Promise<Tokenizer> =>
  openTokenizer({
    tokenizer: join(shared!, folder, 'tokenizer.json'),
    config: join(shared!, folder, 'tokenizer_config.json'),
    shownAs: folder,
  });

for (const name of ['bert-uncased-wordpiece', 'qwen3']) {
  test(`${name}: the ids are those of the Rust library, for every text`, { skip: needsShared }, async () => {
    const tokenizer = await openShared(`tokenizers/${name}`);
    const lines = gunzipSync(readFileSync(join(shared!, 'golden', `tokenizers.${name}.jsonl.gz`)))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    assert.ok(lines.length > 100);
    for (const line of lines) {
      const { text, ids, ids_no_special } = JSON.parse(line) as { text: string; ids: number[]; ids_no_special: number[] };
      const tokens = tokenizer.encode(text);
      assert.deepEqual(tokens, ids_no_special);
      assert.deepEqual([...fillFrame(tokenizer.frames.single, [tokens]).ids], ids);
    }
  });
}

/** What the Rust library (tokenizers 0.23) makes of texts that the npm library reads otherwise. */
const bertCases: readonly (readonly [string, readonly number[]])[] = [
  ['\u{39f}\u{394}\u{39f}\u{3a3} \u{3c3} \u{3a3}', [1169, 29722, 29730, 29733, 1173, 1173]],
  ['gr\u{3a3}!', [24665, 29733, 999]],
  ['le\u{20000}ft', [3393, 100, 3027]],
  ['\u{dc}n\u{ef}code Stra\u{df}e', [27260, 2358, 27807]],
  ['\u{130}stanbul', [9960]],
  ['a\u{200b}b\u{feff}c\u{ad}', [5925]],
  ['\u{4e2d}\u{6587} x', [1746, 1861, 1060]],
  ['e\u{301}clair', [14925, 19771, 2099]],
  ['[SEP] inside', [102, 2503]],
  ['\u{85}tab\u{9}end\u{3000}x', [21628, 2203, 1060]],
  ["isn't", [3475, 1005, 1056]],
  ['x'.repeat(101), [100]],
];

test('BERT: final sigmas, rare ideographs and letters with marks are read as Rust reads them', { skip: needsShared }, async () => {
  const tokenizer = await openShared('tokenizers/bert-uncased-wordpiece');
  for (const [text, ids] of bertCases) assert.deepEqual(tokenizer.encode(text), ids, JSON.stringify(text));
});

const byteLevelCases: readonly (readonly [string, readonly number[]])[] = [
  ['\u{feff}\u{feff}Hello', [174, 122, 126, 174, 122, 126, 42, 576, 81]],
  ['a\u{85}b', [67, 129, 230, 68]],
  ['  \u{feff}def', [223, 223, 174, 122, 126, 70, 2031]],
  ["\u{85}'re", [129, 230, 877]],
  ['do   \u{feff}', [70, 81, 315, 223, 174, 122, 126]],
  ['a<|im_end|>', [67, 2]],
  ['\u{a}\u{a} x', [201, 201, 625]],
];

test('ByteLevel: a byte order mark is no white space, a next line is', { skip: needsShared }, async () => {
  const tokenizer = await openShared('hub/models/fixtures/rader-tiny');
  for (const [text, ids] of byteLevelCases) assert.deepEqual(tokenizer.encode(text), ids, JSON.stringify(text));
});

const wordLevel = (preTokenizer: object | null, extra: object = {}): object => ({
  added_tokens: [{ id: 0, content: '<eos>', special: true, normalized: false }],
  pre_tokenizer: preTokenizer,
  model: {
    type: 'WordPiece',
    unk_token: '?',
    continuing_subword_prefix: '##',
    vocab: { '<eos>': 0, '?': 1, naïve: 2, '!': 3, a: 4, '٣': 5 },
  },
  ...extra,
});

async function openJson(tokenizer: object, config?: object): Promise<Tokenizer> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  if (config !== undefined) writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(config));
  return openTokenizer({
    tokenizer: join(folder, 'tokenizer.json'),
    config: config === undefined ? undefined : join(folder, 'tokenizer_config.json'),
    shownAs: 'model tiny',
  });
}

test('Whitespace: words are those of Unicode, also within a sequence of steps', async () => {
  const plain = { type: 'Whitespace' };
  for (const step of [plain, { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, plain] }]) {
    assert.deepEqual((await openJson(wordLevel(step))).encode('naïve! a\u0085٣'), [2, 3, 4, 5]);
  }
});

test('special tokens are found where a text spells them out, and their names in the config', async () => {
  const config = { eos_token: { content: '<eos>' }, pad_token: 'none such', model_max_length: 1e30, padding_side: 'left' };
  const tokenizer = await openJson(wordLevel({ type: 'Whitespace' }), config);
  assert.deepEqual(tokenizer.encode('a<eos>'), [4, 0]);
  const { eos, padId, maxLength, paddingSide, truncationSide } = tokenizer;
  assert.deepEqual(
    { eos, padId, maxLength, paddingSide, truncationSide },
    {
      eos: { text: '<eos>', id: 0 },
      padId: undefined,
      maxLength: undefined,
      paddingSide: 'left',
      truncationSide: 'right',
    },
  );
  assert.equal((await openJson(wordLevel(null))).eos, undefined);
});

test('files that are not what they should be are named', async () => {
  await fails(
    () => openTokenizer({ tokenizer: '/nowhere/tokenizer.json', shownAs: 'model x' }),
    'data',
    /^model x: tokenizer\.json: there is no such file/,
  );
  await fails(() => openJson({}), 'data', /^model tiny: tokenizer\.json: model/);
  await fails(() => openJson(wordLevel(null, { model: { type: 'Nonsense' } })), 'data', /^model tiny: tokenizer\.json: .*Nonsense/);
  await fails(() => openJson(wordLevel(null, { post_processor: { type: 'Odd' } })), 'data', /tokenizer\.json: post_processor/);
  await fails(() => openJson(wordLevel(null), { padding_side: 'middle' }), 'data', /tokenizer_config\.json: padding_side/);
});
