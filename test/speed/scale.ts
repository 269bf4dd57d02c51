// How much memory, and how long, the whole program takes for the largest collections: `brightline run` in a process of its own, from Parquet files
// in a cache to a stored run and its scores.
//
//   node dist/test/speed/scale.js FOLDER [shape...]
//
// FOLDER keeps the made-up collections (scale-shapes.ts, scale-corpus.ts), about 250 MB each; making them takes a minute each, the first time.
// Shapes: leetcode, aops, math-pooled; all unless told. Memory is the peak of the process's resident set; the limit that must hold is 1.5 GB for
// 400,000 documents and 400 MB of text.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '../../src/run/manifest.ts';
import { scaleCorpus } from './scale-corpus.ts';
import { scaleShapes } from './scale-shapes.ts';

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder that shall keep the collections.');
const built = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

for (const shape of scaleShapes.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const { home, megabytes } = await scaleCorpus(shape, folder);
  const out = join(folder, 'runs');
  const usage = join(folder, 'usage.json');
  rmSync(out, { recursive: true, force: true });
  const start = performance.now();
  execFileSync(
    process.execPath,
    ['--import', built('report-usage.js'), built('../../src/cli/main.js'), 'run', '-b', `bright:${shape.split}`, '--out', out, '--quiet'],
    { env: { ...process.env, HF_HOME: home, HF_HUB_OFFLINE: '1', USAGE_FILE: usage }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const seconds = (performance.now() - start) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(readFileSync(usage, 'utf8')) as NodeJS.ResourceUsage;
  const manifest = readdirSync(out, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith('manifest.json'))!;
  const { seconds: stages, counts, index } = JSON.parse(readFileSync(join(out, manifest), 'utf8')) as Manifest;
  process.stdout.write(
    `${shape.name}: ${counts.documents} documents, ${megabytes.toFixed(0)} MB, ${counts.topics} topics, ${counts.excluded} excluded; ${JSON.stringify(index)}\n` +
      `  ${((maxRSS * 1024) / 1e6).toFixed(0)} MB at most; ${seconds.toFixed(1)} s (${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s of processor time): ` +
      `${Object.entries(stages)
        .map(([stage, taken]) => `${stage} ${taken.toFixed(1)}`)
        .join(', ')}; ` +
      `index ${(counts.documents / stages['index']!).toFixed(0)} documents/s, search ${(counts.topics / stages['search']!).toFixed(0)} queries/s\n`,
  );
}
