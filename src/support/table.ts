/**
 * What a column holds. `id`: text that tells things apart, never empty, free of zero characters and halves of surrogate pairs. `text`: any text.
 * `integer`: 32 bits with a sign. `number`: float64. No cell is ever null.
 */
export type ColumnKind = 'id' | 'text' | 'integer' | 'number';

/** What a table file says about itself. */
export interface TableHead {
  /** By name, in order. */
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** Where the table comes from: kept with the schema of the file. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Some rows that follow each other: the cells of each column, in the order of the head. */
export type TableRows = readonly (readonly string[] | ArrayLike<number>)[];

/** What was written. */
export interface WrittenTable {
  readonly rows: number;
  /** Cells of texts in which half a surrogate pair, which UTF-8 has no place for, became U+FFFD. */
  readonly repaired: number;
}
