import type { ReportCheck } from '../report/monitorReport.ts';
import { cardinalityCheck } from './cardinalityCheck.ts';
import { duplicatesCheck } from './duplicatesCheck.ts';
import { freshnessCheck } from './freshnessCheck.ts';
import type { AroundHealth, HealthRows, HealthSpec } from './healthSpec.ts';
import { measureInputs } from './measureInputs.ts';
import { missingCheck } from './missingCheck.ts';
import { rangeCheck } from './rangeCheck.ts';
import { schemaCheck } from './schemaCheck.ts';

/**
 * Looks at the health of the current rows: one check for each key of `spec` but `units` and `anomalies`, which `unitsCheck` and
 * `anomalyCheck` make of what the report has of its columns and rows. What cannot be told is `unknown` with its reason.
 */
export async function healthChecks(
  around: AroundHealth,
  rows: HealthRows,
  spec: HealthSpec,
): Promise<readonly ReportCheck[]> {
  const checks: ReportCheck[] = [];
  if (spec.schema !== undefined) checks.push(schemaCheck(rows.data, spec.schema));
  if (spec.missing !== undefined || spec.range !== undefined) {
    const inputs = await measureInputs(around, rows.inputs, spec.range !== undefined);
    if (spec.missing !== undefined) checks.push(missingCheck(inputs, spec.missing.max));
    if (spec.range !== undefined) checks.push(rangeCheck(inputs, spec.range.max));
  }
  if (spec.cardinality !== undefined) checks.push(await cardinalityCheck(around, rows.inputs, spec.cardinality.change));
  if (spec.duplicates !== undefined) checks.push(await duplicatesCheck(around, rows.data, spec.duplicates.max));
  if (spec.freshness !== undefined) checks.push(await freshnessCheck(around, rows.data, spec.freshness));
  return checks;
}
