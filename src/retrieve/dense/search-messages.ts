import type { ErrorKind } from '../../errors.ts';
import type { ExactSearchSettings, Found, VectorQuery } from './exact-search.ts';
import type { SharedBoard } from './floor-board.ts';
import type { Similarity } from './similarity.ts';
import type { VectorSet } from './vector-set.ts';

/** What a thread that searches a part of a set is told. Everything here can be copied between threads. */
export type SearchRequest =
  | {
      readonly kind: 'open';
      /** Which of the threads it is. */
      readonly thread: number;
      /** Its part, counted from 0. */
      readonly part: Omit<VectorSet, 'read'>;
      readonly similarity: Similarity;
      readonly settings: ExactSearchSettings;
    }
  | { readonly kind: 'search'; readonly queries: readonly VectorQuery[]; readonly board: SharedBoard }
  /** The vectors that it asked for are there, or can't be had. */
  | { readonly kind: 'read'; readonly done: boolean }
  | { readonly kind: 'stop' };

/** What it answers. */
export type SearchAnswer =
  | { readonly kind: 'found'; readonly found: readonly Found[] }
  /** Without an error kind where it is a bug. */
  | { readonly kind: 'failed'; readonly errorKind: ErrorKind | undefined; readonly message: string; readonly next: string | undefined }
  /** Wants vectors of its part in this memory (float32). */
  | { readonly kind: 'read'; readonly first: number; readonly count: number; readonly target: SharedArrayBuffer }
  | { readonly kind: 'advance'; readonly documents: number };
