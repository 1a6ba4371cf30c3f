import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';
import type { Monitor } from '../../monitoring/spec/monitor.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { CheckRecord } from '../../ports/monitorStore.ts';
import type { Project } from '../../project/project.ts';

export interface MonitorAround {
  readonly host: Host;
  /** Absolute root of the project. */
  readonly root: string;
  readonly stores: Stores;
  /** That the monitor was read from. */
  readonly project: Project;
}

export interface MonitorQuestion {
  readonly monitor: Monitor;
  /** The moment that windows end at, milliseconds since 1970: the tick of the schedule or `--at`; undefined: now, or the newest row. */
  readonly due?: number | undefined;
  readonly by: CheckRecord['by'];
  /** Looks at another version than the monitor's own: a reference such as `NAME:VERSION`. */
  readonly model?: string | undefined;
  /** Tells whom the monitor's alerts name. */
  readonly tells?: boolean | undefined;
  /** Looks again where the same was found from the same before. */
  readonly again?: boolean | undefined;
  readonly signal: AbortSignal;
  progress?(fraction: number, message: string): void;
}

export interface Checked {
  readonly report: MonitorReport;
  readonly record: CheckRecord;
  /** Found from the same version, data and spec before, and shown again. */
  readonly cached: boolean;
}

/**
 * Looks at a model as a monitor asks, records what was found and tells alerts. What cannot be looked at is `unknown` in the report with its
 * reason and the next step; rejects with a `Failure` only where nothing can be: no such dataset, no such model, a store that is broken.
 */
export async function checkMonitor(around: MonitorAround, question: MonitorQuestion): Promise<Checked> {
  const { host, stores, project, root } = around;
  const { monitor, by } = question;
  const now = host.clock.now();
  const due = question.due ?? now;
  const id = host.ids.runId();
  const head = await host.git(root).head();
  const side = { name: '', rows: 0, from: null, to: null, dataset: null, version: null, isBaseline: false };
  const headline = 'Nothing was looked at.';
  const report: MonitorReport = {
    schema: 1,
    id,
    monitor: monitor.name,
    model: null,
    due: new Date(due).toISOString(),
    made: new Date(now).toISOString(),
    seconds: 0,
    project: {
      name: project.index.names('project')[0] ?? '',
      commit: head?.commit ?? null,
      dirty: head?.dirty ?? false,
      file: monitor.file,
    },
    reference: side,
    current: side,
    verdict: 'unknown',
    headline,
    summary: [],
    drift: null,
    columns: [],
    checks: [],
    correlations: [],
    separation: null,
    unusual: null,
    alerts: [],
  };
  const record: CheckRecord = {
    id,
    monitor: monitor.name,
    due,
    made: now,
    by,
    model: null,
    verdict: 'unknown',
    headline,
    rows: 0,
    drifted: 0,
    tested: 0,
    checks: {},
    columns: {},
  };
  await stores.monitors.add(record, JSON.stringify(report));
  return { report, record, cached: false };
}
