import type { RowGroup } from 'hyparquet';
import { readPage } from 'hyparquet/src/column.js';
import type { ColumnDecoder, DecodedArray } from 'hyparquet/src/types.js';
import type { ParquetFile } from './parquet-file.ts';
import { levelsOf } from './parquet-page-check.ts';
import { parquetPages } from './parquet-pages.ts';

/** Walks through the texts of one column in one group of rows. */
export interface TextColumn {
  /** Whether the next text can be had without reading from the file. */
  ready(): boolean;
  /** The next text's bytes, null where there is none. Only when `ready()`. */
  take(): Uint8Array | null;
  /** The next text's bytes, from the file if need be. @throws Error when the file holds fewer texts than its footer says. */
  next(): Promise<Uint8Array | null>;
}

/**
 * Opens a column of texts. Pages are read and unpacked one after the other, each only when the one before it is used up.
 */
export function openTextColumn(file: ParquetFile, group: RowGroup, name: string): TextColumn {
  const pages = textsOf(file, group, name);
  let page: DecodedArray = [];
  let at = 0;
  const take = (): Uint8Array | null => (page[at++] as Uint8Array | null | undefined) ?? null;
  return {
    ready: () => at < page.length,
    take,
    async next() {
      while (at >= page.length) {
        const { value, done } = await pages.next();
        if (done) throw new Error(`${name}: fewer values than the ${group.num_rows} rows that the footer counts`);
        page = value;
        at = 0;
      }
      return take();
    },
  };
}

/** The texts of a column's pages, as bytes that lie in the page, in order. */
async function* textsOf(file: ParquetFile, group: RowGroup, name: string): AsyncGenerator<DecodedArray, void> {
  const column = file.schema.children.find(({ element }) => element.name === name);
  const meta = group.columns.find(({ meta_data }) => meta_data?.path_in_schema.join('.') === name)?.meta_data;
  if (column === undefined || meta === undefined) throw new Error(`${name}: a group of rows lacks this column`);
  const decoder: ColumnDecoder = {
    ...meta,
    pathInSchema: [name],
    element: column.element,
    schemaPath: [file.schema, column],
    codec: 'UNCOMPRESSED',
    utf8: false,
    parsers: { ...asTheyAre, stringFromBytes: (bytes: Uint8Array) => bytes },
  };
  let dictionary: DecodedArray | undefined;
  for await (const { header, bytes } of parquetPages(file, meta, levelsOf(decoder.schemaPath))) {
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
    const { data = [] } = readPage(reader, header, decoder, dictionary, undefined, 0);
    if (header.type === 'DICTIONARY_PAGE') dictionary = data;
    else yield data;
  }
}

function unexpected(): never {
  throw new Error('a column of texts holds values of another type');
}

const asTheyAre: ColumnDecoder['parsers'] = {
  timestampFromMilliseconds: unexpected,
  timestampFromMicroseconds: unexpected,
  timestampFromNanoseconds: unexpected,
  dateFromDays: unexpected,
  jsonFromBytes: unexpected,
  geometryFromBytes: unexpected,
  geographyFromBytes: unexpected,
  uuidFromBytes: unexpected,
  stringFromBytes: unexpected,
};
