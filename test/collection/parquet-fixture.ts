import type { SchemaElement } from 'hyparquet';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';

export interface FixtureOptions {
  readonly rowGroupSize?: number;
  /** Bytes. */
  readonly pageSize?: number;
  readonly codec?: 'SNAPPY' | 'UNCOMPRESSED';
}

/** A column of a fixture: texts, lists of texts, or lists of whole numbers; null where a value is absent. */
export type FixtureColumn = readonly (string | null)[] | readonly (readonly string[])[] | readonly (readonly number[])[];

/** A Parquet file of these columns, as pyarrow would write it: optional UTF-8 texts, three-level lists. */
export function parquetFixture(columns: Readonly<Record<string, FixtureColumn>>, options: FixtureOptions = {}): Buffer {
  const schema: SchemaElement[] = [{ name: 'schema', num_children: Object.keys(columns).length }];
  const columnData: ColumnSource[] = [];
  for (const [name, data] of Object.entries(columns)) {
    const list = data.find((value) => Array.isArray(value));
    const numbers = list !== undefined && data.some((value) => Array.isArray(value) && typeof value[0] === 'number');
    const leaf: Omit<SchemaElement, 'name'> = numbers
      ? { type: 'INT32', repetition_type: 'OPTIONAL' }
      : { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' };
    if (list === undefined) schema.push({ name, ...leaf });
    else {
      schema.push({ name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 });
      schema.push({ name: 'list', repetition_type: 'REPEATED', num_children: 1 }, { name: 'element', ...leaf });
    }
    columnData.push({ name, data: [...data] });
  }
  return Buffer.from(parquetWriteBuffer({ columnData, schema, ...options }));
}
