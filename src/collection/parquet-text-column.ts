import type { RowGroup } from 'hyparquet';
import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import type { ColumnDecoder, DataReader, DecodedArray } from 'hyparquet/src/types.js';
import { compressors } from 'hyparquet-compressors';
import type { ParquetFile } from './parquet-file.ts';

/** Walks through the texts of one column in one group of rows. */
export interface TextColumn {
  /** Whether the next text can be had without reading from the file. */
  ready(): boolean;
  /** The next text's bytes, null where there is none. Only when `ready()`. */
  take(): Uint8Array | null;
  /** The next text's bytes, from the file if need be. @throws Error when the file holds fewer texts than its footer says. */
  next(): Promise<Uint8Array | null>;
}

/** What is read at once: some pages, as most writers begin a new one after a megabyte. */
const windowBytes = 1 << 22;

/** Sizes are signed 32-bit numbers; one that is near their end is damage, and must not be believed to the point of making room for it. */
const largestPage = 1 << 30;

/**
 * Opens a column of texts. Pages are read and unpacked one after the other, each only when the one before it is used up: hyparquet's own reader takes
 * in the whole column of a group of rows.
 */
export function openTextColumn(file: ParquetFile, group: RowGroup, name: string): TextColumn {
  const decoder = decoderOf(file, group, name);
  const pages = pagesOf(file, group, decoder);
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

/** The values of a column's pages, as bytes that lie in the page, in order. */
async function* pagesOf({ bytes }: ParquetFile, group: RowGroup, decoder: ColumnDecoder): AsyncGenerator<DecodedArray, void> {
  const { start, end } = rangeOf(group, decoder);
  let reader: DataReader = { view: new DataView(new ArrayBuffer(0)), offset: 0 };
  let origin = start;
  const fill = async (needed: number): Promise<void> => {
    const from = origin + reader.offset;
    const buffer = await bytes.slice(from, Math.min(end, from + Math.max(needed, windowBytes)));
    reader = { view: new DataView(buffer), offset: 0 };
    origin = from;
  };
  let left = Number(group.num_rows);
  let dictionary: DecodedArray | undefined;
  while (origin + reader.offset < end) {
    const header = await readHeader();
    if (header.compressed_page_size > reader.view.byteLength - reader.offset) await fill(header.compressed_page_size);
    if (header.compressed_page_size > reader.view.byteLength - reader.offset)
      throw new Error(`a page ends behind byte ${end}, the end of its column`);
    if (header.type === 'INDEX_PAGE') {
      reader.offset += header.compressed_page_size;
      continue;
    }
    const values = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
    if (values > left || header.uncompressed_page_size > largestPage) {
      throw new Error(`a page claims ${values} values in ${header.uncompressed_page_size} bytes, with ${left} rows to come`);
    }
    left -= values;
    const { data = [] } = readPage(reader, header, decoder, dictionary, undefined, 0);
    if (header.type === 'DICTIONARY_PAGE') dictionary = data;
    else yield data;
  }

  /** Headers have no stated length: one that runs over the end of what was read is read again with more. */
  async function readHeader(): Promise<ReturnType<typeof parquetHeader>> {
    for (;;) {
      const { offset, view } = reader;
      try {
        return parquetHeader(reader);
      } catch (error) {
        reader.offset = offset;
        if (origin + view.byteLength >= end) throw error;
        await fill(2 * (view.byteLength - offset));
      }
    }
  }
}

function decoderOf({ schema }: ParquetFile, group: RowGroup, name: string): ColumnDecoder {
  const column = schema.children.find(({ element }) => element.name === name);
  const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema.join('.') === name);
  if (column === undefined || chunk?.meta_data === undefined) throw new Error(`${name}: a group of rows lacks this column`);
  return {
    pathInSchema: [name],
    element: column.element,
    schemaPath: [schema, column],
    ...chunk.meta_data,
    compressors,
    utf8: false,
    parsers: { ...asTheyAre, stringFromBytes: (bytes: Uint8Array) => bytes },
  };
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

/** Some writers state a dictionary that lies behind the data: then there is none before it. */
function rangeOf(group: RowGroup, { pathInSchema }: ColumnDecoder): { readonly start: number; readonly end: number } {
  const meta = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === pathInSchema[0])?.meta_data;
  if (meta === undefined) throw new Error(`${pathInSchema[0]}: a group of rows lacks this column`);
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = meta;
  const start = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  return { start, end: start + Number(size) };
}
