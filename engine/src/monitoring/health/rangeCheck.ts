import { count } from '../../language/figures.ts';
import type { ReportCheck } from '../report/monitorReport.ts';
import { judged, NO_ROWS, names, percent } from './healthCheck.ts';
import type { MeasuredInputs } from './measureInputs.ts';

/** The greatest share of an input's values that the reference's range does not hold, against its limit. */
export function rangeCheck({ rows, inputs, hasReference }: MeasuredInputs, max: number): ReportCheck {
  const common = { id: 'range', kind: 'range', title: 'Values in range', unit: 'share', max, rows } as const;
  const ranged = inputs
    .flatMap(({ name, outside, missing }) =>
      outside === null ? [] : [{ name, share: shareOf(outside, rows - missing) }],
    )
    .toSorted((a, b) => b.share - a.share);
  if (rows === 0) return judged({ ...common, said: NO_ROWS });
  if (!hasReference) return judged({ ...common, said: 'There is no reference to tell a range from' });
  const [first] = ranged;
  if (first === undefined) return judged({ ...common, said: 'No input is a number with a range' });
  const over = ranged.filter(({ share }) => share > max).map(({ name }) => name);
  const more = over.length < 2 ? '' : `, and too many of ${names(over.slice(1))}`;
  const said =
    over.length > 0
      ? `${percent(first.share)} of the values of \`${first.name}\` lie outside of what the reference had${more}; at most ${percent(max)}`
      : first.share === 0
        ? `All values of ${count(ranged.length)} ${ranged.length === 1 ? 'input' : 'inputs'} lie within what the reference had`
        : `At most ${percent(first.share)} lie outside of what the reference had, of \`${first.name}\``;
  return judged({ ...common, value: first.share, said, about: over });
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
