// node ours.ts FOLDER RESAMPLES THREADS: metrics with intervals of the rows in FOLDER, as JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resamplePool } from '../../engine/src/adapters/evaluator/resamplePool.ts';
import { evaluate } from '../../engine/src/evaluation/evaluate.ts';

const [folder = '', resamples, threads] = process.argv.slice(2);
const scores = new Float64Array(readFileSync(join(folder, 'scores.f64')).buffer);
const labels = Int32Array.from(readFileSync(join(folder, 'labels.u8')));
const pool = resamplePool(Number(threads));
const { metrics } = await evaluate(
  { task: 'binary', classes: ['no', 'yes'], labels, scores: [scores] },
  { metrics: ['roc_auc', 'log_loss', 'brier'], resamples: Number(resamples), parallel: pool },
);
await pool.close();
console.log(JSON.stringify(metrics));
