import { posix as path } from 'node:path';
import { type Part, type Split, type SplitBy, splitTable } from '../data/examples/split.ts';
import { findSplitLeakage, keyPartSql, type SplitEntity } from '../data/leakage/leakageSplit.ts';
import { Failure } from '../failure.ts';
import { count } from '../language/figures.ts';
import type { DatasetSpec } from '../language/specs.generated.ts';
import { parseDuration, parseShare } from '../language/values.ts';
import type { Step, StepContext, StepOutputs, StepRequest, TableValue } from '../ports/step.ts';
import { tableAt } from './values.ts';

/** Of the split's own run: what stands in several parts, such as `duplicates-across-parts 37`. */
const LEAKAGE_TAG = 'modelyard.leakage';

/** Cuts a table into rows to train on, to validate on and to test on. */
export const dataSplit: Step = {
  uses: 'data/split',
  revision: 2,
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
    await reportLeakage({ table, split, write, values, context });
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
      outputs[part] = { ...table, ...hash, rows, roles: rolesOf(values, table) };
    }
    return outputs satisfies StepOutputs;
  },
};

/** Rows are grouped by whose they are. That is no input of a model: the test asks about others than training has seen. */
function rolesOf(values: StepRequest['with'], { roles }: TableValue): TableValue['roles'] {
  if (values['by'] !== 'group' || roles.inputs === undefined) return roles;
  return { ...roles, inputs: roles.inputs.filter((name) => name !== values['group']) };
}

/** What stands in several parts is said and kept with the run; it may be meant so. */
async function reportLeakage(made: MadeSplit): Promise<void> {
  const { table, split, write, context } = made;
  const parts = (['train', 'validation', 'test'] as const).filter((part) => split.rows[part] > 0);
  const findings = await findSplitLeakage(await context.data(), {
    parts: Object.fromEntries(parts.map((part) => [part, { files: [write[part]], format: 'parquet' }])),
    ...(table.roles.rowId === undefined ? {} : { rowId: table.roles.rowId }),
    entities: await splitEntities(made),
    signal: context.signal,
  });
  if (findings.length === 0) return;
  for (const { message } of findings) context.log(`warning: ${message}`);
  const report = await context.artifacts.putBytes(JSON.stringify({ findings }, undefined, 2));
  await context.record({
    artifacts: [{ path: 'leakage.json', ...report }],
    tags: { [LEAKAGE_TAG]: findings.map(({ kind, value }) => `${kind} ${value}`).join(', ') },
  });
}

interface MadeSplit {
  readonly table: TableValue;
  readonly split: Split;
  readonly write: Readonly<Record<Part, string>>;
  readonly values: StepRequest['with'];
  readonly context: StepContext;
}

/** Of a split by chance: of a key with the row's time, such as (customer, month), what is left without it. */
async function splitEntities({ table, values, context }: MadeSplit): Promise<readonly SplitEntity[]> {
  const { rowId } = table.roles;
  const [dataset, another] = Object.keys(table.lineage);
  if (values['by'] === 'time' || values['by'] === 'group') return [];
  if (rowId === undefined || dataset === undefined || another !== undefined) return [];
  const spec = await specOf(context, dataset);
  const { key = [], timestamp } = spec ?? {};
  const columns = key.filter((name) => name !== timestamp);
  if (columns.length === 0 || columns.length === key.length) return [];
  return [{ columns, sql: keyPartSql(rowId, key, columns) }];
}

/** Undefined where its data is gone: the table at hand can be split all the same. */
async function specOf(context: StepContext, dataset: string): Promise<DatasetSpec | undefined> {
  try {
    return (await context.dataset(dataset)).spec;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

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
