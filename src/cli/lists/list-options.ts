/** What lists can be told. */
export interface ListOptions {
  /** Folder of stored runs. */
  readonly out: string;
  /** Plug-ins whose measures are listed as well. */
  readonly plugins: readonly string[];
}
