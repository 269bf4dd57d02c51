import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { parsePythonTexts } from '../../src/collection/python-texts.ts';
import type { ScoreRow } from '../../src/report/score-row.ts';
import { readRun } from '../../src/run/read-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './spawn.ts';

const folder = temporaryFolder();
const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);

const header = 'instructions,queries,documents,labels\n';
const rows = [
  `Retrieve the answer.,What pulls the sea?,"['the moon pulls the sea', ""the sun's heat"", 'a volcano']",0`,
  `Retrieve the answer.,"Which mountain
spits fire?","['a lake', 'the sea', 'a mountain that spits fire']",2`,
  `Retrieve the answer.,Nothing in common,"['first', 'second']",0`,
  `Retrieve the answer.,Nothing in common either,"['third', 'fourth']",1`,
];

interface Result {
  readonly rows: readonly ScoreRow[];
  readonly runs: readonly { readonly run: string; readonly counts: unknown }[];
}

for (const name of ['questions.csv', 'packed.csv.gz']) {
  test(`${name}: each question ranks its own candidates; of those that tie, the first is taken`, async () => {
    const text = `${header}${rows.join('\n')}\n`;
    write(name, name.endsWith('.gz') ? gzipSync(text) : text);
    const { code, stdout, stderr } = await runCli(['run', '-b', `./${name}`, '--instruction', 'both', '--format', 'json'], { cwd: folder });
    assert.equal(code, 0, stderr);
    const { rows: scores, runs } = JSON.parse(stdout) as Result;
    assert.deepEqual(runs[0]!.counts, { documents: 10, topics: 4, judgments: 4, excluded: 0 });
    assert.deepEqual(
      scores.map(({ system, measure, value, topics }) => [system, measure, value, topics]),
      [
        ['bm25', 'Success@1', 0.75, 4],
        ['bm25+instruction', 'Success@1', 0.75, 4],
      ],
    );
    const run = await readRun(join(folder, runs[0]!.run));
    assert.deepEqual([...run.rankings.get('0')!.ids].sort(), ['0/0', '0/1', '0/2']);
    assert.deepEqual(run.rankings.get('3')!.ids, ['3/0', '3/1']);
  });
}

const bad: readonly (readonly [what: string, content: string, message: RegExp])[] = [
  ['a column is missing', 'queries,labels\na,0\n', /:2: the columns queries, documents, labels were expected; found queries, labels/],
  ['no list', `${header}i,q,none,0\n`, /:2: documents: expected a list of texts as Python writes it, found "none"/],
  ['one candidate', `${header}i,q,['a'],0\n`, /:2: documents: expected two candidates or more, found 1/],
  ['a label beyond the candidates', `${header}i,q,"['a', 'b']",2\n`, /:2: labels: expected a whole number below 2/],
  ['a quote that is not closed', `${header}i,"q,"['a', 'b']",2\n`, /bad\.csv: is not CSV/],
  ['no row', header, /there are no rows/],
];

for (const [what, content, message] of bad) {
  test(`${what}: says where`, async () => {
    write('bad.csv', content);
    const { code, stderr } = await runCli(['run', '-b', './bad.csv'], { cwd: folder });
    assert.equal(code, 3, stderr);
    assert.match(stderr, message);
  });
}

test("Python's lists of texts are read as Python means them", () => {
  assert.deepEqual(parsePythonTexts(`['a', "it's", 'it\\'s', '\\n\\x41\\u00e9\\q', "", 3.5]`), ['a', "it's", "it's", '\nAé\\q', '', '3.5']);
  assert.deepEqual(parsePythonTexts('[]'), []);
  assert.deepEqual(parsePythonTexts("['a', ]"), ['a']);
  for (const wrong of ['', "'a'", "['a'", "['a' 'b']", '[a]', "['a', , 'b']", "['a]"])
    assert.equal(parsePythonTexts(wrong), undefined, wrong);
});
