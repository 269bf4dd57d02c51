import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { shared } from './shared.ts';

/** A loopback Hub that serves the reference data beside the project. */
export interface HubServer {
  /** For HF_ENDPOINT. */
  readonly endpoint: string;
  /** Requests so far. */
  stats(): Promise<{ readonly api: number; readonly resolve: number; readonly bytes: number }>;
  stop(): Promise<void>;
}

/** Starts the Hub with faults, such as `--fault 503:documents/`. Only where `shared` is there. */
export async function startHubServer(...args: readonly string[]): Promise<HubServer> {
  const child = spawn(process.execPath, [join(shared!, 'tools', 'hub-server.mjs'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const endpoint = /http:\S+/.exec(line)![0];
  return {
    endpoint,
    stats: async () => (await fetch(`${endpoint}/__stats`, { method: 'POST' })).json() as ReturnType<HubServer['stats']>,
    async stop() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
