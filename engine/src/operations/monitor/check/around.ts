import { posix as path } from 'node:path';
import type { UserSql } from '../../../data/userSql.ts';
import { Cancelled, Failure } from '../../../failure.ts';
import { EvaluationError, evaluate } from '../../../language/expressions/evaluate.ts';
import type { DataSource } from '../../../ports/dataSource.ts';
import type { ResolvedDataset } from '../../../ports/step.ts';
import type { SqlText } from '../../../project/specValue.ts';
import { withDatasetsOf } from '../../data/tables.ts';
import { withData } from '../../dataFile.ts';
import type { MonitorAround } from '../monitorAround.ts';

/** What the parts of one check share. */
export interface CheckAround extends MonitorAround {
  readonly data: DataSource;
  /** Of this check alone. */
  readonly tmpFolder: string;
  readonly signal: AbortSignal;
  /** Each is looked up once. */
  dataset(name: string): Promise<ResolvedDataset>;
  /** A data source with one thread; closed with the check. */
  alone(): Promise<DataSource>;
  progress(fraction: number, message: string): void;
}

/** Works with the data of the project; all that was made on the way is removed afterwards. */
export async function aroundCheck<T>(
  around: MonitorAround,
  { signal, progress }: { readonly signal: AbortSignal; progress?(fraction: number, message: string): void },
  work: (around: CheckAround) => Promise<T>,
): Promise<T> {
  const { host, root, stores } = around;
  const readable = [root, path.join(stores.folder, 'objects'), path.join(stores.folder, 'predictions')];
  return withDatasetsOf({ ...around, project: around.project }, signal, ({ find }) =>
    withData(host, readable, async (data, tmpFolder) => {
      let opened: Promise<DataSource> | undefined;
      const alone = () => {
        opened ??= host.openData({
          tmpFolder: path.join(tmpFolder, 'alone'),
          readable: [...readable, root],
          threads: 1,
        });
        return opened;
      };
      try {
        return await work({
          ...around,
          data,
          tmpFolder,
          signal,
          dataset: (name) => find(name),
          alone,
          progress: (fraction, message) => progress?.(fraction, message),
        });
      } finally {
        await (await opened)?.close();
      }
    }),
  );
}

/** SQL of a monitor with the values of its expressions. @throws Failure `expression` */
export function monitorSql(sql: SqlText, { host, project }: MonitorAround, place: string): UserSql {
  const { variables } = host.machine;
  const env = Object.fromEntries([...project.variables].map((name) => [name, variables[name] ?? null]));
  const bindings = sql.bindings.map(({ name, expression }) => {
    const value = evaluate(expression, { env });
    if (!(value instanceof EvaluationError) && (value === null || typeof value !== 'object'))
      return [name, value] as const;
    const why = value instanceof EvaluationError ? value.message : 'it is no single value';
    throw new Failure('expression', `An expression in ${place} has no value: ${why}.`, {
      next: 'Set the variable, and allow it under `env` in modelyard.yaml.',
    });
  });
  return { text: sql.text, bindings: Object.fromEntries(bindings) };
}

/** What `work` gives, or why it gives nothing. */
export async function orFailure<T>(work: Promise<T>): Promise<T | Failure> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Failure && !(error instanceof Cancelled)) return error;
    throw error;
  }
}
