import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type GitProject, gitProject } from './gitProject.ts';
import type { temporaryFolder } from './temporaryFolder.ts';

/** Rows of 120 days from 1 January 2026 on, 100 a day; from day 90 on `amount` is greater. */
export const ROWS = `SELECT i AS id, TIMESTAMP '2026-01-01' + INTERVAL (i * 864) SECOND AS moment,
  (hash(i) % 100000) / 100000.0 + CASE WHEN i >= 9000 THEN 0.4 ELSE 0 END AS amount,
  ['north', 'south', 'west'][1 + (hash(i + 77777) % 3)::INTEGER] AS region,
  (hash(i) % 100000) / 100000.0 + (hash(i + 55555) % 400) / 1000.0 > 0.7 AS late
  FROM range(12000) t(i)`;

export const PIPELINE = `
#- late.pipeline.yaml
pipeline: late
steps:
  examples:
    uses: data/examples
    with:
      from: rows
      where: moment < timestamp '2026-03-01'
      label: {late: late}
      columns: {amount: amount, region: region, hour: hour(moment)}
  split: {uses: data/split, with: {data: "\${{ steps.examples.data }}", by: time, validation: 20%, test: 20%, gap: 1d}}
  train:
    uses: model/train
    with:
      data: \${{ steps.split.train }}
      validation: \${{ steps.split.validation }}
      target: late
      learner: gradient-boosting
      params: {rounds: 8, seed: 1}
  evaluate: {uses: model/evaluate, with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", metrics: [roc_auc], intervals: {resamples: 10}}}
  register: {uses: model/register, with: {model: "\${{ steps.train.model }}", name: late}}
#- rows.dataset.yaml
dataset: rows
source: data/rows.parquet
timestamp: moment
key: [id]
columns:
  late: {type: boolean, known_after: 1d}
`;

export const MONITOR = `
#- late.monitor.yaml
monitor: late
model: late
current: {dataset: rows, window: 14d, until: latest}
drift: {share: 30%}
prediction_drift: {}
performance:
  metric: roc_auc
  min: 0.6
  labels: {dataset: rows, available_after: 1d}
health: {missing: {max: 1%}}
`;

/** A committed project with a model that was trained on the first two months of its rows; later the file holds `rows`. */
export async function monitoredProject(
  test: Parameters<typeof temporaryFolder>[0],
  { monitor = MONITOR, rows = ROWS }: { readonly monitor?: string; readonly rows?: string } = {},
): Promise<GitProject> {
  const project = await gitProject(test, { fixture: `${PIPELINE}${monitor}` });
  project.write('.gitignore', '*.onnx\n.modelyard/\ndata/\n');
  project.commitAll('Keep data out');
  await project.parquet('data/rows.parquet', ROWS);
  const said = await project.modelyard('run late --quiet');
  if (said.code !== 0) throw new Error(said.err);
  if (rows === ROWS) return project;
  rmSync(join(project.folder, 'data/rows.parquet'));
  await project.parquet('data/rows.parquet', rows);
  return project;
}
