// LOAD
export type { Collection } from './collection/collection.ts';
export type { Corpus, Document } from './collection/corpus.ts';
export { countExcluded, type ExcludedIds } from './collection/excluded-ids.ts';
export { countJudgments, type Qrels } from './collection/qrels.ts';
export type { Source, SourceFile } from './collection/source.ts';
export type { Topic } from './collection/topic.ts';
// SUPPORT
export { BrightlineError, type ErrorKind, exitCodes } from './errors.ts';
// EVALUATE
export { brightMeasures } from './evaluate/bright-measures.ts';
export { evaluate } from './evaluate/evaluate.ts';
export type { Evaluation } from './evaluate/evaluation.ts';
export type { EvaluateOptions } from './evaluate/evaluator.ts';
export type { JudgedRanking } from './evaluate/judged-ranking.ts';
export type { Measure, MeasureFamily, MeasureParams } from './evaluate/measure.ts';
export { loadMeasurePlugins } from './evaluate/measure-plugin.ts';
export { parseMeasure, parseMeasures } from './evaluate/parse-measure.ts';
export { adjustPValues } from './evaluate/significance/adjust-p-values.ts';
export { comparePair, type PairComparison } from './evaluate/significance/compare-pair.ts';
// RETRIEVE
export type { Query } from './query/query.ts';
// REPORT
export { type Column, type Comparison, type ComparisonRow, compareScores } from './report/comparison.ts';
export type { ScoreRow } from './report/score-row.ts';
export { bm25 } from './retrieve/bm25/bm25.ts';
export { type Bm25Protocol, bm25Protocols } from './retrieve/bm25/protocol.ts';
export type { IndexOptions, Retriever, Searcher, SearchOptions } from './retrieve/retriever.ts';
// RUN
export type { Ranking } from './run/ranking.ts';
export { readRun } from './run/read-run.ts';
export type { Run } from './run/run.ts';
export { writeTrecRun } from './run/trec-run.ts';
export { type Progress, silent, type Task, type TaskOptions } from './support/progress.ts';
// TEXT
export { analyzeEnglish } from './text/analyze-english.ts';
export { createTermTable, type TermIds, type TermTable } from './text/term-table.ts';
