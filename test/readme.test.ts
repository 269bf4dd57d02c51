import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../src/support/package-root.ts';
import { runCli } from './cli/spawn.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!);
const { scripts } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const offline = { HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'hf') };

test('npm start prints the table that the README shows', async () => {
  const args = scripts['start']!.split(' ').slice(2);
  const { code, stdout, stderr } = await runCli([...args, '--quiet'], { cwd: folder, env: offline });
  assert.equal(code, 0, stderr);
  assert.equal(stdout, blocks('text')[0]);
});

test('the commands of the README are scripts that exist', () => {
  for (const [, script] of readme.matchAll(/npm (?:run )?(start|test|check|build)\b/g)) assert.ok(scripts[script!], script);
  assert.match(readFileSync(join(packageRoot(), '.ci/run'), 'utf8'), /^npm run check$/m);
});

const commands = blocks('sh')
  .flatMap((block) => block.split('\n'))
  .filter((line) => line.startsWith('npx brightline '))
  .map((line) => line.replace(/\s+#.*$/, '').slice('npx brightline '.length));

test('the README has commands to try', () => assert.ok(commands.length >= 8));

for (const command of commands.filter((line) => !line.includes('bright:'))) {
  test(`README: brightline ${command}`, async () => {
    const { code, stdout, stderr } = await runCli(command.split(' '), { cwd: folder, env: offline });
    assert.equal(code, 0, stderr);
    assert.ok(stdout.length > 0);
  });
}

test('the library example runs against the built package, and prints what it says', () => {
  const [example] = blocks('js');
  const said = /\/\/ (\[.*\])\n$/.exec(example!)?.[1];
  const file = fileURLToPath(new URL('./readme-example.mjs', import.meta.url));
  writeFileSync(file, example!);
  try {
    assert.equal(execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim(), said);
  } finally {
    rmSync(file);
  }
});
