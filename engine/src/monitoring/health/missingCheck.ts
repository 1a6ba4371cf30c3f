import { count } from '../../language/figures.ts';
import type { ReportCheck } from '../report/monitorReport.ts';
import { judged, NO_ROWS, names, percent } from './healthCheck.ts';
import type { MeasuredInputs } from './measureInputs.ts';

/** The greatest share of missing values in an input, against its limit. */
export function missingCheck({ rows, inputs }: MeasuredInputs, max: number): ReportCheck {
  const common = { id: 'missing', kind: 'missing', title: 'Missing values', unit: 'share', max } as const;
  if (rows === 0) return judged({ ...common, rows, said: NO_ROWS });
  const worst = inputs.toSorted((a, b) => b.missing - a.missing);
  const value = (worst[0]?.missing ?? 0) / rows;
  const over = worst.filter(({ missing }) => missing / rows > max).map(({ name }) => name);
  const first = worst[0];
  const share = percent(value);
  const said =
    first === undefined || value === 0
      ? 'No value is missing in any input'
      : over.length === 0
        ? `At most ${share} is missing, in \`${first.name}\``
        : first.isThere
          ? `\`${first.name}\` is missing in ${share} of ${count(rows)} rows${others(over)}; at most ${percent(max)}`
          : `\`${first.name}\` is gone from the rows${others(over)}`;
  return judged({ ...common, value, rows, said, about: over });
}

function others(over: readonly string[]): string {
  return over.length < 2 ? '' : `, and too often in ${names(over.slice(1))}`;
}
