import type { LeakageFinding } from '../../data/leakage/finding.ts';
import { findLeakage } from '../../data/leakage/leakage.ts';
import { operation } from '../operation.ts';
import { withTable } from './tables.ts';

export interface LeakageResult {
  readonly findings: readonly LeakageFinding[];
}

/** `data leakage`: what tells the label too well, in a dataset or in any file. */
export const dataLeakage = operation({
  name: 'data leakage',
  title: 'Find columns that tell the label too well',
  examples: [
    { command: 'modelyard data leakage churn.csv --target churned', does: 'Of any file, with no project.' },
    {
      command: 'modelyard data leakage flights --target "delay > 15"',
      does: 'Of a dataset, for a label made of its columns; its timestamp and key are known.',
    },
    {
      command: 'modelyard data leakage visits.parquet --target paid --timestamp visited_at --key visit_id',
      does: 'Also finds times after the row’s own.',
    },
  ],
  arguments: {
    table: {
      type: 'string',
      description: 'A file (CSV, Parquet, JSON lines or Arrow) or the name of a dataset.',
      positional: true,
      required: true,
      placeholder: 'FILE|NAME',
    },
    target: {
      type: 'string',
      description: 'What is to be predicted: a column, or an SQL expression over columns.',
      required: true,
      placeholder: 'COL|SQL',
    },
    timestamp: {
      type: 'string',
      description: 'Column of the row’s own time; default: that of the dataset.',
      placeholder: 'COL',
    },
    key: {
      type: 'string',
      description: 'A column that tells a row from all others, or one of several; default: those of the dataset.',
      multiple: true,
      placeholder: 'COL',
    },
    env: { type: 'string', description: 'An environment of modelyard.yaml.', placeholder: 'NAME' },
  },
  result: 'data-leakage',
  async run(host, args, { signal }): Promise<LeakageResult> {
    return withTable(host, args.table, { environment: args.env, signal }, async ({ files, spec }, data) => {
      const timestamp = args.timestamp ?? spec?.timestamp;
      const findings = await findLeakage(data, {
        files,
        target: { text: args.target },
        ...(timestamp === undefined ? {} : { timestamp }),
        key: args.key.length > 0 ? args.key : (spec?.key ?? []),
        signal,
      });
      return { findings };
    });
  },
  verdict: ({ findings }) => (findings.some(({ severity }) => severity === 'error') ? 1 : 0),
});
