import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDatasetCard } from '../../src/collection/dataset-card.ts';
import { fails } from './fails.ts';

const parse = (yaml: string): unknown => {
  const card = parseDatasetCard(`---\n${yaml}\n---\n# Title\n`, 'org/name: README.md');
  return Object.fromEntries([...card].map(([config, splits]) => [config, Object.fromEntries(splits)]));
};

test('data files are read in every form that the Hub knows', () => {
  const yaml = `
license: cc-by-4.0
configs:
- config_name: documents
  data_files:
  - split: biology
    path: documents/biology-*
  - split: pony
    path: [documents/pony-a.parquet, "documents/pony-b.parquet"]
- config_name: plain
  data_files: data/*.parquet
- config_name: list
  data_files: [a.jsonl, b.jsonl]
- data_files:
  - split: test
    path: test.jsonl
- config_name: empty
`;
  assert.deepEqual(parse(yaml), {
    documents: { biology: ['documents/biology-*'], pony: ['documents/pony-a.parquet', 'documents/pony-b.parquet'] },
    plain: { train: ['data/*.parquet'] },
    list: { train: ['a.jsonl', 'b.jsonl'] },
    default: { test: ['test.jsonl'] },
    empty: {},
  });
});

test('a split that stands twice has the files of both', () => {
  assert.deepEqual(parse('configs:\n- config_name: c\n  data_files:\n  - {split: s, path: a}\n  - {split: s, path: b}'), {
    c: { s: ['a', 'b'] },
  });
});

test('a card without YAML, without configs, or with nothing in it has none', () => {
  for (const text of ['', '# Title', '---\n---\n', '---\nlicense: mit\n---\n', '---\r\nlicense: mit\r\n---\r\n']) {
    assert.equal(parseDatasetCard(text, 'card').size, 0, JSON.stringify(text));
  }
});

test('a byte order mark and Windows line breaks are no fault', () => {
  const text = '\uFEFF---\r\nconfigs:\r\n- config_name: c\r\n  data_files: a\r\n---\r\n';
  assert.deepEqual([...parseDatasetCard(text, 'card').keys()], ['c']);
});

test('YAML that is wrong is named with card and field', async () => {
  await fails(() => parse('configs: ['), 'data', /org\/name: README\.md: the YAML/);
  await fails(() => parse('configs: documents'), 'data', /README\.md: configs: /);
  await fails(() => parse('configs:\n- config_name: c\n  data_files:\n  - split: s'), 'data', /configs\[0\]\.data_files/);
});
