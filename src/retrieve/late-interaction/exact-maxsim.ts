import { groupSize, type MaxSimGraph, type Products } from './maxsim-graph.ts';
import { asColumns, type QueryTokens } from './query-tokens.ts';
import type { TokenWindow } from './token-windows.ts';

/** Rows that are multiplied at a time. */
const ROWS = 1 << 12;

/**
 * Scores documents of a window for a query: Σ over the query's tokens of the highest inner product with any of the document's vectors (Khattab and
 * Zaharia, arXiv:2004.12832, equation 3). Products and sums are in float64, from the first number to the last, so that a score depends on nothing
 * but the two texts' vectors. Only those products are computed so which come within the error of the highest approximate one.
 *
 * @param documents their numbers within the window.
 */
export async function exactMaxSim(
  graph: MaxSimGraph,
  window: TokenWindow,
  documents: Uint32Array,
  query: QueryTokens,
): Promise<Float64Array> {
  const { dimension } = query;
  const columns = asColumns([query]);
  const weights = Float64Array.from(query.vectors);
  const scores = new Float64Array(documents.length);
  const width = groupSize * dimension;
  for (let from = 0; from < documents.length; ) {
    let groups = groupsOf(window, documents[from]!);
    let end = from + 1;
    while (end < documents.length && (groups + groupsOf(window, documents[end]!)) * groupSize <= ROWS) {
      groups += groupsOf(window, documents[end++]!);
    }
    const rows = new Float32Array(groups * width);
    let group = 0;
    for (let at = from; at < end; at++) {
      const document = documents[at]!;
      rows.set(window.vectors.subarray(window.groups[document]! * width, window.groups[document + 1]! * width), group * width);
      group += groupsOf(window, document);
    }
    const products = await graph.products(rows, columns);
    group = 0;
    for (let at = from; at < end; at++) {
      scores[at] = sumOfHighest(products, rows, group, window.lengths[documents[at]!]!, query, weights);
      group += groupsOf(window, documents[at]!);
    }
    from = end;
  }
  return scores;
}

function groupsOf({ groups }: TokenWindow, document: number): number {
  return groups[document + 1]! - groups[document]!;
}

/** @param group the document's first one; `length` of the rows from there on are its vectors. */
function sumOfHighest(
  { highest, products }: Products,
  rows: Float32Array,
  group: number,
  length: number,
  { dimension, count, errors }: QueryTokens,
  weights: Float64Array,
): number {
  const groups = Math.ceil(length / groupSize);
  const floors = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let at = group * count, end = (group + groups) * count; at < end; at += count) {
    for (let token = 0; token < count; token++) floors[token] = Math.max(floors[token]!, highest[at + token]!);
  }
  for (let token = 0; token < count; token++) floors[token]! -= 2 * errors[token]!;
  const exact = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let own = 0; own < groups; own++) {
    const first = (group + own) * groupSize;
    const end = first + Math.min(groupSize, length - own * groupSize);
    for (let token = 0; token < count; token++) {
      if (highest[(group + own) * count + token]! < floors[token]!) continue;
      for (let row = first; row < end; row++) {
        if (products[row * count + token]! < floors[token]!) continue;
        let sum = 0;
        for (let i = 0; i < dimension; i++) sum += weights[token * dimension + i]! * rows[row * dimension + i]!;
        exact[token] = Math.max(exact[token]!, sum);
      }
    }
  }
  return exact.reduce((sum, product) => sum + product, 0);
}
