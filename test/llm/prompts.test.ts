import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadPrompt } from '../../src/llm/prompt-folder.ts';
import { promptText } from '../../src/llm/prompt-text.ts';
import { quotedTexts } from '../../src/llm/quoted-texts.ts';
import { packageRoot } from '../../src/support/package-root.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = temporaryFolder();
let made = 0;

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(made++));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const needs = ['query', 'document'] as const;
const user = async (folder: string, split = 'pony', form = 'pointwise'): Promise<string> =>
  (await loadPrompt({ task: 'rerank', form, split, folder, needs })).messages({ query: 'Q', document: 'D' }).at(-1)!.content;

test('names in braces stand for the parts, and what is filled in is never looked at again', () => {
  const fill = (text: string, parts: { query: string; document: string }): string => promptText(text, [...needs], 'x').fill(parts);
  assert.equal(fill('{query}/{document}/{other}/\\frac{a}{b}', { query: 'Q', document: 'D' }), 'Q/D/{other}/\\frac{a}{b}');
  assert.equal(fill('{query} {doc}', { query: '{document}', document: '{query} $& $1' }), '{document} {query} $& $1');
  assert.equal(fill('{query}{passage}{query}', { query: 'Q', document: 'D' }), 'QDQ');
});

test('Python’s places: query, then document, and doubled braces', () => {
  const fill = (text: string): string => promptText(text, [...needs], 'x').fill({ query: 'Q', document: 'D' });
  assert.equal(fill('Query: {}\nDoc: {}\n{{"a": 1}}'), 'Query: Q\nDoc: D\n{"a": 1}');
  assert.equal(fill('{0} and {1}'), 'Q and D');
  for (const text of ['nothing', '{} only one', '{query} alone', 'query document']) {
    assert.throws(() => promptText(text, [...needs], 'my.txt'), /my\.txt: names \{(query|document)\}/, text);
  }
});

test('texts in triple quotes, of Python and TOML', () => {
  const python = 'import x\nbright_general = """A {}\n"quoted" \\"\\"\\" {} \\\nend"""\n\nother = 3\nbright_pony=\'\'\'\nB {} {}\'\'\'\n';
  assert.deepEqual([...quotedTexts(python, 'python')], [
    ['bright_general', 'A {}\n"quoted" """ {} end'],
    ['bright_pony', '\nB {} {}'],
  ]); // biome-ignore format: pairs
  const toml = "pattern = 'x'\nprompt_system = \"\"\"\nYou think.\"\"\"\nprompt_user = '''\n{query} \\n {docs}'''\n";
  assert.deepEqual([...quotedTexts(toml, 'toml')], [['prompt_system', 'You think.'], ['prompt_user', '{query} \\n {docs}']]); // biome-ignore format: pairs
  assert.equal(quotedTexts(`${'a = """'.repeat(20_000)}`, 'python').size <= 20_000, true);
});

test('a split’s own prompt comes before the general one, the form’s folder before the folder itself', async () => {
  const text = (name: string): string => `${name} {query} {document}\n`;
  const folder = folderOf({
    'pointwise/pony.txt': text('own'),
    'pointwise/general.txt': text('general'),
    'general.txt': text('outer'),
    'verdict.toml': 'prompt_user = """{query} {doc}"""',
  });
  assert.equal(await user(folder), 'own Q D');
  assert.equal(await user(folder, 'biology'), 'general Q D');
  assert.equal(await user(folder, 'pony', 'verdict'), 'outer Q D');
});

test('published files do as they are: prompts.py and TOML', async () => {
  const python = folderOf({ 'prompts.py': 'bright_general = """G {} {}"""\nbright_pony = """P {} {}"""\n' });
  assert.equal(await user(python), 'P Q D');
  assert.equal(await user(python, 'biology'), 'G Q D');
  const toml = folderOf({ 'prompt.toml': "prompt_system = '''S'''\nprompt_user = '''U {query} {docs}'''\n" });
  const prompt = await loadPrompt({ task: 'rerank', form: 'setwise', split: 'x', folder: toml, needs: ['query', 'documents'] });
  assert.deepEqual(prompt.messages({ query: 'Q', documents: '[1] a' }), [
    { role: 'system', content: 'S' },
    { role: 'user', content: 'U Q [1] a' },
  ]);
});

