// node ours.ts FOLDER RESAMPLES THREADS: the interval of a difference, as JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resamplePool } from '../../engine/src/adapters/evaluator/resamplePool.ts';
import { pairedBootstrap } from '../../engine/src/evaluation/pairedBootstrap.ts';
import type { Scored } from '../../engine/src/evaluation/scored.ts';

const [folder = '', resamples = '2000', threads = '1'] = process.argv.slice(2);
const numbers = (name: string): Float64Array => {
  const { buffer, byteOffset, byteLength } = Uint8Array.from(readFileSync(join(folder, name)));
  return new Float64Array(buffer, byteOffset, byteLength / 8);
};
const labels = Int32Array.from(readFileSync(join(folder, 'labels.u8')));
const scored = (name: string): Scored => ({ task: 'binary', classes: ['0', '1'], labels, scores: [numbers(name)] });
const [candidate, champion] = [scored('candidate.f64'), scored('champion.f64')];
const parallel = resamplePool(Number(threads));
const metrics: Record<string, unknown> = {};
for (const metric of ['roc_auc', 'log_loss']) {
  const start = performance.now();
  const before = process.cpuUsage();
  const { difference } = await pairedBootstrap(candidate, champion, { metric, resamples: Number(resamples), parallel });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  metrics[metric] = { ...difference, seconds, cpu: (user + system) / 1e6 };
}
await parallel.close();
console.log(JSON.stringify(metrics));
