import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileWriter, parquetWriteRows } from 'hyparquet-writer';
import { parquetFixture } from '../collection/parquet-fixture.ts';
import type { ScaleShape } from './scale-shapes.ts';
import { madeUpWord, seededRandom, type TextMaker, textMaker } from './zipf-text.ts';

/** A made-up split that lies on disk. */
export interface ScaleCorpus {
  /** For HF_HOME: a cache of Hugging Face's, so that the program reads the split offline as one that was downloaded. */
  readonly home: string;
  /** Megabytes (10⁶) of UTF-8 in the documents. */
  readonly megabytes: number;
}

/** Makes a split of this shape below `folder`, unless it is there. Equal shapes give equal bytes. */
export async function scaleCorpus(shape: ScaleShape, folder: string): Promise<ScaleCorpus> {
  const home = join(folder, shape.name);
  const done = join(home, 'megabytes');
  if (!existsSync(done)) {
    rmSync(home, { recursive: true, force: true });
    const repository = join(home, 'hub', 'datasets--xlangai--BRIGHT');
    for (const part of ['blobs', 'refs']) mkdirSync(join(repository, part), { recursive: true });
    writeFileSync(join(repository, 'refs', 'main'), commit);
    const random = seededRandom(11);
    const maker = textMaker({ random, vocabulary: vocabulary(random), repeats: 0.3 });
    const file = join(home, 'new.parquet');

    const bytes = writeDocuments(shape, maker, file);
    await keep(repository, `documents/${shape.split}`, file);
    writeFileSync(file, parquetFixture(examples(shape, maker, random)));
    await keep(repository, `examples/${shape.split}`, file);
    writeFileSync(done, String(bytes / 1e6));
  }
  return { home, megabytes: Number(readFileSync(done, 'utf8')) };
}

/** Writes the documents as the datasets library would, a thousand rows a group. Returns the bytes of their texts. */
function writeDocuments(shape: ScaleShape, maker: TextMaker, file: string): number {
  let bytes = 0;
  function* rows(): Generator<{ id: string; content: string }> {
    for (let at = 0; at < shape.documents; at++) {
      const words = shape.documentWords * Math.exp(0.5 * maker.normal() - 0.125);
      const content = maker.text(Math.max(3, Math.round(words)));
      bytes += content.length;
      yield { id: shape.id(at), content };
    }
  }
  const optionalText = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' } as const;
  parquetWriteRows({
    writer: fileWriter(file),
    rows: rows(),
    columns: [{ name: 'id' }, { name: 'content', encoding: 'PLAIN' }],
    schema: [
      { name: 'schema', num_children: 2 },
      { name: 'id', ...optionalText },
      { name: 'content', ...optionalText },
    ],
    rowGroupSize: 1000,
  });
  return bytes;
}

/** Topics with their relevant and excluded documents: runs of neighbours, apart from each other. */
function examples(
  { documents, topics, queryWords, gold, excluded, excludedDocuments, id }: ScaleShape,
  { text }: TextMaker,
  random: () => number,
) {
  const share = (total: number, topic: number): number => Math.floor((total * (topic + 1)) / topics) - Math.floor((total * topic) / topics);
  const ids = (first: number, count: number): string[] => Array.from({ length: count }, (_, at) => id(first + at));
  const all = Array.from({ length: topics }, (_, topic) => topic);
  return {
    query: all.map(() => text(queryWords)),
    id: all.map(String),
    excluded_ids: all.map((topic) => {
      // Topics have very different numbers of them: of two neighbours one gets what the other lacks.
      const partner = topic ^ 1;
      const moved = partner < topics ? Math.floor(((excluded / topics) * ((topic >> 1) % 8)) / 12) : 0;
      const count = share(excluded, topic) + (topic < partner ? moved : -moved);
      return count === 0 ? ['N/A'] : ids(Math.floor(random() * (excludedDocuments - count)), count);
    }),
    gold_ids: all.map((topic) =>
      ids(excludedDocuments + Math.floor(random() * (documents - excludedDocuments - gold)), share(gold, topic)),
    ),
    gold_ids_long: all.map(() => ['N/A']),
  };
}

/** Puts a new file into the cache as a download would: under its hash, and linked by its name. */
async function keep(repository: string, name: string, file: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const blob = join(repository, 'blobs', hash.digest('hex'));
  renameSync(file, blob);
  const link = join(repository, 'snapshots', commit, `${name}-00000-of-00001.parquet`);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), blob), link);
}

const commit = '5ca1e'.repeat(8);

/** Two million words, the frequent ones short, so that a word has as many letters on average as in English. */
function vocabulary(random: () => number): string[] {
  const syllables = [...'bcdfghjklmnprstvwz'].flatMap((consonant) => [...'aeiouy'].map((vowel) => consonant + vowel));
  const count = (rank: number): number => (rank < 4_000 ? 2 : rank < 200_000 ? 3 : 4);
  return Array.from({ length: 2_000_000 }, (_, rank) => frequent[rank] ?? madeUpWord(random, count(rank), syllables));
}

/** As every English text has them: a third of its words, most of them stop words. */
const frequent = (
  'the of and to a in is that for it as was with be by on not he i this are or his from at which but have an had they you were their one all we can ' +
  'her has there been if more when will would who so no said its any what up out them then she into some other than about only such may time'
).split(' ');
