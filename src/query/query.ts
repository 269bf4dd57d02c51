/** The text that is sent for a topic, and what the retriever must leave out for it. */
export interface Query {
  /** Topic id. */
  readonly topic: string;
  /** May be empty: nothing matches then. */
  readonly text: string;
  /** Ids of documents that may not be returned for this topic. */
  readonly excluded: ReadonlySet<string>;
  /** Where the topic has candidates of its own, as in multiple choice: only these may be returned. */
  readonly candidates?: ReadonlySet<string> | undefined;
}
