import { fileBytes } from '../support/file-bytes.ts';

/** How the rows of a file are written. */
export type RowFormat = 'parquet' | 'jsonl' | 'tsv' | 'trec-documents' | 'trec-topics' | 'choices';

/** By the name's ending, or, where that says nothing, by how the file begins: what is no other format is taken for text parted by tabs. */
export async function rowFormat(path: string): Promise<RowFormat> {
  if (/\.csv(?:\.gz)?$/i.test(path)) return 'choices';
  const ending = /\.(parquet|jsonl|tsv)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  if (ending !== undefined) return ending as 'parquet' | 'jsonl' | 'tsv';
  const start = (await beginning(path)).replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('PAR1')) return 'parquet';
  if (start.startsWith('{')) return 'jsonl';
  if (/^<doc\b/i.test(start)) return 'trec-documents';
  return /^<(?:\?xml|topics?\b|top\b)/i.test(start) ? 'trec-topics' : 'tsv';
}

async function beginning(path: string): Promise<string> {
  for await (const chunk of fileBytes(path)) return chunk.subarray(0, 1024).toString('utf8');
  return '';
}
