import type { Measure } from '../evaluate/measure.ts';
import { groupBy } from '../support/group-by.ts';
import { thousands } from '../support/thousands.ts';
import type { TextTable } from './cells.ts';
import { noFigure, percent, whole } from './figures.ts';
import { escapeMarkdown, markdownTable } from './markdown.ts';
import type { ScoreRow } from './score-row.ts';
import { terminalTable } from './terminal.ts';

export interface RunScoresOptions {
  readonly format: 'table' | 'md';
  /** How the table of a benchmark and split is headed, and which measures it shows, in order. */
  readonly tableOf: (benchmark: string, split: string) => { readonly title: string; readonly measures: readonly Measure[] };
}

/**
 * Scores with runs down and measures across: a table per benchmark and split, in the order of their first row. Where there are rows for single
 * topics, they follow in a table of their own. Within a split, a run is known by its system's name.
 */
export function runScoresReport(rows: readonly ScoreRow[], { format, tableOf }: RunScoresOptions): string {
  const render = format === 'md' ? markdownTable : terminalTable;
  const places = groupBy(rows, ({ benchmark, split }) => JSON.stringify([benchmark, split]));
  const tables = [...places.values()].flatMap((cells) => {
    const { benchmark, split } = cells[0]!;
    const { title, measures } = tableOf(benchmark, split);
    const titled = (what: string, table: TextTable): string => {
      const text = `${title}: ${what}`;
      return `${format === 'md' ? `**${escapeMarkdown(text)}**\n\n` : `${text}\n`}${render(table)}`;
    };
    const topics = cells.filter(({ topic }) => topic !== undefined);
    return [
      titled(
        'percent',
        meansTable(
          cells.filter(({ topic }) => topic === undefined),
          measures,
        ),
      ),
      ...(topics.length > 0 ? [titled('percent, topic by topic', topicsTable(topics, measures))] : []),
    ];
  });
  return tables.join('\n');
}

function meansTable(rows: readonly ScoreRow[], measures: readonly Measure[]): TextTable {
  const runs = [...groupBy(rows, ({ system }) => system).values()];
  return {
    head: ['System', ...measures.map(({ name }) => name), 'Topics'],
    rows: runs.map((run) => [run[0]!.system, ...figures(run, measures), whole(run[0]!.topics)]),
  };
}

function topicsTable(rows: readonly ScoreRow[], measures: readonly Measure[]): TextTable {
  const byTopic = [...groupBy(rows, (row) => JSON.stringify([row.topic, row.system])).values()];
  return {
    head: ['System', 'Topic', ...measures.map(({ name }) => name)],
    align: ['left', 'left', ...measures.map(() => 'right' as const)],
    rows: byTopic.map((topic) => [topic[0]!.system, topic[0]!.topic!, ...figures(topic, measures)]),
  };
}

function figures(rows: readonly ScoreRow[], measures: readonly Measure[]): string[] {
  return measures.map(({ name, aggregation }) => {
    const value = rows.find(({ measure }) => measure === name)?.value;
    if (value === undefined) return noFigure;
    // What is summed up is an amount, not a share.
    return aggregation === 'sum' || aggregation === 'count' ? thousands(value, 3) : percent(value);
  });
}
