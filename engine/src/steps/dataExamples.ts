import { posix as path } from 'node:path';
import { makeExamples, ROW_ID, TIMESTAMP } from '../data/examples.ts';
import { readingOf } from '../data/source.ts';
import { count } from '../math/figures.ts';
import type { SqlValue, Step, TableValue, Value } from '../ports/step.ts';
import { datasetsRead, lineageOf } from './lineage.ts';
import { sqlOf } from './values.ts';

/** Makes the rows a model learns from out of a dataset. */
export const dataExamples: Step = {
  uses: 'data/examples',
  revision: 1,
  async fingerprint({ with: values, context }) {
    const { version, spec, files } = await context.dataset(String(values['from']));
    return {
      data: version,
      read: JSON.stringify([spec.timestamp ?? null, spec.key ?? null, readingOf(files)]),
    };
  },
  async run({ with: values, context }) {
    const dataset = await context.dataset(String(values['from']));
    const { spec } = dataset;
    const [label] = Object.entries(named(values['label']));
    const file = path.join(context.workFolder, 'examples.parquet');
    const made = await makeExamples(await context.data(), {
      files: dataset.files,
      ...(spec.timestamp === undefined ? {} : { timestamp: spec.timestamp }),
      ...(spec.key === undefined ? {} : { key: spec.key }),
      ...(values['where'] === undefined ? {} : { where: sqlOf(values['where']) }),
      ...(label ? { label: { name: label[0], sql: label[1] } } : {}),
      columns: named(values['columns']),
      file,
      signal: context.signal,
    });
    if (made.withoutLabel > 0) context.log(`${count(made.withoutLabel)} rows without \`${label?.[0]}\` were left out`);
    context.log(`${count(made.rows)} examples`);
    await dataset.checkFiles();
    const hash = await context.artifacts.take(file);
    await context.record({
      datasets: datasetsRead(dataset),
      artifacts: [{ path: 'examples.parquet', ...hash }],
    });
    const data: TableValue = {
      kind: 'table',
      ...hash,
      rows: made.rows,
      columns: made.columns,
      roles: {
        rowId: ROW_ID,
        ...(spec.timestamp === undefined ? {} : { timestamp: TIMESTAMP }),
        ...(label ? { label: label[0] } : {}),
        inputs: made.inputs,
      },
      lineage: lineageOf(dataset),
    };
    return { data };
  },
};

/** SQL by name. */
function named(value: Value | undefined): Readonly<Record<string, SqlValue>> {
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, Value>>);
  return Object.fromEntries(entries.map(([name, sql]) => [name, sqlOf(sql)]));
}
