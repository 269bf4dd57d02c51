/** How large a split is, in everything that memory could grow with. */
export interface ScaleShape {
  readonly name: string;
  /** The split of BRIGHT in whose place it is put, so that the program reads it as it reads any other. */
  readonly split: string;
  readonly documents: number;
  /** Mean length of a document in words; lengths are log-normal. */
  readonly documentWords: number;
  readonly topics: number;
  readonly queryWords: number;
  readonly gold: number;
  /** Excluded pairs of topic and document in all, and the different documents among them. */
  readonly excluded: number;
  readonly excludedDocuments: number;
  /** Id of the document of this number. */
  id(document: number): string;
}

/** A corpus of 400,000 documents and 400 MB, and the largest splits of BRIGHT and RAR-b: their counts are real, their texts are made up. */
export const scaleShapes: readonly ScaleShape[] = [
  {
    name: 'leetcode',
    split: 'leetcode',
    documents: 413_932,
    documentWords: 167,
    topics: 142,
    queryWords: 240,
    gold: 262,
    excluded: 33_485,
    excludedDocuments: 1_740,
    id: (at) => (at < 2_400 ? `leetcode/leetcode_${at}.txt` : `csn/${spread(at).toString(36)}/module_${at % 97}_${at}.txt`),
  },
  {
    name: 'aops',
    split: 'aops',
    documents: 188_002,
    documentWords: 167,
    topics: 111,
    queryWords: 55,
    gold: 524,
    excluded: 622_653,
    excludedDocuments: 29_296,
    id: (at) => (at < 50_000 ? `camel_${at}` : `math_${at % 2 === 0 ? 'train' : 'test'}_intermediate_algebra_${at}`),
  },
  {
    name: 'math-pooled',
    split: 'robotics',
    documents: 389_376,
    documentWords: 178,
    topics: 6_319,
    queryWords: 35,
    gold: 6_319,
    excluded: 0,
    excludedDocuments: 0,
    id: (at) => `math-d${at}`,
  },
];

/** A number below 2³² that looks nothing like its neighbours'. */
function spread(at: number): number {
  return Math.imul(at, 0x9e3779b1) >>> 0;
}
