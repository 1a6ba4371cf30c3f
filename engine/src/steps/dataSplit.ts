import { posix as path } from 'node:path';
import { type Part, type SplitBy, splitTable } from '../data/split.ts';
import { Failure } from '../failure.ts';
import { parseDuration, parseShare } from '../language/values.ts';
import { count } from '../math/figures.ts';
import type { Step, StepOutputs, StepRequest, TableValue } from '../ports/step.ts';
import { tableAt } from './values.ts';

/** Cuts a table into rows to train on, to validate on and to test on. */
export const dataSplit: Step = {
  uses: 'data/split',
  revision: 1,
  async run({ with: values, context }) {
    const table = tableAt(values, 'data');
    const write = partFiles(context.workFolder);
    const split = await splitTable(await context.data(), {
      files: { files: [await context.artifacts.path(table.sha256, 'table to split')], format: 'parquet' },
      how: howOf(values, table),
      validation: shareOf(values, 'validation'),
      test: shareOf(values, 'test'),
      ...(table.roles.rowId === undefined ? {} : { rowId: table.roles.rowId }),
      write,
      signal: context.signal,
    });
    const { gap, withoutTime } = split.dropped;
    if (gap > 0) context.log(`${count(gap)} rows lie in the gaps before the cuts and were left out`);
    if (withoutTime > 0) context.log(`${count(withoutTime)} rows without a timestamp were left out`);
    const outputs: Record<string, TableValue | null> = {};
    for (const part of ['train', 'validation', 'test'] as const) {
      const rows = split.rows[part];
      if (rows === 0) {
        outputs[part] = null;
        continue;
      }
      const hash = await context.artifacts.take(write[part]);
      await context.record({ artifacts: [{ path: `${part}.parquet`, ...hash }] });
      context.log(
        `${part}: ${count(rows)} rows${part !== 'train' && split.cuts[part] ? ` from ${split.cuts[part]}` : ''}`,
      );
      outputs[part] = { ...table, ...hash, rows };
    }
    return outputs satisfies StepOutputs;
  },
};

function partFiles(folder: string): Record<Part, string> {
  return {
    train: path.join(folder, 'train.parquet'),
    validation: path.join(folder, 'validation.parquet'),
    test: path.join(folder, 'test.parquet'),
  };
}

function howOf(values: StepRequest['with'], table: TableValue): SplitBy {
  const seed = typeof values['seed'] === 'number' ? values['seed'] : 0;
  const { timestamp, label } = table.roles;
  switch (values['by']) {
    case 'time':
      if (timestamp === undefined) throw lacks('a timestamp', 'Say `timestamp:` in its dataset, or split another way.');
      // Milliseconds of the spec, microseconds of the data.
      return { kind: 'time', column: timestamp, gap: (parseDuration(values['gap'] ?? '0s') ?? 0) * 1000 };
    case 'stratified': {
      const column = typeof values['stratify'] === 'string' ? values['stratify'] : label;
      if (column === undefined) throw lacks('a label', 'Name the column under `stratify`.');
      return { kind: 'stratified', seed, column };
    }
    case 'group':
      if (typeof values['group'] !== 'string') throw lacks('a group', 'Name the column under `group`.');
      return { kind: 'group', seed, column: values['group'] };
    default:
      return { kind: 'random', seed };
  }
}

function shareOf(values: StepRequest['with'], key: Exclude<Part, 'train'>): number {
  const share = parseShare(values[key] ?? 0);
  if (share !== undefined) return share;
  throw new Failure('shares', `\`${key}\` is ${JSON.stringify(values[key])}, which is no share.`, {
    next: 'Write a share such as 15% or 0.15.',
  });
}

function lacks(what: string, next: string): Failure {
  return new Failure('cannot-split', `The table has no ${what.replace(/^a /, '')} to be split by.`, { next });
}
