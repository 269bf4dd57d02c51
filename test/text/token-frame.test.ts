import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillFrame, frameSize, framesOf, postProcessor } from '../../src/text/token-frame.ts';
import { fails } from '../collection/fails.ts';

const template = {
  type: 'TemplateProcessing',
  single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
  pair: [
    { SpecialToken: { id: '<s>', type_id: 0 } },
    { Sequence: { id: 'A', type_id: 0 } },
    { Sequence: { id: 'B', type_id: 1 } },
    { SpecialToken: { id: '</s>', type_id: 1 } },
  ],
  special_tokens: { '<s>': { id: '<s>', ids: [7, 8], tokens: [] }, '</s>': { id: '</s>', ids: [9], tokens: [] } },
};
const bert = { sep: ['[SEP]', 2], cls: ['[CLS]', 1] };
const framed = (json: unknown, ...texts: readonly number[][]): [number[], number[]] => {
  const frames = framesOf(postProcessor.nullable().parse(json), 'tokenizer.json');
  const { ids, types } = fillFrame(texts.length === 1 ? frames.single : frames.pair, texts);
  return [[...ids], [...types]];
};

test('each kind of post-processor puts its special tokens where the Rust library does', () => {
  const cases: readonly (readonly [unknown, [number[], number[]], [number[], number[]]])[] = [
    [
      null,
      [[5], [0]],
      [
        [5, 6],
        [0, 1],
      ],
    ],
    [
      { type: 'ByteLevel' },
      [[5], [0]],
      [
        [5, 6],
        [0, 1],
      ],
    ],
    [
      template,
      [
        [7, 8, 5],
        [0, 0, 0],
      ],
      [
        [7, 8, 5, 6, 9],
        [0, 0, 0, 1, 1],
      ],
    ],
    [
      { type: 'BertProcessing', ...bert },
      [
        [1, 5, 2],
        [0, 0, 0],
      ],
      [
        [1, 5, 2, 6, 2],
        [0, 0, 0, 1, 1],
      ],
    ],
    [
      { type: 'RobertaProcessing', ...bert },
      [
        [1, 5, 2],
        [0, 0, 0],
      ],
      [
        [1, 5, 2, 2, 6, 2],
        [0, 0, 0, 0, 0, 0],
      ],
    ],
    [
      { type: 'Sequence', processors: [{ type: 'ByteLevel' }, template] },
      [
        [7, 8, 5],
        [0, 0, 0],
      ],
      [
        [7, 8, 5, 6, 9],
        [0, 0, 0, 1, 1],
      ],
    ],
  ];
  for (const [json, single, pair] of cases) {
    assert.deepEqual(framed(json, [5]), single);
    assert.deepEqual(framed(json, [5], [6]), pair);
  }
});

test('an empty text keeps its place in a pair', () => {
  assert.deepEqual(framed({ type: 'BertProcessing', ...bert }, [5], []), [
    [1, 5, 2, 2],
    [0, 0, 0, 1],
  ]);
});

test('the size of a frame is its special tokens', () => {
  assert.equal(frameSize(framesOf(postProcessor.parse(template), 'x').pair), 3);
});

test('a template that cannot be followed is told', async () => {
  const undefinedToken = postProcessor.parse({ ...template, special_tokens: {} });
  await fails(() => framesOf(undefinedToken, 'tokenizer.json'), 'data', /tokenizer\.json: .*names <s>/);
  const twice = postProcessor.parse({ type: 'Sequence', processors: [template, template] });
  await fails(() => framesOf(twice, 'tokenizer.json'), 'data', /2 templates in a row/);
});
