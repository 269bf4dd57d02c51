// LOAD
export type { Collection } from './collection/collection.ts';
export type { Corpus, Document } from './collection/corpus.ts';
export { countExcluded, type ExcludedIds } from './collection/excluded-ids.ts';
export { countJudgments, type Qrels } from './collection/qrels.ts';
export type { Source, SourceFile } from './collection/source.ts';
export type { Topic } from './collection/topic.ts';
// ENCODE
export type { EncodedBatch, EncodeOptions, Encoder, Side } from './encode/encoder.ts';
export { type EndpointEncoderOptions, endpointEncoder } from './encode/endpoint-encoder.ts';
export { type OnnxEncoderOptions, type OnnxEncoders, openOnnxEncoders } from './encode/onnx-encoder.ts';
export type { PairScorer, ScoredBatch, TextPair } from './encode/pair-scorer.ts';
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
// FUSE
export { type FuseOptions, fuse } from './fuse/fuse.ts';
export { findFusionMethod, fusionMethods } from './fuse/methods/registry.ts';
export { findMissingRule, missingRules } from './fuse/missing-rule.ts';
export { findNormalisation, normalisations } from './fuse/normalisations/registry.ts';
// RETRIEVE
export type { Query } from './query/query.ts';
// QUERY
export { formulate, type QueryForm } from './query/query-form.ts';
export { splitSteps } from './query/split-steps.ts';
// REPORT
export { type Column, type Comparison, type ComparisonRow, compareScores } from './report/comparison.ts';
export type { ScoreRow } from './report/score-row.ts';
// RERANK
export { createReranker, requestReranker, rerankerKinds } from './rerank/registry.ts';
export type { Reranker, RerankRequest } from './rerank/reranker.ts';
export { bm25 } from './retrieve/bm25/bm25.ts';
export { type Bm25Protocol, bm25Protocols } from './retrieve/bm25/protocol.ts';
export { type DenseOptions, dense } from './retrieve/dense/dense.ts';
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
