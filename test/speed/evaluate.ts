/**
 * How fast a run file is scored, in a process of its own from start to end, next to reading the same bytes and doing nothing with them.
 *
 * The run is drawn with a fixed seed: 1,400 topics × 1,000 documents, 77 MB, scores that mostly fall, a tenth of them rounded so that they
 * tie; one document in a hundred is judged relevant, and five more per topic that were not retrieved. Measures: BRIGHT's.
 *
 *     npm run build && node dist/test/speed/evaluate.js [TOPICS]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readQrelsFile } from '../../src/collection/qrels-file.ts';
import { startEvaluation } from '../../src/evaluate/evaluator.ts';
import { readRunTopics } from '../../src/run/read-run.ts';
import { fileBytes } from '../../src/support/file-bytes.ts';

const [first = '1400', ...rest] = process.argv.slice(2);
if (first === 'score') await score(rest[0]!, rest[1]!);
else if (first === 'read') await readOnly(rest[0]!);
else if (first === 'draw') drawInto(rest[0]!, Number(rest[1]));
else compare(first);

async function score(run: string, qrelsPath: string): Promise<void> {
  const { qrels } = await readQrelsFile(qrelsPath);
  const evaluator = startEvaluation(qrels);
  for await (const { topic, ranking } of readRunTopics(run, { transient: true })) evaluator.add(topic, ranking);
  const { measures, means } = evaluator.finish();
  const shown = measures.findIndex(({ name }) => name === 'nDCG@10');
  tell(`nDCG@10 ${means[shown]!.toFixed(4)}`);
}

async function readOnly(path: string): Promise<void> {
  let bytes = 0;
  for await (const chunk of fileBytes(path)) bytes += chunk.length;
  tell(`${Math.round(bytes / 1e6)} MB`);
}

function tell(result: string): void {
  process.stdout.write(`${result}, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);
}

function compare(topics: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'brightline-speed-'));
  try {
    // In a process of its own: a child's peak memory begins with that of its parent.
    runSelf(['draw', folder, topics]);
    const reading = time('read only', ['read', join(folder, 'run.trec')]);
    for (const name of ['run.trec', 'run.trec.gz', 'run.json']) {
      time(`score ${name}`, ['score', join(folder, name), join(folder, 'qrels.txt')], reading);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runSelf(args: readonly string[]): string {
  return execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...args], { encoding: 'utf8' });
}

/** The best of five whole processes. */
function time(label: string, args: readonly string[], reference?: number): number {
  let best = Number.POSITIVE_INFINITY;
  let output = '';
  for (let round = 0; round < 5; round++) {
    const start = process.hrtime.bigint();
    output = runSelf(args);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e9);
  }
  process.stdout.write(`${label.padEnd(18)} ${best.toFixed(3)} s  ${(best / (reference ?? best)).toFixed(1)}×  ${output}`);
  return best;
}

function drawInto(folder: string, topics: number): void {
  let state = 12345;
  const random = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 4294967296;
  };
  const run: string[] = [];
  const qrels: string[] = [];
  const json: string[] = [];
  for (let topic = 0; topic < topics; topic++) {
    const seen = new Set<number>();
    const documents: string[] = [];
    let score = 30 + random() * 5;
    for (let rank = 1; rank <= 1000; rank++) {
      let number = 0;
      do number = Math.floor(random() * 60_000);
      while (seen.has(number));
      seen.add(number);
      score -= random() * 0.03;
      const id = `folder_${number % 97}/doc_${number}.txt`;
      const written = random() < 0.1 ? score.toFixed(1) : score.toFixed(6);
      run.push(`query_${topic} Q0 ${id} ${rank} ${written} bm25\n`);
      documents.push(`"${id}": ${written}`);
      if (random() < 0.01) qrels.push(`query_${topic} 0 ${id} 1\n`);
    }
    json.push(`"query_${topic}": {${documents.join(', ')}}`);
    for (let i = 0; i < 5; i++) {
      const number = 70_000 + topic * 5 + i;
      qrels.push(`query_${topic} 0 folder_${number % 97}/doc_${number}.txt 1\n`);
    }
  }
  const text = run.join('');
  writeFileSync(join(folder, 'run.trec'), text);
  writeFileSync(join(folder, 'run.trec.gz'), gzipSync(text, { level: 1 }));
  writeFileSync(join(folder, 'run.json'), `{${json.join(', ')}}`);
  writeFileSync(join(folder, 'qrels.txt'), qrels.join(''));
}
