import { count } from '../../../engine/src/language/figures.ts';
import type { DataProfile } from './dataProfile.ts';

/** A column that a model could learn to answer. */
export interface Target {
  readonly column: string;
  readonly kind: 'yes or no' | 'classes' | 'number';
  /** `integer, 12 distinct, 0.4% missing` */
  readonly about: string;
}

const MOST_CLASSES = 50;
const NUMBERS = ['integer', 'float', 'decimal'];
const NOT_LEARNED = ['timestamp', 'date', 'time', 'list', 'struct'];

/** Columns of a table that can be learned: those with two values first, then classes, then numbers; in each group as the table has them. */
export function targetsOf({ rows, columns }: DataProfile): readonly Target[] {
  const found = columns.flatMap((column): readonly Target[] => {
    const kind = kindOf(column);
    return kind === undefined ? [] : [{ column: column.name, kind, about: aboutColumn(column, rows) }];
  });
  return (['yes or no', 'classes', 'number'] as const).flatMap((kind) => found.filter((one) => one.kind === kind));
}

function kindOf({ type, distinct }: DataProfile['columns'][number]): Target['kind'] | undefined {
  if (NOT_LEARNED.includes(type) || (distinct !== null && distinct < 2)) return undefined;
  if (type === 'boolean' || distinct === 2) return 'yes or no';
  if (NUMBERS.includes(type)) return 'number';
  return distinct !== null && distinct <= MOST_CLASSES ? 'classes' : undefined;
}

function aboutColumn({ type, distinct, missing }: DataProfile['columns'][number], rows: number): string {
  const share = rows === 0 ? 0 : missing / rows;
  return [
    type,
    ...(distinct === null ? [] : [`${count(distinct)} distinct`]),
    share === 0 ? 'none missing' : `${percent(share)} missing`,
  ].join(', ');
}

function percent(share: number): string {
  return share < 0.001 ? '< 0.1%' : `${(share * 100).toFixed(1)}%`;
}
