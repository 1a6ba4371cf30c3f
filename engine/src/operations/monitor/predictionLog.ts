import { posix as path } from 'node:path';
import { rowIdSql } from '../../data/rowId.ts';
import { Failure, usage } from '../../failure.ts';
import type { Column } from '../../language/columnType.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import type { Host } from '../../ports/host.ts';
import { identifier, literal } from '../../ports/sqlText.ts';

/** Columns that every row of a prediction log has, before the key, the inputs and the answers. */
export const LOG_COLUMNS = ['id', 'at', 'model', 'version'] as const;

/** Where predictions of a model are logged, one Parquet file a call. */
export function logFolder(storeFolder: string, model: string): string {
  return path.join(storeFolder, 'predictions', model);
}

/** Files of a model's log, in the order that they were written. */
export async function logFiles(host: Host, storeFolder: string, model: string): Promise<readonly string[]> {
  const folder = logFolder(storeFolder, model);
  const names = await host.files.list(folder);
  return names.filter((name) => name.endsWith('.parquet')).map((name) => path.join(folder, name));
}

export interface LoggedPredictions {
  readonly data: DataSource;
  /** The rows with the model's answers, after FROM. */
  readonly relation: string;
  readonly model: string;
  readonly version: number;
  /** Inputs and answers, which are logged beside the key. */
  readonly columns: readonly string[];
  /** Columns that tell a row from all others; none: its number in this call. */
  readonly key: readonly string[];
  /** Column of the rows' times; undefined: now. */
  readonly time: string | undefined;
  /** For the file until it is whole. */
  readonly tmpFolder: string;
  readonly signal: AbortSignal;
}

/** Adds rows to the log of a model; nothing of them is there before all are. Resolves with the file. */
export async function logPredictions(host: Host, storeFolder: string, given: LoggedPredictions): Promise<string> {
  const { data, relation, model, version, key, time, tmpFolder, signal } = given;
  const columns = await data.columns(`SELECT * FROM ${relation}`);
  refuseUnknown(columns, [...key, ...(time === undefined ? [] : [time])]);
  const now = new Date(host.clock.now()).toISOString();
  const call = `${now.replaceAll(/[-:.]/g, '')}-${host.ids.runId().slice(0, 8)}`;
  const id = key.length > 0 ? rowIdSql(columns, key) : `${literal(`${call}-`)} || row_number() OVER ()`;
  const at =
    time === undefined
      ? `TIMESTAMP ${literal(now.replace('T', ' ').replace('Z', ''))}`
      : `${identifier(time)}::TIMESTAMP`;
  const kept = [...new Set([...key, ...given.columns])].filter((name) =>
    columns.some((column) => column.name === name),
  );
  const taken = kept.find(
    (name) =>
      (LOG_COLUMNS as readonly string[]).includes(name) && !(key.length === 1 && key[0] === 'id' && name === 'id'),
  );
  if (taken !== undefined)
    throw usage(`The column \`${taken}\` has the name of a column of the log.`, 'Give it another name in the file.');
  const items = kept.filter((name) => name !== 'id').map(identifier);
  const file = path.join(tmpFolder, 'logged.parquet');
  await data.write(
    `SELECT ${[`${id} AS id`, `${at} AS "at"`, `${literal(model)} AS model`, `${version}::INTEGER AS version`, ...items].join(', ')} FROM ${relation}`,
    file,
    { signal },
  );
  const target = path.join(logFolder(storeFolder, model), `${call}.parquet`);
  await host.files.copy(file, target);
  return target;
}

function refuseUnknown(columns: readonly Column[], names: readonly string[]): void {
  const unknown = names.find((name) => !columns.some((column) => column.name === name));
  if (unknown === undefined) return;
  throw new Failure('unknown-column', `The rows have no column \`${unknown}\`.`, {
    next: `They have: ${columns
      .map(({ name }) => name)
      .slice(0, 30)
      .join(', ')}.`,
  });
}
