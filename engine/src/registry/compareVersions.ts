import type { MetricFact, ModelVersion } from '../ports/modelRegistry.ts';
import { isSame } from './semver.ts';

/** What differs between two versions; equal entries are left out, metrics are all there. */
export interface VersionComparison {
  readonly a: string;
  readonly b: string;
  readonly sameModel: boolean;
  readonly inputs: readonly Difference[];
  readonly outputs: readonly Difference[];
  readonly params: readonly Difference[];
  readonly data: readonly Difference[];
  readonly features: readonly Difference[];
  readonly metrics: readonly MetricDifference[];
}

/** `undefined` where one side lacks the key. */
export interface Difference {
  readonly name: string;
  readonly a: unknown;
  readonly b: unknown;
}

export interface MetricDifference {
  readonly name: string;
  readonly a: MetricFact | undefined;
  readonly b: MetricFact | undefined;
  /** b - a; undefined where one side lacks the metric. */
  readonly difference: number | undefined;
  /** Whether the intervals have a value in common; undefined without both intervals. Not a test: that is paired. */
  readonly overlap: boolean | undefined;
}

export function compareVersions(a: ModelVersion, b: ModelVersion): VersionComparison {
  return {
    a: `${a.name}:${a.version}`,
    b: `${b.name}:${b.version}`,
    sameModel: a.sha256 === b.sha256,
    inputs: differences(a.signature.inputs, b.signature.inputs),
    outputs: differences(a.signature.outputs, b.signature.outputs),
    params: differences(a.params, b.params),
    data: differences(a.data, b.data),
    features: differences(a.features, b.features),
    metrics: keysOf(a.metrics, b.metrics).map((name) => metricDifference(name, a.metrics[name], b.metrics[name])),
  };
}

function differences(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): Difference[] {
  return keysOf(a, b)
    .filter((name) => !isSame(a[name], b[name]))
    .map((name) => ({ name, a: a[name], b: b[name] }));
}

function metricDifference(name: string, a: MetricFact | undefined, b: MetricFact | undefined): MetricDifference {
  return { name, a, b, difference: a && b ? b.value - a.value : undefined, overlap: overlap(a, b) };
}

function overlap(a: MetricFact | undefined, b: MetricFact | undefined): boolean | undefined {
  if (a?.low === undefined || a.high === undefined || b?.low === undefined || b.high === undefined) return undefined;
  return a.low <= b.high && b.low <= a.high;
}

/** Keys of the first in its order, then those only the second has. */
function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}