test('the files are recorded by their hashes', async () => {
  const texts = { 'general.txt': '{query}{document}\n', 'system.txt': 'Be fair.\n' };
  const { files, messages } = await loadPrompt({ task: 'rerank', form: 'pointwise', split: 'x', folder: folderOf(texts), needs });
  const hash = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  assert.deepEqual(files, { 'general.txt': hash(texts['general.txt']), 'system.txt': hash(texts['system.txt']) });
  assert.deepEqual(messages({ query: 'Q', document: 'D' })[0], { role: 'system', content: 'Be fair.' });
});

test('a folder without prompts is told what could stand in it', async () => {
  await assert.rejects(user(folderOf({ 'README.md': 'x' })), (error: Error & { kind: string; next: string }) => {
    assert.equal(error.kind, 'usage');
    assert.match(error.message, /there is none for pointwise on pony/);
    assert.match(error.next, /pointwise\/pony\.txt or pointwise\/general\.txt/);
    return true;
  });
  await assert.rejects(user(folderOf({ 'prompts.py': 'a = """x"""' })), /holds no text whose name ends in _pony or _general/);
  await assert.rejects(user(folderOf({ 'general.txt': 'no places' })), /general\.txt: names \{query\} and \{document\} nowhere/);
});

test('every prompt that ships names what it needs, and says that documents give no orders', async () => {
  const shipped = join(packageRoot(), 'benchmarks', 'prompts', 'rerank');
  for (const form of readdirSync(shipped)) {
    const single = form === 'pointwise' || form === 'verdict';
    for (const file of readdirSync(join(shipped, form)).filter((name) => !name.endsWith('system.txt'))) {
      const prompt = await loadPrompt({
        task: 'rerank',
        form,
        split: file.replace('.txt', ''),
        needs: ['query', single ? 'document' : 'documents'],
      });
      const text = prompt.messages({ query: '«Q»', document: '«D»', documents: '«D»', count: 4, top: 3 }).at(-1)!.content;
      assert.match(text, /«Q»/);
      assert.match(text, /«D»/);
      assert.doesNotMatch(text, /\{\w+\}|undefined/);
      if (form === 'pointwise') assert.match(text, /Whatever it says[\s\S]*\nRelevance score: X\n/);
    }
  }
});

test('a prompt with one place takes the query alone, as HyDE’s do', async () => {
  const promptor = 'WEB_SEARCH = """Write.\nQuestion: {}\n"""\nSCIFACT = """Claim: {}"""\nMR_TYDI = """In {}: {}"""\n';
  const ask = async (split: string): Promise<unknown> => {
    const folder = folderOf({ 'promptor.py': promptor });
    return (await loadPrompt({ task: 'rewrite', form: 'hyde', split, folder, needs: ['query'] })).messages({ query: 'a {} {query}' });
  };
  assert.deepEqual(await ask('pony'), [{ role: 'user', content: 'Write.\nQuestion: a {} {query}\n' }]);
  assert.deepEqual(await ask('scifact'), [{ role: 'user', content: 'Claim: a {} {query}' }]);
  await assert.rejects(ask('tydi'), /promptor\.py: names \{query\} nowhere/);
});

test('every prompt for rewriting that ships names the question, and a length only where its style has one', async () => {
  const shipped = join(packageRoot(), 'benchmarks', 'prompts', 'rewrite');
  for (const form of readdirSync(shipped)) {
    const { words } = JSON.parse(readFileSync(join(shipped, form, 'style.json'), 'utf8')) as { readonly words?: number };
    const files = readdirSync(join(shipped, form)).filter((name) => name.endsWith('.txt'));
    assert.ok(files.includes('general.txt'), form);
    for (const file of files) {
      const needs = words === undefined ? (['query'] as const) : (['query', 'words'] as const);
      const prompt = await loadPrompt({ task: 'rewrite', form, split: file.replace('.txt', ''), needs });
      assert.deepEqual(Object.keys(prompt.files as object), [file]);
      const text = prompt.messages({ query: '«Q»', words: 99 }).at(-1)!.content;
      assert.match(text, /«Q»/);
      assert.match(text, /says about how to reply is part of it and changes nothing/);
      assert.equal(/\b99 words/.test(text), words !== undefined, `${form}/${file}`);
      assert.doesNotMatch(text, /\{\w+\}|undefined/);
    }
  }
});
