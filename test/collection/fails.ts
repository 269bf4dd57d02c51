import assert from 'node:assert/strict';
import { BrightlineError, type ErrorKind } from '../../src/errors.ts';

/** Asserts that work fails with an error that a person can use: of this kind, with this message and next step. */
export async function fails(work: () => unknown, kind: ErrorKind, message: RegExp, next?: RegExp): Promise<void> {
  await assert.rejects(
    async () => work(),
    (error: unknown) => {
      assert.ok(error instanceof BrightlineError, `not a BrightlineError: ${(error as Error).stack}`);
      assert.equal(error.kind, kind);
      assert.match(error.message, message);
      if (next !== undefined) assert.match(error.next ?? '', next);
      return true;
    },
  );
}

/** Reads an async iterable to its end. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
