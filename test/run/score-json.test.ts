import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readRun } from '../../src/run/read-run.ts';
import { readScoreJsonTopics, writeScoreJson } from '../../src/run/score-json.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failure, fileWith, gather, type PlainRun, plain, runOf } from './files.ts';

const folder = temporaryFolder();
const read = (content: string | Uint8Array, part?: string): Promise<PlainRun> =>
  gather(readScoreJsonTopics(fileWith(folder, content), { part }));

test('topics and documents keep the order of the file, numbers as names too', async () => {
  const text = '{"10": {"7": 0.5, "3": 1, "é": -2e-3}, "2": {"x": 0}}';
  const expected = [
    [
      '10',
      [
        ['7', 0.5],
        ['3', 1],
        ['é', -0.002],
      ],
    ],
    ['2', [['x', 0]]],
  ];
  assert.deepEqual(await read(text), expected);
  assert.deepEqual(await read(gzipSync(text)), expected);
  assert.deepEqual(await read(`\uFEFF\r\n\t${text.replaceAll(/([{}:,])/g, ' \n$1\t')}  \n`), expected);
});

test('escapes are resolved', async () => {
  const text = '{"q\\n1": {"\\u00e9 \\ud83d\\ude00 \\"\\\\\\/\\t": 1E+2}}';
  assert.deepEqual(await read(text), [['q\n1', [['é 😀 "\\/\t', 100]]]]);
});

test('a topic without documents is absent', async () => {
  assert.deepEqual(await read('{"q1": {}, "q2": {"a": 1}}'), [['q2', [['a', 1]]]]);
});

const mteb = JSON.stringify({
  mteb_model_meta: { model_name: 'a/b', revision: null, n_parameters: 7, languages: ['eng', { x: [1] }] },
  biology: { standard: { q1: { a: 0.5 }, q2: { b: 0.25 } } },
});

test('mteb’s predictions are read like score JSON', async () => {
  assert.deepEqual(await read(mteb), [
    ['q1', [['a', 0.5]]],
    ['q2', [['b', 0.25]]],
  ]);
  assert.deepEqual(await read(mteb, 'biology/standard'), await read(mteb));
  assert.deepEqual(await read('{"mteb_model_meta": "unknown", "default": {"test": {"q": {"d": 1}}}}'), [['q', [['d', 1]]]]);
});

test('of several runs in a file one must be named', async () => {
  const several = '{"biology": {"standard": {"q": {"a": 1}}}, "pony": {"standard": {"q": {"b": 2}}}}';
  await assert.rejects(read(several), failure('usage', /holds several runs: biology\/standard, pony\/standard.*Name one/));
  assert.deepEqual(await read(several, 'pony/standard'), [['q', [['b', 2]]]]);
  await assert.rejects(read(several, 'pony'), failure('usage', /holds no run named pony: biology\/standard, pony\/standard/));
});

