import { checkQuality, type DatasetCheck } from '../data/quality.ts';
import type { CheckResult } from '../data/qualityResult.ts';
import type { ColumnRule } from '../data/qualityRules.ts';
import { Failure } from '../failure.ts';
import type { DatasetSpec } from '../language/specs.generated.ts';
import { parseShare } from '../language/values.ts';
import { count } from '../math/figures.ts';
import type { Step } from '../ports/step.ts';

/** Checks a dataset against its spec; what fails is named, with some of the rows. */
export const dataValidate: Step = {
  uses: 'data/validate',
  revision: 1,
  async fingerprint({ with: values, context }) {
    const { version, spec } = await context.dataset(String(values['data']));
    return {
      data: version,
      spec: JSON.stringify([spec.columns ?? {}, spec.checks ?? [], spec.key ?? [], spec.reports ?? {}]),
    };
  },
  async run({ with: values, context }) {
    const dataset = await context.dataset(String(values['data']));
    const { spec, files, version, rows } = dataset;
    const shows = spec.reports?.samples ?? 'masked';
    const quality = await checkQuality(await context.data(), {
      files,
      columns: columnRules(spec),
      ...(spec.key === undefined ? {} : { key: spec.key }),
      checks: datasetChecks(spec),
      samples: { show: shows, sensitive: 'all' },
      signal: context.signal,
    });
    await dataset.checkFiles();
    const report = await context.artifacts.putBytes(JSON.stringify(quality, undefined, 2));
    await context.record({
      datasets: [{ name: dataset.name, version, rows }],
      artifacts: [{ path: 'checks.json', ...report }],
    });
    const bad = quality.results.filter((result) => result.status !== 'passed');
    for (const result of bad) context.log(describe(result, shows));
    const [first] = bad;
    if (first)
      throw new Failure(
        'data-check-failed',
        `${bad.length} of ${quality.results.length} checks of dataset \`${dataset.name}\` did not pass. ${describe(first, shows)}`,
        {
          next: `Correct the data or the spec; all results and rows are in checks.json of the run.`,
          exitCode: 1,
        },
      );
    context.log(`${quality.results.length} checks passed over ${count(quality.rows)} rows`);
    return { passed: quality.results.length, failed: 0 };
  },
};

function columnRules(spec: DatasetSpec): readonly ColumnRule[] {
  const declared = Object.entries(spec.columns ?? {}).map(([name, { type, nullable, min, max, pattern }]) => ({
    name,
    ...(type === undefined ? {} : { type }),
    ...(nullable === undefined ? {} : { nullable }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(pattern === undefined ? {} : { pattern }),
  }));
  const listed = (spec.checks ?? []).flatMap((check) => ('in' in check ? Object.entries(check.in) : []));
  return [...declared, ...listed.map(([name, values]) => ({ name, in: values }))];
}

function datasetChecks(spec: DatasetSpec): readonly DatasetCheck[] {
  return (spec.checks ?? []).flatMap((check, index): DatasetCheck[] => {
    const name = check.name ?? `check ${index + 1}`;
    if ('expect' in check) return [{ kind: 'expect', name, sql: { text: check.expect } }];
    if ('rows' in check)
      return [{ kind: 'rows', name, sql: { text: check.rows }, allow: parseShare(check.allow ?? 0) ?? 0 }];
    if ('unique' in check) return [{ kind: 'unique', name, columns: check.unique }];
    return [];
  });
}

function describe({ name, status, value, threshold, failing, message, sample }: CheckResult, shows: string): string {
  if (message) return `${name}: ${message}`;
  const rows = failing > 0 ? `, ${count(failing)} rows fail` : '';
  const [first] = sample;
  const values = shows === 'full' ? `: ${JSON.stringify(first?.values)}` : '';
  const shown = first ? `, the first is row ${first.row}${values}` : '';
  return `${name}: ${status}, ${JSON.stringify(value)} where ${JSON.stringify(threshold)} is asked${rows}${shown}`;
}
