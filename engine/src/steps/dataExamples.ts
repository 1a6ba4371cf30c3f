import { posix as path } from 'node:path';
import { makeExamples, ROW_ID, TIMESTAMP } from '../data/examples/examples.ts';
import { readingOf } from '../data/sources/source.ts';
import { count } from '../language/figures.ts';
import type { SqlValue, Step, TableValue, Value } from '../ports/step.ts';
import { hashesOf, joinsKey, resolveJoins } from './featureJoins.ts';
import { datasetsRead, lineageOf } from './lineage.ts';
import { sqlOf } from './values.ts';

/** Makes the rows a model learns from out of a dataset. */
export const dataExamples: Step = {
  uses: 'data/examples',
  revision: 1,
  async fingerprint({ with: values, context }) {
    const { version, spec, files } = await context.dataset(String(values['from']));
    const joins = await resolveJoins(values['features'], context);
    return {
      data: version,
      read: JSON.stringify([spec.timestamp ?? null, spec.key ?? null, readingOf(files)]),
      ...(joins.length === 0 ? {} : { features: joinsKey(joins) }),
    };
  },
  async run({ with: values, context }) {
    const dataset = await context.dataset(String(values['from']));
    const { spec } = dataset;
    const [label] = Object.entries(named(values['label']));
    const file = path.join(context.workFolder, 'examples.parquet');
    const joins = await resolveJoins(values['features'], context);
    const made = await makeExamples(await context.data(), {
      files: dataset.files,
      ...(spec.timestamp === undefined ? {} : { timestamp: spec.timestamp }),
      ...(spec.key === undefined ? {} : { key: spec.key }),
      ...(values['where'] === undefined ? {} : { where: sqlOf(values['where']) }),
      ...(label ? { label: { name: label[0], sql: label[1] } } : {}),
      columns: named(values['columns']),
      ...(joins.length === 0
        ? {}
        : {
            features: {
              joins: joins.map(({ join }) => join),
              dataset: dataset.name,
              folder: context.workFolder,
              alone: () => context.data('alone'),
            },
          }),
      file,
      signal: context.signal,
    });
    if (made.withoutLabel > 0) context.log(`${count(made.withoutLabel)} rows without \`${label?.[0]}\` were left out`);
    context.log(`${count(made.rows)} examples`);
    const read = [...new Set([dataset, ...joins.map((join) => join.dataset)])];
    for (const one of read) await one.checkFiles();
    const hash = await context.artifacts.take(file);
    await context.record({
      datasets: datasetsRead(read),
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
      lineage: lineageOf(read),
      ...(joins.length === 0 ? {} : { features: hashesOf(joins) }),
    };
    return { data };
  },
};

/** SQL by name. */
function named(value: Value | undefined): Readonly<Record<string, SqlValue>> {
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, Value>>);
  return Object.fromEntries(entries.map(([name, sql]) => [name, sqlOf(sql)]));
}
