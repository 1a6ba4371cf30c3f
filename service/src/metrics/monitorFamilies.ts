import type { CheckRecord, Mute, Tick } from '../../../engine/src/ports/monitorStore.ts';
import type { MetricFamily, Sample } from './expositionText.ts';

/** What the newest check of each monitor found. What could not be told has no sample. */
export function monitorFamilies(
  checks: readonly CheckRecord[],
  mutes: readonly Mute[],
  now: number,
): readonly MetricFamily[] {
  const each = (value: (check: CheckRecord) => number | null): readonly Sample[] =>
    checks.flatMap((check) => sampleOf({ monitor: check.monitor }, value(check)));
  const isMuted = ({ monitor }: CheckRecord): boolean =>
    mutes.some((mute) => mute.monitor === monitor && (mute.until === null || mute.until > now));
  return [
    family(
      'monitor_check_timestamp_seconds',
      'When the newest check of a monitor was made, or its schedule last found nothing new since.',
      each(({ made }) => made / 1000),
    ),
    family(
      'monitor_window_end_timestamp_seconds',
      'The moment that the windows of the newest check end at.',
      each(({ due }) => due / 1000),
    ),
    family(
      'monitor_drifted',
      'Whether the newest check found something: 1 where it did. Without a verdict there is no value.',
      each(({ verdict }) => (verdict === 'unknown' ? null : Number(verdict === 'drift'))),
    ),
    family(
      'monitor_rows',
      'Current rows of the newest check.',
      each(({ rows }) => rows),
    ),
    family(
      'monitor_inputs_tested',
      'Inputs with a verdict in the newest check.',
      each(({ tested }) => tested),
    ),
    family(
      'monitor_inputs_drifted',
      'Inputs that drifted in the newest check.',
      each(({ drifted }) => drifted),
    ),
    family(
      'monitor_muted',
      'Whether a monitor tells nobody at the moment.',
      each((check) => Number(isMuted(check))),
    ),
    ...columnFamilies(checks),
    ...checkFamilies(checks),
  ];
}

function columnFamilies(checks: readonly CheckRecord[]): readonly MetricFamily[] {
  const columns = checks.flatMap(({ monitor, columns: points }) =>
    Object.entries(points).map(([column, point]) => ({ labels: { monitor, column, test: point.test }, point })),
  );
  return [
    family(
      'monitor_column_drifted',
      'Whether a column drifted.',
      columns.flatMap(({ labels, point }) =>
        sampleOf(labels, point.verdict === 'unknown' ? null : Number(point.verdict === 'drift')),
      ),
    ),
    family(
      'monitor_column_statistic',
      'What the deciding test of a column measured.',
      columns.flatMap(({ labels, point }) => sampleOf(labels, point.statistic)),
    ),
    family(
      'monitor_column_threshold',
      'What the statistic of a column is held against.',
      columns.flatMap(({ labels, point }) => sampleOf(labels, point.threshold)),
    ),
  ];
}

function checkFamilies(checks: readonly CheckRecord[]): readonly MetricFamily[] {
  const points = checks.flatMap(({ monitor, checks: found }) =>
    Object.entries(found).map(([check, point]) => ({ labels: { monitor, check }, monitor, check, point })),
  );
  const values = (pick: (point: (typeof points)[number]['point']) => number | null): readonly Sample[] =>
    points.flatMap(({ labels, point }) => sampleOf(labels, pick(point)));
  const fresh = points.filter(({ check }) => check === 'freshness');
  const performance = points.filter(({ check }) => check === 'performance');
  return [
    family(
      'monitor_check_failed',
      'Whether something is beyond its limit.',
      values(({ status }) => (status === 'unknown' ? null : Number(status === 'failed'))),
    ),
    family(
      'monitor_check_value',
      'What was measured for a limit.',
      values(({ value }) => value),
    ),
    family(
      'monitor_performance',
      'The metric of the model on labels that are known.',
      performance.flatMap(({ monitor, point }) => sampleOf({ monitor }, point.value)),
    ),
    family(
      'monitor_performance_low',
      'Lower end of the interval of the metric.',
      performance.flatMap(({ monitor, point }) => sampleOf({ monitor }, point.low)),
    ),
    family(
      'monitor_performance_high',
      'Upper end of the interval of the metric.',
      performance.flatMap(({ monitor, point }) => sampleOf({ monitor }, point.high)),
    ),
    family(
      'monitor_freshness_seconds',
      'Age of the newest row at the newest check.',
      fresh.flatMap(({ monitor, point }) => sampleOf({ monitor }, point.value)),
    ),
  ];
}

/** What became of triggers, and when they are due next. */
export function triggerFamilies(
  ticks: readonly Tick[],
  next: readonly { readonly trigger: string; readonly at: number }[],
): readonly MetricFamily[] {
  const ended = ticks.flatMap(({ trigger, end }) => (end === null ? [] : [{ trigger, end }]));
  return [
    family(
      'trigger_last_due_timestamp_seconds',
      'When the newest moment of a trigger that was taken was due.',
      ticks.flatMap(({ trigger, due }) => sampleOf({ trigger }, due / 1000)),
    ),
    family(
      'trigger_last_failed',
      'Whether the newest moment of a trigger failed or was missed.',
      ended.flatMap(({ trigger, end }) => sampleOf({ trigger }, Number(end.kind !== 'done'))),
    ),
    family(
      'trigger_next_due_timestamp_seconds',
      'When a trigger is due next.',
      next.flatMap(({ trigger, at }) => sampleOf({ trigger }, at / 1000)),
    ),
  ];
}

export function family(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name: `modelyard_${name}`, help, samples };
}

export function sampleOf(labels: Sample['labels'], value: number | null): readonly Sample[] {
  return value === null ? [] : [{ labels, value }];
}
