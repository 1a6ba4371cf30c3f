import { figure } from '../../../engine/src/language/figures.ts';
import type { CheckView } from '../../../engine/src/operations/monitor/checkView.ts';
import type { MonitorHistory } from '../../../engine/src/operations/monitor/history.ts';
import type { MonitorList } from '../../../engine/src/operations/monitor/list.ts';
import { type Style, textTable } from '../terminal.ts';

const VERDICTS = { drift: 'drift', none: '-', unknown: 'unknown' } as const;

/** A line a check, the newest last: verdicts, or the time line of a column or a check. */
export function historyText({ monitor, checks, of }: MonitorHistory, style: Style): string {
  if (checks.length === 0) return `${monitor} has made no check. \`modelyard monitor run ${monitor}\` makes one.`;
  if (of === null) return checkLines(checks, style);
  return of.kind === 'column' ? columnLine(checks, of.name, style) : figureLine(checks, of.name, style);
}

/** Checks of a stretch of time: when, verdict, inputs that drifted, what failed. */
export function checkLines(checks: readonly CheckView[], style: Style): string {
  const rows = checks.map((check) => [
    minute(check.due),
    check.id.slice(0, 8),
    check.model ?? '',
    String(check.rows),
    VERDICTS[check.verdict],
    check.tested === 0 ? '' : `${check.drifted}/${check.tested}`,
    check.headline,
  ]);
  return painted(['due', 'check', 'model', 'rows', 'verdict', 'drifted', ''], rows, {
    verdicts: checks.map(({ verdict }) => verdict),
    right: [3],
    style,
  });
}

function columnLine(checks: readonly CheckView[], column: string, style: Style): string {
  const known = checks.flatMap((check) => {
    const point = check.columns[column];
    return point === undefined ? [] : [{ check, point }];
  });
  const rows = known.map(({ check, point: { test, statistic, threshold, verdict, mean } }) => [
    minute(check.due),
    VERDICTS[verdict],
    test,
    shown(statistic),
    shown(threshold),
    shown(mean),
  ]);
  return painted(['due', 'verdict', 'test', 'statistic', 'limit', 'mean'], rows, {
    verdicts: known.map(({ point }) => point.verdict),
    right: [3, 4, 5],
    style,
  });
}

function figureLine(checks: readonly CheckView[], id: string, style: Style): string {
  const known = checks.flatMap((check) => {
    const point = check.checks[id];
    return point === undefined ? [] : [{ check, point }];
  });
  const verdicts = { failed: 'drift', passed: 'none', unknown: 'unknown' } as const;
  const rows = known.map(({ check, point: { status, value, low, high } }) => [
    minute(check.due),
    status,
    shown(value),
    shown(low),
    shown(high),
  ]);
  return painted(['due', 'status', id, 'low', 'high'], rows, {
    verdicts: known.map(({ point }) => verdicts[point.status]),
    right: [2, 3, 4],
    style,
  });
}

/** Monitors with what they found last. */
export function monitorsText({ monitors }: MonitorList, style: Style): string {
  if (monitors.length === 0) return 'The project has no monitor. Write one: a file NAME.monitor.yaml.';
  const rows = monitors.map(({ monitor, model, last, next, muted }) => [
    monitor,
    model,
    last === null ? 'never' : minute(last.due),
    last === null ? '' : VERDICTS[last.verdict],
    next === null ? '-' : minute(next),
    muted ? 'muted' : '',
    last?.headline ?? '',
  ]);
  const verdicts = monitors.map(({ last }) => last?.verdict ?? 'none');
  return painted(['monitor', 'model', 'last', 'verdict', 'next', '', ''], rows, { verdicts, right: [], style });
}

interface Painting {
  readonly verdicts: readonly ('drift' | 'none' | 'unknown')[];
  readonly right: readonly number[];
  readonly style: Style;
}

function painted(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { verdicts, right, style }: Painting,
): string {
  const paint = { drift: style.red, none: (text: string) => text, unknown: style.yellow };
  const [head = '', ...lines] = textTable(header, rows, right).split('\n');
  return [style.dim(head), ...lines.map((line, at) => paint[verdicts[at] ?? 'none'](line))].join('\n');
}

function minute(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)}`;
}

function shown(value: number | null): string {
  return value === null ? '-' : figure(value);
}
