import { dataError, interruptedError } from '../errors.ts';
import { describeWriteFailure } from '../support/atomic-file.ts';
import { freeSpace } from '../support/free-space.ts';
import { PassingFailure, retry, tries } from '../support/retry.ts';
import { describeSubject, type HubSubject, pageOf } from './hub-errors.ts';
import { guarded, type HubTransport, send } from './hub-fetch.ts';
import { measuredHash } from './hub-file.ts';
import { dropPartial, finishPartial, leavePartial, openPartial, type PartialFile } from './partial-file.ts';
import type { SourceFile } from './source.ts';

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told bytes as they come, those that an earlier download has left among them. */
  readonly onBytes?: ((bytes: number) => unknown) | undefined;
}

/**
 * Downloads a file of a repository to `target`, where it appears whole and verified or not at all. Goes on where a stopped download left off, makes
 * new attempts after failures that may pass, and keeps what has come when it gives up or is stopped. Bytes that don't have the hash that the
 * Hub states are thrown away and asked for once more.
 *
 * @throws `data` error when the Hub doesn't give the file, the bytes are wrong twice, or the disk can't take them; `interrupted` when the signal aborts.
 */
export async function downloadFile(
  transport: HubTransport,
  subject: HubSubject,
  file: SourceFile,
  target: string,
  options: DownloadOptions = {},
): Promise<void> {
  const partial = await openPartial(target);
  try {
    await checkRoom(target, file.size - partial.size);
    let from = partial.size;
    for (let verifications = 1; ; verifications++) {
      await transfer(transport, subject, file, partial, from, options);
      const found = await verify(partial, file, options.signal);
      if (found === undefined) return await finishPartial(partial, target);
      if (verifications === 2) throw corrupt(subject, file, found, transport);
      from = 0;
    }
  } catch (error) {
    const spent = isDiskFull(error) || error instanceof CorruptDownload;
    await (spent ? dropPartial(partial) : leavePartial(partial, target));
    if (error instanceof CorruptDownload) throw error.error;
    throw options.signal?.aborted ? interruptedError() : describeWriteFailure(target, error);
  }
}

/** Fills the partial file from byte `from` on to the file's size, over as many connections as it takes. */
async function transfer(
  transport: HubTransport,
  subject: HubSubject,
  file: SourceFile,
  partial: PartialFile,
  from: number,
  { signal, onBytes }: DownloadOptions,
): Promise<void> {
  let at = from <= file.size ? from : 0;
  await partial.handle.truncate(at);
  onBytes?.(at);
  const url = `${pageOf(subject, transport.environment)}/resolve/${encodeURIComponent(subject.revision)}/${file.path.split('/').map(encodeURIComponent).join('/')}`;
  let beyondEnd = false;
  const attempt = async (): Promise<void> => {
    const began = at;
    try {
      await guarded(transport, { subject, signal }, async (guard) => {
        // Compressed on the way, a range would count other bytes than the file's.
        const headers = { 'accept-encoding': 'identity', ...(at > 0 ? { range: `bytes=${at}-` } : {}) };
        const response = await send(transport, subject, guard, url, { headers });
        if (response.status === 416) {
          beyondEnd = true;
          await response.body?.cancel();
          return;
        }
        if (at > 0 && !continuesAt(response, at)) {
          at = 0;
          await partial.handle.truncate(0);
        }
        for await (const chunk of response.body ?? []) {
          guard.heard();
          for (let written = 0; written < chunk.length; ) {
            written += (await partial.handle.write(chunk, written, chunk.length - written, at + written)).bytesWritten;
          }
          at += chunk.length;
          onBytes?.(chunk.length);
          if (at > file.size) break;
        }
      });
      if (at < file.size && !beyondEnd) throw new PassingFailure((attempts) => tooShort(subject, file, at, attempts));
    } catch (failure) {
      if (!(failure instanceof PassingFailure)) throw failure;
      throw new PassingFailure(failure.giveUp, { ...failure.options, progressed: at > began });
    }
  };
  if (at < file.size || file.size === 0) await retry(attempt, { ...transport, signal });
}

/** Whether the answer to a range begins where it was asked to; a server that knows no ranges sends the whole file. */
function continuesAt(response: Response, at: number): boolean {
  return response.status === 206 && Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1]) === at;
}

/** Undefined when the bytes on disk are the file's, else what was found in their place. Reads them back: what was left by others is checked, too. */
async function verify({ path, handle }: PartialFile, file: SourceFile, signal: AbortSignal | undefined): Promise<string | undefined> {
  const { size } = await handle.stat();
  if (size !== file.size) return `${size > file.size ? `more than ${file.size}` : size} bytes`;
  const hash = await measuredHash(path, file, { signal });
  return hash === file.hash ? undefined : hash;
}

class CorruptDownload extends Error {
  readonly error: Error;

  constructor(error: Error) {
    super(error.message);
    this.error = error;
  }
}

function corrupt(subject: HubSubject, file: SourceFile, found: string, { environment }: HubTransport): CorruptDownload {
  const expected = found.endsWith(' bytes') ? `${file.size} bytes` : file.hash;
  return new CorruptDownload(
    dataError(`${describeSubject(subject)}: the download is corrupt, twice: expected ${expected}, got ${found}`, {
      next: `Nothing was kept. A proxy or mirror between may alter files; check HF_ENDPOINT (${environment.endpoint}), or try again later.`,
    }),
  );
}

function tooShort(subject: HubSubject, file: SourceFile, at: number, attempts: number): Error {
  return dataError(`${describeSubject(subject)}: the answer ended after ${at} of ${file.size} bytes${tries(attempts)}`, {
    next: 'Try again: what has come so far is kept.',
  });
}

async function checkRoom(target: string, needed: number): Promise<void> {
  const free = await freeSpace(target);
  if (free === undefined || free >= needed) return;
  const [missing, there] = [needed, free].map((bytes) => bytes.toLocaleString('en-US'));
  throw dataError(`${target}: needs ${missing} bytes, and ${there} are free on that disk`, {
    next: 'Make room, or set HF_HUB_CACHE to a folder on a larger disk.',
  });
}

function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}