const refusals: readonly (readonly [what: string, content: string | Uint8Array, message: RegExp])[] = [
  ['an empty file', '', /:1:1: the JSON breaks off: expected a value/],
  ['an empty object', '{}', /holds no ranking/],
  ['a list', '[]', /:1:1: expected an object of scores at the top, found a list/],
  ['a text at the top', '"x"', /expected an object of scores at the top, found the text "x"/],
  ['a number for a topic', '{"q": 1}', /:1:7: expected an object of scores under "q", found a number/],
  ['a list for a topic', '{"q": [["d", 1]]}', /expected an object of scores under "q", found a list/],
  ['a text for a score', '{"q": {"d": "0.5"}}', /expected a finite number under "d", found the text "0.5"/],
  ['null for a score', '{"q": {"d": null}}', /expected a finite number under "d", found null/],
  ['Python’s NaN', '{"q":\n {"a": 1,\n  "d": NaN}}', /:3:8: expected a finite number under "d", found NaN/],
  ['Python’s infinity', '{"q": {"d": -Infinity}}', /expected a finite number under "d", found -Infinity/],
  ['a number too large', '{"q": {"d": 1e999}}', /expected a finite number under "d", found Infinity/],
  ['scores beside objects', '{"q": {"d": 1, "e": {"f": 1}}}', /under "e", found an object/],
  ['objects beside scores', '{"q": {"e": {"f": 1}, "d": 1}}', /expected an object under "d", found a number/],
  ['a document twice', '{"q": {"d": 1,\n"d": 2}}', /:2: document "d" occurs twice in topic "q"; it stands in line 1 as well/],
  ['a document twice by escape', '{"q": {"d": 1, "\\u0064": 2}}', /document "d" occurs twice in topic "q"/],
  ['a topic twice', '{"q": {"d": 1}, "q": {"e": 1}}', /topic "q" occurs twice/],
  ['an empty id', '{"q": {"": 1}}', /the name is empty/],
  ['a zero character in an id', '{"q": {"a\\u0000": 1}}', /zero character/],
  ['half a surrogate pair', '{"q": {"\\ud800": 1}}', /half a surrogate pair/],
  ['an id that is not UTF-8', Buffer.from('{"q": {"\xe9": 1}}', 'latin1'), /:1:8: a text is not UTF-8/],
  ['a wrong escape', '{"q": {"\\x": 1}}', /a text with a wrong escape/],
  ['a control character', '{"q": {"a\tb": 1}}', /no control character within a text/],
  ['a missing comma', '{"q": {"d": 1 "e": 2}}', /:1:15: is not JSON: expected , or }, found "\\"e\\": 2}}"/],
  ['a comma too many', '{"q": {"d": 1,}}', /expected a name in quotes, found/],
  ['a missing colon', '{"q" {"d": 1}}', /expected :/],
  ['a missing value', '{"q": }', /expected a value/],
  ['a name without quotes', '{q: {"d": 1}}', /expected a name in quotes or }/],
  ['a zero before a number', '{"q": {"d": 01}}', /expected a number, found "01/],
  ['a number that ends in a point', '{"q": {"d": 1.}}', /expected a number/],
  ['a word that is none', '{"q": {"d": none}}', /expected a value, found "none/],
  ['something after the end', '{"q": {"d": 1}} x', /expected nothing, found "x"/],
  ['JSON that breaks off', '{"q": {"d": 1}', /:1:15: the JSON breaks off: expected the end of the object/],
  ['a text that breaks off', '{"q": {"d', /breaks off: expected a quote/],
  ['a mismatched bracket', '{"q": {"d": 1]}', /expected , or }/],
  ['deep nesting', `{"q": ${'{"a":'.repeat(100)}`, /nested more than 64 deep/],
  ['gzip that breaks off', gzipSync('{"q": {"d": 1}}').subarray(0, 25), /gzip that breaks off/],
];

for (const [what, content, message] of refusals) {
  test(`${what} is refused, with the place`, () => assert.rejects(read(content), failure('data', message)));
}

test('what is written is JSON, one topic a line', async () => {
  const path = join(folder, 'written.json');
  await writeScoreJson(
    path,
    runOf([
      [
        'q "1"',
        [
          ['a', 0.5],
          ['b', 2],
        ],
      ],
      ['q2', []],
      ['q3', [['a', 1e-7]]],
    ]),
  );
  assert.equal(readFileSync(path, 'utf8'), '{\n"q \\"1\\"": {"a": 0.5, "b": 2},\n"q2": {},\n"q3": {"a": 1e-7}\n}\n');
  await writeScoreJson(path, runOf([]));
  assert.equal(readFileSync(path, 'utf8'), '{}\n');
});

test('what JSON can’t hold is not written', async () => {
  const path = join(folder, 'refused.json');
  await assert.rejects(
    writeScoreJson(path, runOf([['q', [['d', Number.POSITIVE_INFINITY]]]])),
    failure('data', /the score of document "d" is Infinity/),
  );
  for (const id of ['', '\ud800', 'a\0'])
    await assert.rejects(writeScoreJson(path, runOf([[id, []]])), failure('data', /can't be written/));
});

const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).filter((text) => !text.includes('\0'));
const score = fc.double({ noNaN: true, noDefaultInfinity: true });
const documents = fc.uniqueArray(fc.tuple(id, score), { selector: ([id]) => id, minLength: 1, maxLength: 6 });
const anyRun = fc.uniqueArray(fc.tuple(id, documents), { selector: ([topic]) => topic, minLength: 1, maxLength: 5 });

test('any run comes back from its file', async () => {
  await fc.assert(
    fc.asyncProperty(anyRun, async (rows) => {
      fc.pre(!rows.some(([topic]) => topic === 'mteb_model_meta'));
      const path = join(folder, 'round-trip.json');
      await writeScoreJson(path, runOf(rows));
      assert.deepEqual(
        plain(await readRun(path)).map(([topic, list]) => [topic, list.map(([id, score]) => [id, Math.fround(score) + 0])]),
        rows.map(([topic, list]) => [topic, list.map(([id, score]) => [id, Math.fround(score) + 0])]),
      );
      assert.deepEqual(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object).sort(), rows.map(([topic]) => topic).sort());
    }),
    { numRuns: 150 },
  );
});
