import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import type { StepContext } from '../../ports/step.ts';
import { type Measured, type MeasuredPoint, readMetricsJson, readParamsJson } from './readMetrics.ts';
import { readMetricsCsv } from './readMetricsCsv.ts';

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Takes what a program has measured without any library: `metrics.json`, `metrics.csv` and `params.json` in its folder of
 * outputs. Files that are declared outputs are outputs and no more.
 */
export async function takeMeasured(folder: string, declared: readonly string[], context: StepContext): Promise<void> {
  const read = async <T>(name: string, reader: (text: string) => Measured<T>): Promise<T | undefined> => {
    const file = path.join(folder, name);
    if (declared.includes(file)) return undefined;
    const stat = await context.files.stat(file);
    if (stat?.kind !== 'file') return undefined;
    if (stat.size > MOST_BYTES)
      throw refused(name, context, `is larger than ${MOST_BYTES / 1024 / 1024} MiB`, 'Log fewer points.');
    const measured = reader((await context.files.read(file)) ?? '');
    if (measured.kind === 'read') return measured.read;
    const { line, column, message } = measured;
    throw refused(name, context, `cannot be read at line ${line}, column ${column}: ${message}`, FORMS[name]!);
  };
  const points = [
    ...((await read('metrics.json', readMetricsJson)) ?? []),
    ...((await read('metrics.csv', readMetricsCsv)) ?? []),
  ];
  const params = await read('params.json', readParamsJson);
  for (const { name, value, step } of points satisfies readonly MeasuredPoint[]) context.metric(name, value, step);
  if (params !== undefined) await context.record({ params });
}

const FORMS: Readonly<Record<string, string>> = {
  'metrics.json': 'Write numbers by name: {"auc": 0.71, "loss": {"value": 0.3, "step": 9}}.',
  'metrics.csv': 'Write a first line of names, such as `step,loss,auc`, and a line of numbers a step.',
  'params.json': 'Write values by name: {"rounds": 50}.',
};

function refused(name: string, { run }: StepContext, what: string, next: string): Failure {
  return new Failure('metrics-not-readable', `\`${name}\` of step \`${run.step}\` ${what}.`, { next, exitCode: 1 });
}
