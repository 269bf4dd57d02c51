import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { packageRoot } from '../../src/support/package-root.ts';

// Reads the files directly, without the loader, so that a mistake in one can't hide a mistake in the other.

const folder = join(packageRoot(), 'benchmarks', 'mini');
const splits = ['household', 'proofs', 'scripting'] as const;

interface Document {
  readonly id: string;
  readonly content: string;
}

interface Example {
  readonly query: string;
  readonly reasoning: string;
  readonly id: string;
  readonly excluded_ids: readonly string[];
  readonly gold_ids_long: readonly string[];
  readonly gold_ids: readonly string[];
  readonly gold_relevance?: readonly number[];
  readonly gold_answer: string;
}

interface Counts {
  readonly documents: number;
  readonly topics: number;
  readonly judgments: number;
  readonly excluded: number;
  readonly longDocuments?: number;
  readonly longJudgments?: number;
}

interface Split {
  readonly name: string;
  readonly documents: readonly Document[];
  readonly pages: readonly Document[];
  readonly examples: readonly Example[];
  readonly worked: readonly Example[];
  readonly contents: ReadonlyMap<string, string>;
}

const definition = JSON.parse(readFileSync(join(folder, 'benchmark.json'), 'utf8')) as {
  readonly splits: readonly { readonly id: string; readonly longDocuments: boolean }[];
  readonly versions: readonly { readonly name: string; readonly counts: Readonly<Record<string, Counts>> }[];
};

const all: readonly Split[] = splits.map((name) => {
  const documents = readLines<Document>(`documents/${name}.jsonl`);
  return {
    name,
    documents,
    pages: name === 'household' ? readLines<Document>(`long_documents/${name}.jsonl`) : [],
    examples: readLines<Example>(`examples/${name}.jsonl`),
    worked: readLines<Example>(`worked_reason/${name}.jsonl`),
    contents: new Map(documents.map(({ id, content }) => [id, content])),
  };
});

const [household, proofs, scripting] = all as readonly [Split, Split, Split];

for (const split of all) {
  const { name, documents, pages, examples, worked, contents } = split;

  describe(`mini ${name}`, () => {
    test('has enough documents and topics, each under an id of its own', () => {
      assert.ok(documents.length >= 60, `${documents.length} documents`);
      assert.ok(examples.length >= 10, `${examples.length} topics`);
      for (const ids of [documents, pages, examples].map((rows) => rows.map(({ id }) => id))) assertDistinct(ids);
    });

    test('rows have exactly the fields of their file, with values of the right kind', () => {
      for (const row of [...documents, ...pages]) {
        assert.deepEqual(Object.keys(row), ['id', 'content']);
        assert.equal(typeof row.id, 'string');
        assert.equal(typeof row.content, 'string');
      }
      for (const row of [...examples, ...worked]) {
        const fields = ['query', 'reasoning', 'id', 'excluded_ids', 'gold_ids_long', 'gold_ids', 'gold_answer'];
        assert.deepEqual(
          Object.keys(row)
            .filter((field) => field !== 'gold_relevance')
            .sort(),
          fields.sort(),
        );
        for (const text of [row.query, row.reasoning, row.id, row.gold_answer])
          assert.ok(text.trim().length > 0, `${row.id}: an empty field`);
        assert.ok(row.gold_ids.length > 0, row.id);
        assert.ok(row.gold_ids_long.length > 0, row.id);
      }
    });

    test('every gold id exists and none is excluded', () => {
      const pageIds = new Set(pages.map(({ id }) => id));
      for (const { id, gold_ids, gold_ids_long, excluded_ids } of examples) {
        for (const gold of gold_ids) {
          assert.ok(contents.has(gold), `${id}: ${gold} is not in the corpus`);
          assert.notEqual(contents.get(gold), '', `${id}: ${gold} is empty`);
          assert.ok(!excluded_ids.includes(gold), `${id}: ${gold} is excluded`);
        }
        for (const gold of meant(gold_ids_long)) assert.ok(pageIds.has(gold), `${id}: ${gold} is no long document`);
      }
    });

    test('"N/A" stands alone', () => {
      for (const { id, gold_ids_long, excluded_ids } of examples) {
        for (const list of [gold_ids_long, excluded_ids]) assert.ok(!list.includes('N/A') || list.length === 1, id);
      }
    });

    test('worked queries differ from the examples in nothing but the query', () => {
      assert.deepEqual(
        worked.map((row) => ({ ...row, query: '' })),
        examples.map((row) => ({ ...row, query: '' })),
      );
      worked.forEach(({ id, query }, at) => {
        assert.notEqual(query, examples[at]?.query, id);
        const words = wordCount(query);
        assert.ok(words >= 40 && words <= 150, `${id}: ${words} words`);
      });
    });

    test('counts are those of benchmark.json', () => {
      const measured: Counts = {
        documents: documents.length,
        topics: examples.length,
        judgments: sum(examples.map(({ gold_ids }) => new Set(gold_ids).size)),
        excluded: sum(examples.map(({ excluded_ids }) => new Set(meant(excluded_ids)).size)),
        ...(pages.length === 0
          ? {}
          : { longDocuments: pages.length, longJudgments: sum(examples.map(({ gold_ids_long }) => new Set(meant(gold_ids_long)).size)) }),
      };
      assert.deepEqual(definition.versions.find((version) => version.name === '1')?.counts[name], measured);
      assert.equal(definition.splits.find(({ id }) => id === name)?.longDocuments, pages.length > 0);
    });

    test('topics share few words with the documents that answer them', () => {
      const shares = examples.map(({ query, gold_ids }) => sharedWords(query, gold_ids.map((id) => contents.get(id) ?? '').join(' ')));
      const mean = sum(shares) / shares.length;
      assert.ok(mean < 0.2, `on average ${(100 * mean).toFixed(1)} % of a topic's content words occur in its gold documents`);
    });

    test('most topics have a distractor: a document that shares more of their words than any answer does, and answers nothing', () => {
      const distracted = examples.filter(({ query, gold_ids, excluded_ids }) => {
        const share = (id: string): number => sharedWords(query, contents.get(id) ?? '');
        const best = Math.max(...gold_ids.map(share));
        return documents.some(({ id }) => !gold_ids.includes(id) && !excluded_ids.includes(id) && share(id) > best);
      });
      assert.ok(distracted.length >= 0.75 * examples.length, `${distracted.length} of ${examples.length} topics`);
    });

    test('worked queries share more words with the answers than the topics do', () => {
      const gold = examples.map(({ gold_ids }) => gold_ids.map((id) => contents.get(id) ?? '').join(' '));
      const better = examples.filter(
        ({ query }, at) => sharedWords(worked[at]?.query ?? '', gold[at] ?? '') > sharedWords(query, gold[at] ?? ''),
      );
      assert.ok(better.length >= 0.8 * examples.length, `${better.length} of ${examples.length} topics`);
    });
  });
}

