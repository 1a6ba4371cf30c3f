import { createHash } from 'node:crypto';
import { type DriftTestCode, driftTest } from '../../catalog/driftTests.ts';
import { Failure } from '../../failure.ts';
import { isRecord } from '../../language/isRecord.ts';
import { nearest } from '../../language/nearest.ts';
import type { Path, Tree } from '../../language/tree.ts';
import { parseDuration, parseShare } from '../../language/values.ts';
import type { Project } from '../../project/project.ts';
import { entriesAt, isList, numberAt, textAt, textsAt, valueAt } from '../../project/read.ts';
import { readSqlText } from '../../project/readValue.ts';
import type { SpecFile } from '../../project/specFile.ts';
import type { SqlText } from '../../project/specValue.ts';
import { readAlerts } from '../alerts/readAlerts.ts';
import type { ColumnRule } from '../drift/driftRule.ts';
import type { HealthSpec } from '../health/healthSpec.ts';
import type { DriftSpec, MetricSpec, Monitor, MonitorCurrent, MonitorReference, PerformanceSpec } from './monitor.ts';

/** Share of drifted inputs at which the data has drifted, where a monitor does not say. */
const SHARE = 0.5;

/** @throws Failure `monitor-not-found`, naming near names; `monitor-broken` where its file has errors */
export function readMonitor(project: Project, name: string): Monitor {
  const file = project.index.named('monitor', name)[0];
  if (file === undefined) throw notFound(name, project.index.names('monitor'));
  const [problem] = file.problems.filter(({ severity }) => severity === 'error');
  if (problem !== undefined)
    throw new Failure('monitor-broken', `${file.path} cannot be read: ${problem.message}.`, {
      next: `Correct it; \`modelyard validate ${file.path}\` shows all that is wrong.`,
      place: { file: file.path, line: problem.range.start.line + 1 },
    });
  return monitorOf(name, file);
}

