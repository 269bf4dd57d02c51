import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageHeader } from 'hyparquet/src/types.js';
import { checkPage } from '../../src/collection/parquet-page-check.ts';

const flat = { repetition: 0, definition: 1 };

/** A page of the first version: one run of definition levels, then these bytes. */
function page(
  values: number,
  encoding: string,
  run: readonly number[],
  rest: readonly number[],
): { header: PageHeader; bytes: Uint8Array } {
  const header = { type: 'DATA_PAGE', data_page_header: { num_values: values, encoding } } as PageHeader;
  return { header, bytes: Uint8Array.of(run.length, 0, 0, 0, ...run, ...rest) };
}

const dictionary = (rest: readonly number[], values = 8): ReturnType<typeof page> => page(values, 'RLE_DICTIONARY', [2 * values, 1], rest);

test('pages that hold what they claim are sound', () => {
  checkPage(page(8, 'PLAIN', [16, 1], []), flat);
  checkPage(page(8, 'PLAIN', [3, 0xff], []), flat);
  checkPage(dictionary([2, 16, 1]), flat);
  checkPage(dictionary([2, 3, 0, 0]), flat);
  checkPage(dictionary([0]), flat);
  // Absent values have no place among the values: the runs may end before the count of the page.
  checkPage(dictionary([2, 4, 1]), flat);
  checkPage(page(300, 'DELTA_LENGTH_BYTE_ARRAY', [0xd8, 4, 1], [128, 1, 4, 0xac, 2, 0, 0, 0, 0, 0, 0]), flat);
});

test('what no page can hold is refused before anything is decoded', () => {
  const cases: [ReturnType<typeof page>, RegExp][] = [
    [page(8, 'PLAIN', [0xfe, 0xff, 0xff, 0xff, 7, 1], []), /a run claims 1073741823 of 8 values/],
    [page(8, 'PLAIN', [0xff, 0xff, 0xff, 0xff, 0xf, 1], []), /claims 4294967295 of something/],
    [page(8, 'PLAIN', [18, 1], []), /a run claims 9 of 8 values/],
    [page(8, 'PLAIN', [0xff, 0xff, 0xff, 0xff, 7, 1], []), /a run claims 8589934584 of 8 values/],
    [page(8, 'PLAIN', [0x80, 0x80], []), /breaks off within a number|a run claims/],
    [page(2 ** 27, 'PLAIN', [16, 1], []), /a page claims 134217728 values/],
    [page(8, 'RLE', [16, 1], []), /a page's encoding is RLE/],
    [dictionary([33, 16, 1]), /values of 33 bits/],
    [dictionary([2, 0xfe, 0xff, 0xff, 0xff, 7, 1]), /a run claims 1073741823 of 8/],
    [page(8, 'DELTA_BINARY_PACKED', [16, 1], [0, 4, 8, 0]), /in blocks of 0 in 4 parts/],
    [page(8, 'DELTA_BINARY_PACKED', [16, 1], [128, 1, 0, 8, 0]), /in blocks of 128 in 0 parts/],
    [page(8, 'DELTA_BYTE_ARRAY', [16, 1], [128, 1, 4, 1, 0, 128, 1, 0, 1, 0]), /in blocks of 128 in 0 parts/],
    [page(8, 'DELTA_BINARY_PACKED', [16, 1], [128, 1, 4, 9, 0]), /claim 9 of 8 values/],
  ];
  for (const [claimed, message] of cases) assert.throws(() => checkPage(claimed, flat), message);
  const long = page(8, 'PLAIN', [16, 1], []);
  long.bytes[0] = 200;
  assert.throws(() => checkPage(long, flat), /levels claim 200 of 6 bytes/);
});

test('dictionaries and pages of the second version are held against their bytes', () => {
  const entries = (count: number) => ({ type: 'DICTIONARY_PAGE', dictionary_page_header: { num_values: count } }) as PageHeader;
  checkPage({ header: entries(2), bytes: new Uint8Array(8) }, flat);
  assert.throws(() => checkPage({ header: entries(3), bytes: new Uint8Array(8) }, flat), /claims 3 values in 8 bytes/);
  assert.throws(() => checkPage({ header: entries(-1), bytes: new Uint8Array(8) }, flat), /claims -1 values/);

  const second = (nulls: number, defining: number) =>
    ({
      type: 'DATA_PAGE_V2',
      data_page_header_v2: {
        num_values: 8,
        num_nulls: nulls,
        num_rows: 8,
        encoding: 'PLAIN',
        definition_levels_byte_length: defining,
        repetition_levels_byte_length: 0,
      },
    }) as PageHeader;
  const bytes = Uint8Array.of(16, 1, 0, 0);
  checkPage({ header: second(0, 2), bytes }, flat);
  for (const [nulls, defining] of [
    [-1, 2],
    [9, 2],
    [0, 5],
    [0, -1],
  ] as const) {
    assert.throws(() => checkPage({ header: second(nulls, defining), bytes }, flat), /a page of 4 bytes claims/);
  }
});
