import type { ReportCheck } from '../report/monitorReport.ts';
import type { AroundHealth, HealthRows, HealthSpec } from './healthSpec.ts';

/**
 * Looks at the health of the current rows: one check for each key of `spec` but `anomalies`, which `anomalyCheck` makes of `unusualRows`.
 * What cannot be told is `unknown` with its reason.
 */
export async function healthChecks(
  _around: AroundHealth,
  _rows: HealthRows,
  _spec: HealthSpec,
): Promise<readonly ReportCheck[]> {
  return [];
}
