import { createHash } from 'node:crypto';
import { Failure } from '../../failure.ts';
import { parseDatasetReference } from '../../language/datasetReference.ts';
import type { DatasetSpec } from '../../language/specs.generated.ts';
import { parseDuration, parseShare } from '../../language/values.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import type { ResolvedDataset, VersionBefore } from '../../ports/step.ts';
import { checkQuality, type DatasetCheck, type ReferredTable } from './quality.ts';
import type { CheckResult } from './qualityResult.ts';
import type { ColumnRule } from './qualityRules.ts';
import type { SampleOptions } from './qualitySamples.ts';

/** What the checks of one dataset found; `checks.json` of a run. */
export interface DatasetQuality {
  readonly dataset: string;
  /** Manifest hash of the data that was looked at. */
  readonly version: string;
  /** Hash of what the spec asks for: equal hashes, equal questions. */
  readonly asked: string;
  /** The moment of the check, ISO 8601 UTC. */
  readonly at: string;
  readonly rows: number;
  /** `failed` where a check failed or could not be looked at. */
  readonly status: 'passed' | 'failed';
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly checks: readonly CheckResult[];
}

export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Where a check asks for it. */
  readonly before: VersionBefore | undefined;
  /** The datasets that `references` name, or the reason why one cannot be read. */
  readonly others: Referred;
  /** A folder that the source may write to. */
  readonly workFolder: string;
  readonly signal?: AbortSignal | undefined;
}

export type Referred = ReadonlyMap<string, ResolvedDataset | Failure>;

/**
 * Checks a dataset of a project: its declared columns, its key and its checks.
 * @throws Failure `file-changed` where files were written to while they were read
 */
export async function checkDataset(
  source: DataSource,
  dataset: ResolvedDataset,
  around: Surroundings,
): Promise<DatasetQuality> {
  const { name, spec, files, version } = dataset;
  const { rows, results } = await checkQuality(source, {
    files,
    columns: columnRules(spec),
    ...(spec.key === undefined ? {} : { key: spec.key }),
    checks: datasetChecks(dataset, around),
    samples: samplesOf(dataset),
    workFolder: around.workFolder,
    signal: around.signal,
  });
  for (const one of [dataset, ...around.others.values()]) if (!(one instanceof Failure)) await one.checkFiles();
  const [passed, failed, unknown] = (['passed', 'failed', 'unknown'] as const).map(
    (status) => results.filter((result) => result.status === status).length,
  ) as [number, number, number];
  return {
    dataset: name,
    version,
    asked: asked(dataset),
    at: new Date(around.now).toISOString(),
    rows,
    status: passed === results.length ? 'passed' : 'failed',
    passed,
    failed,
    unknown,
    checks: results,
  };
}

/** Without a list of what is sensitive, `masked` hides all. */
function samplesOf({ spec: { reports, datasheet }, sensitive }: ResolvedDataset): SampleOptions {
  const show = reports?.samples ?? 'masked';
  return show === 'masked' && datasheet?.sensitive === undefined ? { show } : { show, sensitive: [...sensitive] };
}

