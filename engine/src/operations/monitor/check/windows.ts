import { checkSql, placeSql, type UserSql } from '../../../data/userSql.ts';
import { identifier, literal } from '../../../ports/sqlText.ts';
import type { ResolvedDataset } from '../../../ports/step.ts';
import type { CheckAround } from './around.ts';

/** Times from the first on and before the second, milliseconds since 1970; null: no end on this side. */
export interface Window {
  readonly from: number | null;
  readonly to: number | null;
}

/** The newest row of a dataset before a moment, milliseconds since 1970; null where there is none. */
export async function newestRow(
  { data, signal }: CheckAround,
  {
    dataset,
    where,
    before,
  }: { readonly dataset: ResolvedDataset; readonly where: UserSql | undefined; readonly before: number },
): Promise<number | null> {
  const { timestamp } = dataset.spec;
  if (timestamp === undefined) return null;
  const relation = await data.relation(dataset.files);
  if (where !== undefined)
    await checkSql(
      data,
      where,
      { kind: 'predicate', columns: await data.columns(`SELECT * FROM ${relation}`) },
      '`where`',
    );
  const placed = where && placeSql(where, 'w');
  const time = timeSql(timestamp);
  const [row] = await data.rows(
    `SELECT epoch_ms(max(${time})) AS newest FROM ${relation}
     WHERE ${time} < ${momentSql(before)}${placed === undefined ? '' : ` AND ${placed.sql}`}`,
    placed?.bindings ?? {},
    { signal },
  );
  const newest = row?.['newest'];
  return newest === null || newest === undefined ? null : Number(newest);
}

/** The rows of a window that a condition of the user keeps; undefined: all. */
export function windowSql(
  timestamp: string | undefined,
  { from, to }: Window,
  where: UserSql | undefined,
): UserSql | undefined {
  const limits =
    timestamp === undefined
      ? []
      : [
          ...(from === null ? [] : [`${timeSql(timestamp)} >= ${momentSql(from)}`]),
          ...(to === null ? [] : [`${timeSql(timestamp)} < ${momentSql(to)}`]),
        ];
  const parts = [...limits, ...(where === undefined ? [] : [`(\n${where.text}\n)`])];
  if (parts.length === 0) return undefined;
  return { text: parts.join(' AND '), ...(where?.bindings === undefined ? {} : { bindings: where.bindings }) };
}

function timeSql(timestamp: string): string {
  return `${identifier(timestamp)}::TIMESTAMP`;
}

function momentSql(milliseconds: number): string {
  return `TIMESTAMP ${literal(new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', ''))}`;
}
