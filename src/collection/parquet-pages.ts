import type { ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import type { DataReader, PageHeader } from 'hyparquet/src/types.js';
import { compressors } from 'hyparquet-compressors';
import type { ParquetFile } from './parquet-file.ts';
import { checkPage, type PageLevels } from './parquet-page-check.ts';

/** A page that is unpacked and found sound; `header` says so, as if it had never been packed. */
export interface ParquetPage {
  readonly header: PageHeader;
  readonly bytes: Uint8Array;
}

/** What is read at once: some pages, as most writers begin a new one after a megabyte. */
const windowBytes = 1 << 22;

/** Sizes are signed 32-bit numbers; one that is near their end is damage, and must not be believed to the point of making room for it. */
const largestPage = 1 << 30;

/**
 * The pages of one column in one group of rows, each read and unpacked only when it is asked for: hyparquet's own reader takes in the whole column.
 *
 * @throws Error where what a page says of itself can't be true.
 */
export async function* parquetPages(file: ParquetFile, column: ColumnMetaData, levels: PageLevels): AsyncGenerator<ParquetPage, void> {
  const { start, end } = rangeOf(column, file.bytes.byteLength);
  let reader: DataReader = { view: new DataView(new ArrayBuffer(0)), offset: 0 };
  let origin = start;
  const fill = async (needed: number): Promise<void> => {
    const from = origin + reader.offset;
    const buffer = await file.bytes.slice(from, Math.min(end, from + Math.max(needed, windowBytes)));
    reader = { view: new DataView(buffer), offset: 0 };
    origin = from;
  };
  let left = Number(column.num_values);
  while (origin + reader.offset < end) {
    const header = await readHeader();
    const { compressed_page_size: size } = header;
    if (!(size >= 0 && origin + reader.offset + size <= end)) throw new Error(`a page ends behind byte ${end}, the end of its column`);
    if (size > reader.view.byteLength - reader.offset) await fill(size);
    const packed = new Uint8Array(reader.view.buffer, reader.offset, size);
    reader.offset += size;
    if (header.type === 'INDEX_PAGE') continue;
    const values = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
    if (!(values >= 0 && values <= left && header.uncompressed_page_size >= 0 && header.uncompressed_page_size <= largestPage)) {
      throw new Error(`a page claims ${values} values in ${header.uncompressed_page_size} bytes, with ${left} values to come`);
    }
    left -= values;
    const page = unpack(header, packed, column);
    checkPage(page, levels);
    yield page;
  }

  /** Headers have no stated length: one that runs over the end of what was read is read again with more. */
  async function readHeader(): Promise<PageHeader> {
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

/** In pages of the second version the levels stand, unpacked, before the values. */
function unpack(header: PageHeader, packed: Uint8Array, { codec }: ColumnMetaData): ParquetPage {
  const second = header.data_page_header_v2;
  const size = header.uncompressed_page_size;
  if (second === undefined) return plain(header, decompressPage(packed, size, codec, compressors));
  const levels = second.repetition_levels_byte_length + second.definition_levels_byte_length;
  if (second.is_compressed === false) return plain(header, packed);
  if (!(levels >= 0 && levels <= packed.length && levels <= size))
    throw new Error(`a page of ${packed.length} bytes claims ${levels} for its levels`);
  const bytes = new Uint8Array(size);
  bytes.set(packed.subarray(0, levels));
  bytes.set(decompressPage(packed.subarray(levels), size - levels, codec, compressors), levels);
  return plain({ ...header, data_page_header_v2: { ...second, is_compressed: false } }, bytes);
}

function plain(header: PageHeader, bytes: Uint8Array): ParquetPage {
  return { header: { ...header, compressed_page_size: bytes.length, uncompressed_page_size: bytes.length }, bytes };
}

/** Some writers state a dictionary that lies behind the data: then there is none before it. */
function rangeOf(column: ColumnMetaData, fileSize: number): { readonly start: number; readonly end: number } {
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = column;
  const start = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  const end = start + Number(size);
  if (!(start >= 0 && start <= end && end <= fileSize)) throw new Error(`a column claims bytes ${start} to ${end} of ${fileSize}`);
  return { start, end };
}