/** Hash of the parts of a spec that decide what its checks say. */
export function asked({ spec, sensitive }: ResolvedDataset): string {
  const { columns = {}, checks = [], key = [], reports = {}, timestamp = null, datasheet } = spec;
  const hidden = [datasheet?.sensitive !== undefined, ...[...sensitive].sort()];
  const parts = [columns, checks, key, reports, timestamp, hidden];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Names of the datasets that the checks refer to. */
export function datasetsReferred({ checks = [] }: DatasetSpec): readonly string[] {
  const names = checks.flatMap((check) =>
    'references' in check ? (parseDatasetReference(check.references)?.dataset.name ?? []) : [],
  );
  return [...new Set(names)];
}

/** Whether what the checks say depends on the moment: then yesterday's answer says nothing. */
export function dependsOnTime({ checks = [] }: DatasetSpec): boolean {
  return checks.some((check) => 'freshness' in check);
}

/** Whether a check asks for the version before. */
export function comparesVersions({ checks = [] }: DatasetSpec): boolean {
  return checks.some((check) => 'row_change' in check);
}

/** Looks up the datasets that the checks refer to; one that is not there is an answer of its check, not an end of all. */
export async function findReferred(
  spec: DatasetSpec,
  find: (name: string) => Promise<ResolvedDataset>,
): Promise<Referred> {
  const found = new Map<string, ResolvedDataset | Failure>();
  for (const name of datasetsReferred(spec))
    found.set(
      name,
      await find(name).catch((error: unknown) => {
        if (error instanceof Failure) return error;
        throw error;
      }),
    );
  return found;
}

function columnRules(spec: DatasetSpec): readonly ColumnRule[] {
  const declared = Object.entries(spec.columns ?? {}).map(([name, { type, nullable, min, max, pattern }]) => ({
    name,
    ...(type === undefined ? {} : { type }),
    ...(nullable === undefined ? {} : { nullable }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(pattern === undefined ? {} : { pattern }),
  }));
  const listed = (spec.checks ?? []).flatMap((check) => ('in' in check ? listedRules(check) : []));
  return [...declared, ...listed];
}

function listedRules(check: { readonly name?: string; readonly in: NonNullable<object> }): readonly ColumnRule[] {
  const columns = Object.entries(check.in as Readonly<Record<string, readonly (boolean | number | string)[]>>);
  const called = (column: string) => (columns.length === 1 ? check.name : `${check.name}: ${column}`);
  return columns.map(([name, values]) => ({
    name,
    in: values,
    ...(check.name === undefined ? {} : { called: called(name) as string }),
  }));
}

function datasetChecks({ spec, sensitive }: ResolvedDataset, around: Surroundings): readonly DatasetCheck[] {
  return (spec.checks ?? []).flatMap((check, index): DatasetCheck | readonly [] => {
    const name = check.name ?? `check ${index + 1}`;
    if ('expect' in check) return { kind: 'expect', name, sql: { text: check.expect } };
    if ('rows' in check) return { kind: 'rows', name, sql: { text: check.rows }, allow: share(check.allow) };
    if ('unique' in check)
      return { kind: 'unique', name: check.name ?? `unique ${check.unique.join(', ')}`, columns: check.unique };
    if ('duplicates' in check)
      return { kind: 'duplicates', name: check.name ?? 'duplicates', allow: share(check.duplicates) };
    if ('row_change' in check)
      return {
        kind: 'row_change',
        name: check.name ?? 'row change',
        limit: share(check.row_change),
        before: around.before,
      };
    if ('freshness' in check) return freshness(spec.timestamp, check, { ...around, sensitive });
    if ('references' in check) {
      const { columns, references: to, allow } = check;
      const referred = referredTable(to, around);
      return { kind: 'references', name: check.name ?? `references ${to}`, columns, to, allow: share(allow), referred };
    }
    return [];
  });
}

function freshness(
  timestamp: string | undefined,
  check: { readonly name?: string; readonly freshness: string },
  { now, sensitive }: Pick<Surroundings, 'now'> & Pick<ResolvedDataset, 'sensitive'>,
): DatasetCheck {
  const limit = parseDuration(check.freshness) ?? 0;
  const isSensitive = timestamp !== undefined && sensitive.has(timestamp.toLowerCase());
  return { kind: 'freshness', name: check.name ?? 'freshness', timestamp, limit, now, isSensitive };
}

function referredTable(to: string, { others }: Surroundings): ReferredTable {
  const dataset = parseDatasetReference(to)?.dataset.name;
  const found = dataset === undefined ? undefined : others.get(dataset);
  if (found === undefined) return { kind: 'unknown', message: `\`${to}\` is not \`dataset(column, ...)\`` };
  if (found instanceof Failure) return { kind: 'unknown', message: found.message };
  return { kind: 'files', files: found.files };
}

function share(value: number | string | undefined): number {
  return parseShare(value ?? 0) ?? 0;
}
