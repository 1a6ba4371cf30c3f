import type { ColumnReport } from '../report/columnReport.ts';
import type { ReportCheck } from '../report/monitorReport.ts';
import { judged, names } from './healthCheck.ts';

/** Inputs that are in another unit than they were, as their reports tell. */
export function unitsCheck(
  columns: readonly Pick<ColumnReport, 'column' | 'role' | 'kind' | 'artefact' | 'changed'>[],
): ReportCheck {
  const common = { id: 'units', kind: 'units', title: 'Units', unit: 'count', max: 0 } as const;
  const numbers = columns.filter(({ role, kind }) => role === 'input' && kind === 'number');
  const changed = numbers.filter(({ artefact }) => artefact === 'unit');
  const [first] = changed;
  const about = changed.map(({ column }) => column);
  const more = about.length < 2 ? '' : `; so of ${names(about.slice(1))}`;
  if (numbers.length === 0) return judged({ ...common, said: 'No input is a number' });
  const said =
    first === undefined ? 'No input looks like another unit of itself' : `\`${first.column}\`: ${first.changed}${more}`;
  return judged({ ...common, value: about.length, said, about });
}