describe('mini household', () => {
  test('a page is its passages in order, and each passage belongs to a page', () => {
    const passages = new Map<string, string[]>();
    for (const { id, content } of household.documents) passages.set(pageOf(id), [...(passages.get(pageOf(id)) ?? []), content]);
    assert.deepEqual(
      household.pages.map(({ id, content }) => [id, content]),
      [...passages].map(([id, contents]) => [id, contents.join('\n\n')]),
    );
    for (const { id } of household.documents) assert.match(id, /_[1-9]\.txt$/);
  });

  test('long gold ids are the pages of the gold passages', () => {
    for (const { id, gold_ids, gold_ids_long } of household.examples)
      assert.deepEqual(gold_ids_long, [...new Set(gold_ids.map(pageOf))], id);
  });

  test('judgments are graded, and each topic has a passage with the mechanism itself', () => {
    for (const { id, gold_ids, gold_relevance = [] } of household.examples) {
      assert.equal(gold_relevance.length, gold_ids.length, id);
      for (const relevance of gold_relevance) assert.ok(relevance === 1 || relevance === 2, id);
      assert.ok(gold_relevance.includes(2), id);
    }
    assert.ok(household.examples.some(({ gold_relevance }) => gold_relevance?.includes(1)));
  });

  test('topics and passages keep to their lengths', () => {
    for (const { id, query } of household.examples)
      assert.ok(wordCount(query) >= 100 && wordCount(query) <= 250, `${id}: ${wordCount(query)} words`);
    for (const { id, content } of household.documents)
      assert.ok(wordCount(content) >= 50 && wordCount(content) <= 150, `${id}: ${wordCount(content)} words`);
  });
});

describe('mini proofs and scripting', () => {
  test('judgments are binary and about no long documents', () => {
    for (const { id, gold_relevance, gold_ids_long } of [...proofs.examples, ...scripting.examples]) {
      assert.equal(gold_relevance, undefined, id);
      assert.deepEqual(gold_ids_long, ['N/A'], id);
    }
  });

  test('a task in Quern needs three to six sections', () => {
    for (const { id, gold_ids } of scripting.examples) assert.ok(gold_ids.length >= 3 && gold_ids.length <= 6, `${id}: ${gold_ids.length}`);
  });
});

