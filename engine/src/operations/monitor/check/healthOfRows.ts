import { VersionRecords } from '../../../data/versions/versionRecord.ts';
import type { Column } from '../../../language/columnType.ts';
import { healthChecks } from '../../../monitoring/health/healthChecks.ts';
import { sqlMetrics } from '../../../monitoring/health/sqlMetrics.ts';
import type { ReportCheck } from '../../../monitoring/report/monitorReport.ts';
import type { Monitor } from '../../../monitoring/spec/monitor.ts';
import { type CheckAround, monitorSql } from './around.ts';
import { type ModelRows, selected } from './modelRows.ts';
import type { Reference } from './referenceRows.ts';
import type { WatchedModel } from './watchedModel.ts';

export interface HealthRequest {
  readonly monitor: Monitor;
  readonly watched: WatchedModel;
  readonly current: ModelRows;
  /** Null where it cannot be had. */
  readonly reference: Reference | null;
  readonly inputs: readonly string[];
  /** Now, or the moment that the check is made for. */
  readonly at: number;
}

/** Health of the current rows and figures of the user, each against its limits. */
export async function healthOfRows(around: CheckAround, request: HealthRequest): Promise<readonly ReportCheck[]> {
  const { monitor, current, reference, inputs, at } = request;
  const { data: source, signal } = around;
  const { data } = current;
  const made = inputs.filter((name) => current.columns.some((column) => column.name === name));
  const rows = selected(current, made) ?? { sql: 'SELECT NULL AS "no column" WHERE false', columns: [] };
  const checks = await healthChecks(
    { source, signal, at },
    {
      inputs: { names: inputs, current: rows, reference: referenceRows(reference, made) },
      data: {
        current: data?.current ?? null,
        all: data?.all ?? null,
        found: data?.found ?? [],
        expected: data?.dataset == null ? null : await expectedColumns(around, request, data.dataset.name),
        timestamp: data?.timestamp ?? null,
        key: data?.key ?? [],
      },
    },
    monitor.health,
  );
  const metrics = monitor.metrics.map((metric) => ({
    ...metric,
    sql: monitorSql(metric.sql, around, `metric \`${metric.name}\``),
  }));
  return [...checks, ...(await sqlMetrics({ source, signal }, data?.current ?? null, metrics))];
}

function referenceRows(reference: Reference | null, names: readonly string[]) {
  if (reference === null) return null;
  return reference.kind === 'baseline' ? reference.baseline.inputs : selected(reference.rows, names);
}

/** The columns of the dataset when the version was trained. */
async function expectedColumns(
  { host, stores }: CheckAround,
  { watched }: HealthRequest,
  dataset: string,
): Promise<readonly Column[] | null> {
  const trained = watched.resolved.lineage[dataset];
  if (trained === undefined) return null;
  const record = await new VersionRecords(host.files, stores.folder).find(dataset, trained.version);
  return record?.columns ?? null;
}
