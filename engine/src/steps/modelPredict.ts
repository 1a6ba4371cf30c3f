import { posix as path } from 'node:path';
import { predictTable } from '../evaluation/predictTable.ts';
import { Failure } from '../failure.ts';
import type { TableFormat } from '../ports/dataSource.ts';
import type { Step, StepRequest, TableValue } from '../ports/step.ts';
import { modelFingerprint, withModel } from './modelOf.ts';
import { tableAt } from './values.ts';

/** Puts a model's answers beside rows, as a table and, where asked, as a file of the project. */
export const modelPredict: Step = {
  uses: 'model/predict',
  revision: 1,
  fingerprint: ({ with: values, context }) => modelFingerprint(values['model'], context),
  async stillHolds({ with: values, context }, outputs) {
    if (typeof values['output'] !== 'string') return true;
    const data = outputs['data'] as TableValue;
    if (!(await context.files.stat(path.join(context.projectRoot, values['output'])))) return false;
    return (
      !values['output'].endsWith('.parquet') ||
      (await context.files.hash(path.join(context.projectRoot, values['output']))).sha256 === data.sha256
    );
  },
  async run(request) {
    const table = tableAt(request.with, 'data');
    const file = path.join(request.context.workFolder, 'predictions.parquet');
    const predicted = await predictInto(request, table, file);
    const { context } = request;
    if (typeof request.with['output'] === 'string') await writeOutput(request, request.with['output'], file);
    const hash = await context.artifacts.take(file);
    await context.record({ artifacts: [{ path: 'predictions.parquet', ...hash }] });
    return { data: { kind: 'table', ...hash, ...predicted, roles: table.roles, lineage: table.lineage } };
  },
};

async function predictInto(
  { with: values, context }: StepRequest,
  table: TableValue,
  file: string,
): Promise<Pick<TableValue, 'rows' | 'columns'>> {
  const data = await context.data();
  return withModel(values['model'], context, async ({ model, signature }) => {
    const relation = await data.relation({
      files: [await context.artifacts.path(table.sha256, 'rows to predict')],
      format: 'parquet',
    });
    const { rows } = await predictTable({
      data,
      relation,
      name: 'the table',
      model,
      signature,
      file,
      format: 'parquet',
      signal: context.signal,
      progress: (done) => context.progress(done / Math.max(1, table.rows), 'predicting'),
    });
    const written = await data.relation({ files: [file], format: 'parquet' });
    return { rows, columns: await data.columns(`select * from ${written}`) };
  });
}

async function writeOutput({ context }: StepRequest, output: string, file: string): Promise<void> {
  const target = path.join(context.projectRoot, output);
  if (path.relative(context.projectRoot, target).startsWith('..'))
    throw new Failure('path-outside', `The output \`${output}\` lies outside the project.`, {
      next: 'Name a file below modelyard.yaml.',
    });
  const format: TableFormat = output.endsWith('.csv') ? 'csv' : output.endsWith('.ndjson') ? 'ndjson' : 'parquet';
  if (format === 'parquet') return context.files.copy(file, target);
  const data = await context.data();
  const converted = path.join(context.workFolder, `output.${format}`);
  await data.write(`select * from ${await data.relation({ files: [file], format: 'parquet' })}`, converted, {
    format,
    signal: context.signal,
  });
  await context.files.copy(converted, target);
}