/** Hash of what a monitor asks, however it is written: not of its schedule, alerts and descriptions. */
export function monitorHash(tree: Tree): string {
  const asked = entriesAt(tree, []).filter(([key]) => !ASIDE.has(key));
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

/** Keys that decide nothing of what a check finds. */
const ASIDE = new Set(['description', 'owner', 'tags', 'schedule', 'timezone', 'catchup', 'on', 'alert']);

function monitorOf(name: string, { path, tree }: SpecFile): Monitor {
  return {
    name,
    file: path,
    model: textAt(tree, ['model']) ?? '',
    reference: referenceOf(tree),
    current: currentOf(tree),
    drift: valueAt(tree, ['drift']) === undefined ? null : driftOf(tree),
    predictionDrift: valueAt(tree, ['prediction_drift']) === undefined ? null : ruleAt(tree, ['prediction_drift']),
    performance: performanceOf(tree),
    health: healthOf(tree),
    metrics: metricsOf(tree),
    slices: textsAt(tree, ['slices']).map(({ text }) => text),
    alerts: readAlerts(tree),
    hash: monitorHash(tree),
  };
}

function referenceOf(tree: Tree): MonitorReference {
  const [dataset, predictions] = [textAt(tree, ['reference', 'dataset']), textAt(tree, ['reference', 'predictions'])];
  const [written, file] = [textAt(tree, ['reference', 'offset']), textAt(tree, ['reference', 'baseline'])];
  if (dataset !== undefined) return { kind: 'dataset', dataset, where: sqlAt(tree, ['reference', 'where']) };
  if (predictions !== undefined) return { kind: 'predictions', model: predictions };
  if (written !== undefined) return { kind: 'offset', offset: parseDuration(written) ?? 0, written };
  if (file !== undefined) return { kind: 'baselineFile', file };
  return { kind: 'baseline' };
}

function currentOf(tree: Tree): MonitorCurrent {
  const windowed = {
    window: parseDuration(valueAt(tree, ['current', 'window'])) ?? null,
    untilLatest: textAt(tree, ['current', 'until']) === 'latest',
  };
  const predictions = textAt(tree, ['current', 'predictions']);
  if (predictions !== undefined) return { kind: 'predictions', model: predictions, ...windowed };
  const dataset = textAt(tree, ['current', 'dataset']) ?? '';
  return { kind: 'dataset', dataset, where: sqlAt(tree, ['current', 'where']), ...windowed };
}

function driftOf(tree: Tree): DriftSpec {
  const columns = entriesAt(tree, ['drift', 'columns']).map(([column]): [string, Partial<ColumnRule>] => [
    column,
    partialRule(tree, ['drift', 'columns', column]),
  ]);
  return {
    test: 'auto',
    ...partialRule(tree, ['drift']),
    share: parseShare(valueAt(tree, ['drift', 'share'])) ?? SHARE,
    columns: Object.fromEntries(columns),
  };
}

function ruleAt(tree: Tree, path: Path): ColumnRule {
  return { test: 'auto', ...partialRule(tree, path) };
}

function partialRule(tree: Tree, path: Path): Partial<ColumnRule> {
  const test = testOf(textAt(tree, [...path, 'test']));
  const max = numberAt(tree, [...path, 'max']);
  return { ...(test === undefined ? {} : { test }), ...(max === undefined ? {} : { max }) };
}

function testOf(name: string | undefined): DriftTestCode | undefined {
  const entry = name === undefined ? undefined : driftTest(name);
  if (name !== undefined && entry === undefined)
    throw new Failure('unknown-drift-test', `There is no drift test \`${name}\`.`, {
      next: 'Name one of `modelyard drift --help`, or `auto`.',
    });
  return entry?.code;
}

function performanceOf(tree: Tree): PerformanceSpec | null {
  const metric = textAt(tree, ['performance', 'metric']);
  const dataset = textAt(tree, ['performance', 'labels', 'dataset']);
  if (metric === undefined || dataset === undefined) return null;
  return {
    metric,
    min: numberAt(tree, ['performance', 'min']) ?? null,
    max: numberAt(tree, ['performance', 'max']) ?? null,
    slices: textsAt(tree, ['performance', 'slices']).map(({ text }) => text),
    labels: {
      dataset,
      availableAfter: parseDuration(valueAt(tree, ['performance', 'labels', 'available_after'])) ?? 0,
      key: textsAt(tree, ['performance', 'labels', 'key']).map(({ text }) => text),
    },
  };
}

function healthOf(tree: Tree): HealthSpec {
  const shareAt = (key: string, of = 'max') => parseShare(valueAt(tree, ['health', key, of]));
  const limit = (key: 'missing' | 'range' | 'duplicates' | 'anomalies') => {
    const max = shareAt(key);
    return max === undefined ? {} : { [key]: { max } };
  };
  const schema = textAt(tree, ['health', 'schema']);
  const freshness = parseDuration(valueAt(tree, ['health', 'freshness']));
  const change = shareAt('cardinality', 'change');
  return {
    ...limit('missing'),
    ...(schema === 'same' || schema === 'compatible' ? { schema } : {}),
    ...limit('range'),
    ...(freshness === undefined ? {} : { freshness }),
    ...limit('duplicates'),
    ...(change === undefined ? {} : { cardinality: { change } }),
    ...(textAt(tree, ['health', 'units']) === 'same' ? { units: 'same' as const } : {}),
    ...limit('anomalies'),
  };
}

function metricsOf(tree: Tree): readonly MetricSpec[] {
  const list = valueAt(tree, ['metrics']);
  if (!isList(list)) return [];
  return list.flatMap((item, index) => {
    const sql = sqlAt(tree, ['metrics', index, 'sql']);
    if (!isRecord(item) || typeof item['name'] !== 'string' || sql === undefined) return [];
    const limit = (key: 'min' | 'max') => numberAt(tree, ['metrics', index, key]) ?? null;
    return [{ name: item['name'], sql, min: limit('min'), max: limit('max') }];
  });
}

function sqlAt(tree: Tree, path: Path): SqlText | undefined {
  const text = textAt(tree, path);
  return text === undefined ? undefined : readSqlText(text);
}

function notFound(name: string, names: readonly string[]): Failure {
  const near = nearest(name, names);
  const next =
    near !== undefined
      ? `Did you mean \`${near}\`?`
      : names.length > 0
        ? `There are: ${names.join(', ')}.`
        : 'Write one: a file NAME.monitor.yaml.';
  return new Failure('monitor-not-found', `The project has no monitor \`${name}\`.`, { next });
}
