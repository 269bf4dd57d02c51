import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GatheredTopic, gatherTopics, type TopicSource } from '../../src/fuse/gather-topics.ts';
import { type PackedRanking, packRanking } from '../../src/run/packed-ranking.ts';
import { ranking } from './rankings.ts';

/** Topics of one document each, with what has been read of them. */
function sourceOf(name: string, topicIds: readonly string[]): TopicSource & { readonly read: string[]; closed: number } {
  const source = {
    topicIds,
    read: [] as string[],
    closed: 0,
    packed: {
      async *[Symbol.asyncIterator](): AsyncGenerator<readonly [string, PackedRanking], void> {
        try {
          for (const topic of topicIds) {
            source.read.push(topic);
            yield [topic, packRanking(ranking([`${name}-${topic}`, 1]), topic)];
          }
        } finally {
          source.closed++;
        }
      },
    },
  };
  return source;
}

const shown = ({ topic, rankings }: GatheredTopic): string =>
  `${topic}: ${rankings.map((one) => (one === undefined ? '–' : one.bytes.toString('utf8', 0, one.bytes.length - 1))).join(' ')}`;

test('topics come in the order of the first run, then those of later ones', async () => {
  const gathered: string[] = [];
  for await (const topic of gatherTopics([sourceOf('a', ['1', '2', '4']), sourceOf('b', ['4', '3', '1']), sourceOf('c', ['5'])]))
    gathered.push(shown(topic));
  assert.deepEqual(gathered, ['1: a-1 b-1 –', '2: a-2 – –', '4: a-4 b-4 –', '3: – b-3 –', '5: – – c-5']);
});

test('of runs in the same order one topic is read at a time', async () => {
  const sources = [sourceOf('a', ['1', '2', '3']), sourceOf('b', ['1', '3'])];
  const seen: string[] = [];
  for await (const { topic } of gatherTopics(sources)) seen.push(`${topic}: ${sources.map(({ read }) => read.join('')).join(' ')}`);
  assert.deepEqual(seen, ['1: 1 1', '2: 12 1', '3: 123 13']);
});

test('readers are closed when the work stops early', async () => {
  const sources = [sourceOf('a', ['1', '2']), sourceOf('b', ['1', '2'])];
  for await (const _ of gatherTopics(sources)) break;
  assert.deepEqual(
    sources.map(({ closed }) => closed),
    [1, 1],
  );
});
