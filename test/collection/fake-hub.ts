import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';

/** What goes wrong with one answer. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** Sends half, then nothing more. */
  | { readonly kind: 'stall' }
  /** Sends half, then breaks the connection. */
  | { readonly kind: 'cut' }
  /** One byte is another. */
  | { readonly kind: 'corrupt' }
  /** Sends the whole file, whatever range was asked for. */
  | { readonly kind: 'no-ranges' }
  /** Has another file than it lists. */
  | { readonly kind: 'other-bytes'; readonly bytes: Buffer };

export interface FakeFile {
  readonly bytes: Buffer;
  /** As listed, where that differs from the bytes. */
  readonly listed?: { readonly size?: number; readonly oid?: string; readonly lfs?: { readonly oid: string; readonly size: number } };
}

export interface FakeHubOptions {
  /** Dataset unless told. */
  readonly kind?: 'dataset' | 'model';
  readonly repo?: string;
  readonly files: Readonly<Record<string, Buffer | string | FakeFile>>;
  /** For requests to the API; `attempt` counts requests of that kind from 1. */
  readonly apiFault?: (attempt: number) => Fault | undefined;
  /** For requests of files; `attempt` counts requests for that file from 1. */
  readonly fileFault?: (path: string, attempt: number) => Fault | undefined;
  /** Files listed in one answer. */
  readonly pageSize?: number;
}

export interface FakeHub {
  readonly url: string;
  readonly commit: string;
  /** `GET /path bytes=10-`, in order. */
  readonly requests: readonly string[];
  /** Authorization headers, in order; undefined where there was none. */
  readonly tokens: readonly (string | undefined)[];
  /** Bytes of files sent. */
  sent(): number;
}

export const fakeCommit: string = '0123456789abcdef0123456789abcdef01234567';

/** A Hub of one repository in this process, closed when the test file ends. */
export async function fakeHub(options: FakeHubOptions): Promise<FakeHub> {
  const { kind: type = 'dataset', repo = 'org/name', pageSize = 1000 } = options;
  const files = new Map(Object.entries(options.files).map(([path, file]) => [path, fakeFile(path, file)]));
  const requests: string[] = [];
  const tokens: (string | undefined)[] = [];
  const attempts = new Map<string, number>();
  let sent = 0;
  const attemptOf = (key: string): number => {
    attempts.set(key, (attempts.get(key) ?? 0) + 1);
    return attempts.get(key)!;
  };

  function answerApi(url: URL, response: ServerResponse): void {
    const [, kind, revision] = /^\/api\/\w+\/[^/]+\/[^/]+\/(revision|tree)\/([^/]+)/.exec(url.pathname) ?? [];
    if (!url.pathname.startsWith(`/api/${type}s/${repo}/`)) {
      fail(response, 404, { 'x-error-code': 'RepoNotFound' });
      return;
    }
    const fault = options.apiFault?.(attemptOf('api'));
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'status') {
      fail(response, fault.status, fault.headers);
      return;
    }
    if (!['main', 'v1', fakeCommit].includes(revision ?? '')) {
      fail(response, 404, { 'x-error-code': 'RevisionNotFound' });
      return;
    }
    if (kind === 'revision') {
      json(response, { _id: '1', id: repo, sha: fakeCommit, lastModified: '2026-01-01T00:00:00.000Z' });
      return;
    }
    const from = Number(url.searchParams.get('from') ?? 0);
    const entries = [...files].map(([path, { listed }]) => ({ type: 'file', path, ...listed }));
    const next = new URL(`http://${response.req.headers.host}${url.pathname}?recursive=true&from=${from + pageSize}`);
    json(response, entries.slice(from, from + pageSize), from + pageSize < entries.length ? { link: `<${next}>; rel="next"` } : {});
  }

  function answerFile(path: string, range: string | undefined, response: ServerResponse): void {
    const file = files.get(path);
    if (file === undefined) {
      fail(response, 404, { 'x-error-code': 'EntryNotFound' });
      return;
    }
    const fault = options.fileFault?.(path, attemptOf(path));
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'status') {
      fail(response, fault.status, fault.headers);
      return;
    }
    let bytes = fault?.kind === 'other-bytes' ? fault.bytes : file.bytes;
    if (fault?.kind === 'corrupt') {
      bytes = Buffer.from(bytes);
      bytes[bytes.length >> 1]! ^= 0xff;
    }
    const from = fault?.kind === 'no-ranges' ? 0 : Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    if (from > 0 && from >= bytes.length) {
      fail(response, 416);
      return;
    }
    const part = bytes.subarray(from);
    const ranged = from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': part.length, ...ranged });
    if (fault?.kind === 'cut' || fault?.kind === 'stall') {
      const half = part.subarray(0, part.length >> 1);
      sent += half.length;
      response.write(half, () => {
        if (fault.kind === 'cut') setTimeout(() => response.destroy(), 20);
      });
      return;
    }
    sent += part.length;
    response.end(part);
  }

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://hub');
    requests.push([request.method, decodeURIComponent(url.pathname), request.headers.range].filter(Boolean).join(' '));
    tokens.push(request.headers.authorization);
    const file = new RegExp(`^${type === 'dataset' ? '/datasets' : ''}/${repo}/resolve/[^/]+/(.+)$`).exec(decodeURIComponent(url.pathname));
    if (file !== null) answerFile(file[1]!, request.headers.range, response);
    else answerApi(url, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, commit: fakeCommit, requests, tokens, sent: () => sent };
}

function fakeFile(path: string, file: Buffer | string | FakeFile): FakeFile & { readonly listed: object } {
  const whole: FakeFile = typeof file === 'string' ? { bytes: Buffer.from(file) } : Buffer.isBuffer(file) ? { bytes: file } : file;
  const { bytes } = whole;
  const oid = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  const lfs = path.endsWith('.parquet') ? { lfs: { oid: createHash('sha256').update(bytes).digest('hex'), size: bytes.length } } : {};
  return { bytes, listed: { size: bytes.length, oid, ...lfs, ...whole.listed } };
}

function json(response: ServerResponse, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, headers);
  response.end();
}
