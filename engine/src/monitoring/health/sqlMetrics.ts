import { checkSql, placeSql } from '../../data/userSql.ts';
import { Cancelled, Failure } from '../../failure.ts';
import { figure } from '../../language/figures.ts';
import type { ReportCheck } from '../report/monitorReport.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';
import { judged, NO_ROWS } from './healthCheck.ts';
import type { SqlMetric } from './healthSpec.ts';

/**
 * Measures figures of the user over the rows, each against its limits. The SQL is bound before it runs, and one that cannot be computed
 * is unknown with DuckDB's reason and hides no other. `rows`: null where they could not be read.
 */
export async function sqlMetrics(
  around: AroundRows,
  rows: RowsInSql | null,
  metrics: readonly SqlMetric[],
): Promise<readonly ReportCheck[]> {
  const checks: ReportCheck[] = [];
  const counted = rows === null ? 0 : await countRows(around, rows);
  for (const metric of metrics) checks.push(await measure(around, rows, metric, counted));
  return checks;
}

async function measure(
  around: AroundRows,
  rows: RowsInSql | null,
  { name, sql, min, max }: SqlMetric,
  counted: number,
): Promise<ReportCheck> {
  const common = { id: `sql: ${name}`, kind: 'sql', title: name, unit: 'number', min, max, rows: counted } as const;
  if (rows === null) return judged({ ...common, said: 'The current rows cannot be read' });
  try {
    const value = await computed(around, rows, { name, sql });
    if (value === null && counted === 0) return judged({ ...common, said: NO_ROWS });
    if (value === null) return judged({ ...common, said: `\`${sql.text.trim()}\` has no value for these rows` });
    return judged({ ...common, value, said: `\`${name}\` is ${figure(value)}${limits(min, max)}` });
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof Failure)) throw error;
    return judged({ ...common, said: sentence(withoutValues(error)) });
  }
}

async function computed(
  { source, signal }: AroundRows,
  rows: RowsInSql,
  { name, sql }: Pick<SqlMetric, 'name' | 'sql'>,
): Promise<number | null> {
  const bound = await checkSql(source, sql, { kind: 'aggregate', columns: rows.columns }, `metric \`${name}\``);
  if (!NUMBERS.has(bound.type)) throw new Failure('sql-refused', `it must be a number, and is ${bound.sqlType}`);
  const placed = placeSql(sql, 'metric');
  const bindings = { ...rows.bindings, ...placed.bindings };
  const [row] = await source.rows(`SELECT (${placed.sql})::DOUBLE AS v FROM (\n${rows.sql}\n)`, bindings, { signal });
  const value = row?.['v'] ?? null;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'float', 'decimal', 'boolean']);

async function countRows({ source, signal }: AroundRows, { sql, bindings = {} }: RowsInSql): Promise<number> {
  const [row] = await source.rows(`SELECT count(*) AS n FROM (\n${sql}\n)`, bindings, { signal });
  return Number(row?.['n'] ?? 0);
}

function limits(min: number | null, max: number | null): string {
  if (min !== null && max !== null) return `; ${figure(min)} to ${figure(max)}`;
  if (min !== null) return `; at least ${figure(min)}`;
  return max === null ? '' : `; at most ${figure(max)}`;
}

/** What DuckDB says of a value that it cannot convert quotes it, and it may be one that nobody should see. */
function withoutValues({ reason, message }: Failure): string {
  return reason === 'sql-refused' ? message : message.replace(/(["'`])[\s\S]*\1/, '***');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