describe('mini holds its traps', () => {
  const documents = all.flatMap((split) => split.documents);

  test('an empty document', () => {
    assert.deepEqual(
      idsWhere(scripting, ({ content }) => content === ''),
      ['quern/reserved/hatch.md'],
    );
  });

  test('identical texts under two ids: one pair that answers nothing, one of which half is judged', () => {
    const groups = (split: Split): string[][] => {
      const byContent = new Map<string, string[]>();
      for (const { id, content } of split.documents) byContent.set(content, [...(byContent.get(content) ?? []), id]);
      return [...byContent.values()].filter(({ length }) => length > 1);
    };
    assert.deepEqual(groups(household), [['home care/mirrors_3.txt', 'drinks/beer and bottles_3.txt']]);
    assert.deepEqual(groups(proofs), [['solved/fifteen_telephones.txt', 'solved/fifteen_telephones_reprint.txt']]);
    const judged = new Set([...household.examples, ...proofs.examples].flatMap(({ gold_ids }) => gold_ids));
    assert.deepEqual(
      [...groups(household), ...groups(proofs)].map((ids) => ids.map((id) => judged.has(id))),
      [
        [false, false],
        [true, false],
      ],
    );
  });

  test('a gold id given twice', () => {
    const repeated = proofs.examples.filter(({ gold_ids }) => new Set(gold_ids).size < gold_ids.length).map(({ id }) => id);
    assert.deepEqual(repeated, ['proofs/13']);
  });

  test('near-copies that are excluded and in the corpus, and excluded ids that are not', () => {
    const excluded = proofs.examples.flatMap(({ excluded_ids }) => excluded_ids);
    assert.ok(excluded.filter((id) => proofs.contents.has(id)).length >= 15);
    assert.ok(excluded.filter((id) => !proofs.contents.has(id)).length >= 10);
    assert.deepEqual(proofs.examples.find(({ id }) => id === 'proofs/11')?.excluded_ids, ['solved/repunits_withdrawn.txt']);
    assert.ok(!proofs.contents.has('solved/repunits_withdrawn.txt'));
  });

  test('both spellings of "nothing is excluded"', () => {
    for (const { id, excluded_ids } of household.examples) assert.deepEqual(excluded_ids, ['N/A'], id);
    const spellings = new Set(scripting.examples.map(({ excluded_ids }) => JSON.stringify(excluded_ids)));
    assert.deepEqual([...spellings].sort(), ['["N/A"]', '[]']);
  });

  test('ids with spaces, with letters outside ASCII, and with both, among the gold ones', () => {
    const gold = household.examples.flatMap(({ gold_ids }) => gold_ids);
    assert.ok(gold.some((id) => / /.test(id) && isAscii(id)));
    assert.ok(gold.some((id) => !/ /.test(id) && !isAscii(id)));
    assert.ok(gold.some((id) => / /.test(id) && !isAscii(id)));
    for (const { id } of documents) assert.equal(id, id.normalize('NFC'));
  });

  test('emoji, an emoji joined from several, and Chinese characters', () => {
    for (const pattern of [/\p{Extended_Pictographic}/u, /\u200d/u, /\p{Script=Han}/u])
      assert.ok(documents.some(({ content }) => pattern.test(content)));
  });

  test('a topic of more than 200 words and one of three', () => {
    assert.ok(wordCount(household.examples.find(({ id }) => id === '1')?.query ?? '') > 200);
    assert.equal(wordCount(scripting.examples.find(({ id }) => id === '2')?.query ?? ''), 3);
  });

  test('topic ids that occur in two splits', () => {
    const ids = new Set(household.examples.map(({ id }) => id));
    assert.ok(scripting.examples.some(({ id }) => ids.has(id)));
  });
});

test('mini stays small: under 250 KB in all', () => {
  const bytes = sum(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).size),
  );
  assert.ok(bytes < 250_000, `${bytes} bytes`);
});

/** A JSON Lines file: each line one object as JSON.stringify writes it, the last one ended too. */
function readLines<Row>(path: string): Row[] {
  const text = readFileSync(join(folder, path), 'utf8');
  assert.ok(text.endsWith('}\n'), `${path}: the last line has no end`);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line, at) => {
      const row = JSON.parse(line) as Row;
      assert.equal(JSON.stringify(row), line, `${path}:${at + 1}`);
      return row;
    });
}

/** Words that say little about what a text is about. */
const functionWords = new Set(
  `about after again also another because been before being both came come could does done down each ever every from give goes good have having here
  into itself just know last least less like made make many more most much must need never next nothing only other others over quite same
  should since some something somebody still such take than that their them then there these they thing things this those though three through
  until upon very want well were what when where whether which while whom whose will with without would write writing your yours`.split(
    /\s+/,
  ),
);

/** The different words of four letters or more that are no function words, in lower case. */
function contentWords(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) => !functionWords.has(word)));
}

/** The share of a query's content words that occur in a text: 0 to 1. */
function sharedWords(query: string, text: string): number {
  const wanted = contentWords(query);
  const there = contentWords(text);
  return wanted.size === 0 ? 0 : [...wanted].filter((word) => there.has(word)).length / wanted.size;
}

function meant(ids: readonly string[]): readonly string[] {
  return ids.filter((id) => id !== 'N/A');
}

function pageOf(passage: string): string {
  return passage.replace(/_\d+\.txt$/, '.txt');
}

function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

function idsWhere({ documents }: Split, holds: (document: Document) => boolean): string[] {
  return documents.filter(holds).map(({ id }) => id);
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is the whole of ASCII.
  return /^[\x00-\x7f]*$/.test(text);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function assertDistinct(ids: readonly string[]): void {
  assert.equal(new Set(ids).size, ids.length, `repeated: ${ids.filter((id, at) => ids.indexOf(id) !== at).join(', ')}`);
}
