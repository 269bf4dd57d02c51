import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSnapshot } from '../../src/check/check-snapshot.ts';
import { parseFloor } from '../../src/check/floor.ts';
import { githubCommands } from '../../src/check/github-commands.ts';
import { hostilePair } from './hostile.ts';
import { snapshotWith, topicValues } from './snapshots.ts';

/** As the runner reads them: actions/runner, ActionCommand.cs. */
function parse(line: string): { readonly command: string; readonly properties: Readonly<Record<string, string>>; readonly data: string } {
  const [, command, list, data] = /^::([a-z]+) ([^:]*)::([^\r\n]*)$/.exec(line) ?? assert.fail(`no command: ${line}`);
  const plain = (text: string): string =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
  const properties = Object.fromEntries(
    list!.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), plain(pair.slice(pair.indexOf('=') + 1))]),
  );
  return { command: command!, properties, data: plain(data!) };
}

test('one line a command, whatever ids and names hold; the runner reads them back', () => {
  const [before, now] = hostilePair();
  const result = checkSnapshot(before, now, { floors: [parseFloor('nDCG@10=0.9')] });
  const lines = githubCommands(result, 'regression', 'runs/a,b:c%.json').trimEnd().split('\n');
  const parsed = lines.map(parse);
  assert.deepEqual(
    parsed.map(({ command, properties }) => `${command} ${properties['title']}`),
    [
      'error floor broken: @x|`y`<z> on b, nDCG@10, average over splits',
      'error regressed: @x|`y`<z> on b:s:%,<1>, nDCG@10',
      'error regressed: @x|`y`<z> on b, nDCG@10, average over splits',
      'warning inconclusive: @x|`y`<z> on b:unsure, nDCG@10',
      'notice brightline check failed',
    ],
  );
  assert.ok(parsed.every(({ properties }) => properties['file'] === 'runs/a,b:c%.json'));
  assert.match(parsed[1]!.data, /\n−40\.00: \]\]> \(50\.00 → 10\.00\)\n/);
  assert.match(parsed[1]!.data, /two\nlines\r\nand more/);
  assert.match(lines[1]!, /100%250A::error::x/);
});

test('what GitHub would drop is counted in the last of its level', () => {
  const splits = Array.from({ length: 14 }, (_, at) => `s${String(at).padStart(2, '0')}`);
  const make = (value: number) =>
    snapshotWith(...splits.map((split) => ({ split, values: topicValues(30, (topic) => value + topic / 100) })));
  const lines = githubCommands(checkSnapshot(make(0.5), make(0.3)), 'regression', 'b.json')
    .trimEnd()
    .split('\n')
    .map(parse);
  const errors = lines.filter(({ command }) => command === 'error');
  assert.equal(errors.length, 10);
  assert.equal(errors[9]!.properties['title'], 'and 6 more');
  assert.match(errors[9]!.data, /^regressed: x on b:s09, nDCG@10\n/);
});

test('where nothing changed there is one notice', () => {
  const same = snapshotWith({ values: topicValues(3, () => 0.5) });
  assert.equal(
    githubCommands(checkSnapshot(same, same), 'change', 'b.json'),
    '::notice file=b.json,title=brightline check passed::1 unchanged\n',
  );
});
