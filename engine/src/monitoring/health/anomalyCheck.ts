import { count } from '../../language/figures.ts';
import type { ReportCheck, UnusualRows } from '../report/monitorReport.ts';
import { judged, percent } from './healthCheck.ts';

/** The share of unusual rows against its limit; `unusual`: null where it could not be told. */
export function anomalyCheck(unusual: UnusualRows | null, rows: number, max: number): ReportCheck {
  const common = { id: 'anomalies', kind: 'anomalies', title: 'Unusual rows', unit: 'share', max, rows } as const;
  if (unusual === null) return judged({ ...common, said: 'There are too few rows to tell the unusual ones' });
  const { looked: some = rows } = unusual;
  const looked = some < rows ? `${count(some)} rows, spread evenly over ${count(rows)},` : `${count(rows)} rows`;
  const said = `${percent(unusual.share)} of ${looked} look like nothing in the reference, of its own rows ${percent(unusual.expected)}`;
  return judged({ ...common, value: unusual.share, said, about: [] });
}
