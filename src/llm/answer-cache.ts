import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { dataError } from '../errors.ts';
import { describeWriteFailure } from '../support/atomic-file.ts';
import { describeIssues } from '../support/json-file.ts';
import { makeFolder } from '../support/make-folder.ts';
import type { ChatAnswer } from './chat-answer.ts';

/** Answers on disk, each under its key. */
export interface AnswerCache {
  /** Looks it up, among what other processes have added since, too. */
  get(key: string): Promise<ChatAnswer | undefined>;
  /** Resolves when the answer is with the system: killing the process doesn't lose it any more. */
  put(key: string, answer: ChatAnswer): Promise<void>;
  /** Answers known by now. */
  size(): number;
  close(): Promise<void>;
}

/** Where a line is. */
interface Line {
  readonly file: string;
  readonly start: number;
  readonly bytes: number;
}

const token = z.object({ token: z.string(), logprob: z.number() });
const lineShape = z.object({
  answer: z.object({
    text: z.string(),
    reasoning: z.string().optional(),
    finishReason: z.string(),
    usage: z.object({ promptTokens: z.number(), completionTokens: z.number() }),
    logprobs: z.array(token.extend({ top: z.array(token) })).optional(),
  }),
});

const LINE_FEED = 10;
/** Every line begins so; its key is known without reading the rest. */
const head = /^\{"key":"([0-9a-f]{64})",/;
const headBytes = '{"key":"",'.length + 64;

/**
 * Opens a folder of answers: JSON lines, `{"key", "answer"}`, in files that are only ever added to. Each process that adds something makes
 * a file of its own, so that several can share the folder; of each answer only its place is held in memory, some 200 bytes.
 *
 * A process that is killed may leave a last line without an end, which is passed over: at most the answer that was being written is lost.
 * Of two answers under one key the first found holds.
 *
 * @throws `data` error for a folder that can't be read or written, or a line that holds something else.
 */
export async function openAnswerCache(folder: string): Promise<AnswerCache> {
  const lines = new Map<string, Line>();
  /** How far each file has been read: up to the end of its last whole line. */
  const readTo = new Map<string, number>();
  let own: { readonly file: string; readonly handle: FileHandle } | undefined;
  let opening: Promise<unknown> | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let refreshing: Promise<void> | undefined;

  async function readNew(file: string): Promise<void> {
    let at = readTo.get(file) ?? 0;
    const handle = await open(join(folder, file), 'r');
    try {
      const { size } = await handle.stat();
      let rest: Buffer = Buffer.alloc(0);
      for (let position = at; position < size; ) {
        const chunk = Buffer.allocUnsafe(Math.min(1 << 20, size - position));
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
        if (bytesRead === 0) break;
        position += bytesRead;
        rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
        for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
          addLine(file, at, rest.subarray(0, end));
          at += end + 1;
          rest = rest.subarray(end + 1);
        }
      }
      readTo.set(file, at);
    } finally {
      await handle.close();
    }
  }

  function addLine(file: string, start: number, bytes: Buffer): void {
    const key = head.exec(bytes.toString('latin1', 0, headBytes))?.[1];
    if (key === undefined) throw brokenLine(folder, file, start, 'begins with no key');
    if (!lines.has(key)) lines.set(key, { file, start, bytes: bytes.length });
  }

  async function refresh(): Promise<void> {
    const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw dataError(`${folder}: the answers can't be read: ${error.message}`, { cause: error });
    });
    for (const file of files.sort()) if (file.endsWith('.jsonl') && file !== own?.file) await readNew(file);
  }

  async function openOwn(): Promise<void> {
    await makeFolder(folder);
    const file = `${new Date().toISOString().replace(/\W/g, '')}-${randomBytes(4).toString('hex')}.jsonl`;
    own = { file, handle: await open(join(folder, file), 'ax') };
  }

  async function append(key: string, answer: ChatAnswer): Promise<void> {
    opening ??= openOwn();
    await opening;
    const { file, handle } = own!;
    const line = Buffer.from(`${JSON.stringify({ key, answer })}\n`);
    const start = readTo.get(file) ?? 0;
    // One call to the system for one line.
    const { bytesWritten } = await handle.write(line);
    readTo.set(file, start + bytesWritten);
    if (bytesWritten < line.length) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    if (!lines.has(key)) lines.set(key, { file, start, bytes: line.length - 1 });
  }

  await refresh();
  return {
    async get(key) {
      if (!lines.has(key)) {
        // Whoever asks while the folder is being looked through waits for that.
        refreshing ??= refresh().finally(() => {
          refreshing = undefined;
        });
        await refreshing;
      }
      const line = lines.get(key);
      return line === undefined ? undefined : readLine(folder, line);
    },
    async put(key, answer) {
      const written = writing.then(() => append(key, answer));
      writing = written.catch(() => {});
      await written.catch((error: unknown) => {
        throw describeWriteFailure(folder, error);
      });
    },
    size: () => lines.size,
    async close() {
      await writing;
      await own?.handle.sync();
      await own?.handle.close();
    },
  };
}

/** Without waiting: a line is small and mostly in the system's memory, and ten times as many are read so. */
function readLine(folder: string, { file, start, bytes }: Line): ChatAnswer {
  const handle = openSync(join(folder, file), 'r');
  const buffer = Buffer.allocUnsafe(bytes);
  try {
    readSync(handle, buffer, 0, bytes, start);
  } finally {
    closeSync(handle);
  }
  let json: unknown;
  try {
    json = JSON.parse(buffer.toString('utf8'));
  } catch (error) {
    throw brokenLine(folder, file, start, `is not JSON: ${(error as Error).message}`);
  }
  const parsed = lineShape.safeParse(json);
  if (!parsed.success) throw brokenLine(folder, file, start, describeIssues(parsed.error));
  return parsed.data.answer;
}

function brokenLine(folder: string, file: string, start: number, what: string): Error {
  return dataError(`${join(folder, file)}: the line at byte ${start} ${what}`, {
    next: 'Delete that line, or the file: its answers will be asked for again.',
  });
}
