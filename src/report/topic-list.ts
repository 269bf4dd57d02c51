import { percent, points } from './figures.ts';
import { type PageOptions, pageStyle } from './page-style.ts';
import type { TopicDifference } from './topic-inspection.ts';

/** Topics with the largest differences, or the extreme values of one run. */
export function topicList(topics: readonly TopicDifference[], systems: readonly string[], options: PageOptions): string {
  if (topics.length === 0) return 'no topic differs in that direction\n';
  const style = pageStyle(options);
  const compared = systems.length === 2;
  const figures = [...systems, ...(compared ? ['Δ'] : [])];
  const table = {
    head: [...figures, 'Topic'],
    align: [...figures.map(() => 'right' as const), 'left' as const],
    rows: topics.map(({ topic, values, delta }) => [...values.map(percent), ...(delta === null ? [] : [points(delta)]), topic]),
  };
  return [
    style.heading(`${topics[0]!.measure}, percent${compared ? `: ${systems.join(' against ')}` : ''}`),
    style.withTexts(
      table,
      topics.map(({ query }) => query ?? ''),
      'beside',
    ),
  ].join('\n');
}
