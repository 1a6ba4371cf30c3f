import type { ReportCheck } from '../report/monitorReport.ts';
import { judged, names } from './healthCheck.ts';
import type { HealthRows, HealthSpec } from './healthSpec.ts';

/** Columns that are gone, of another type, or new. */
export function schemaCheck(
  { found, expected }: HealthRows['data'],
  wanted: NonNullable<HealthSpec['schema']>,
): ReportCheck {
  const common = { id: 'schema', kind: 'schema', title: 'Columns and types', unit: 'count', max: 0 } as const;
  if (expected === null) return judged({ ...common, said: 'Nothing says which columns the data should have' });
  const now = new Map(found.map((column) => [column.name, column.type]));
  const before = new Set(expected.map(({ name }) => name));
  const gone = expected.filter(({ name }) => !now.has(name)).map(({ name }) => name);
  const retyped = expected.filter(({ name, type }) => now.has(name) && now.get(name) !== type);
  const added = found.filter(({ name }) => !before.has(name)).map(({ name }) => name);
  const counted = [...gone, ...retyped.map(({ name }) => name), ...(wanted === 'same' ? added : [])];
  const parts = [
    ...(gone.length > 0 ? [`${names(gone)} ${gone.length === 1 ? 'is' : 'are'} gone`] : []),
    ...retyped.slice(0, 3).map(({ name, type }) => `\`${name}\` was ${type} and is ${now.get(name)}`),
    ...(retyped.length > 3 ? [`${retyped.length - 3} more are of another type`] : []),
    ...(added.length > 0 ? [`${names(added)} ${added.length === 1 ? 'is' : 'are'} new`] : []),
  ];
  const said = parts.length === 0 ? `The ${expected.length} columns are those it had` : parts.join('; ');
  return judged({ ...common, value: counted.length, said: sentence(said), about: counted });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
