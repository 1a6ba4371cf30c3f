import type { Column } from '../../language/columnType.ts';
import {
  type CategoryBaseline,
  MAX_CATEGORIES,
  type NumberBaseline,
  type QuantileCounts,
} from '../../math/baseline.ts';
import type { CategoryPair, NumberPair, NumberSide } from '../../math/drift/columnPair.ts';
import { identifier } from '../../ports/sqlText.ts';
import { EdgeCounter } from './edgeCounter.ts';
import { textSql } from './readCategories.ts';
import type { ScannedTable } from './scannedTable.ts';

/** A counter for current rows whose column is stored so. */
export function counterFor({ distribution }: NumberBaseline): EdgeCounter {
  const areValues = distribution.kind === 'values';
  const edges = areValues ? distribution.values : distribution.edges;
  return new EdgeCounter({ edges, areValues, isSingle: edges.every((edge) => Math.fround(edge) === edge) });
}

/** Both sides in the same form: by value where all are known, else between the edges of the reference. */
export function storedPair(stored: NumberBaseline, current: NumberSide, isInteger: boolean): NumberPair {
  const { rows, missing, nonFinite, mean, sd, min, max, distribution } = stored;
  const isWhole = distribution.kind === 'quantiles' || current.values.kind === 'values';
  const values = isWhole ? distribution : edgesOf(distribution);
  return { kind: 'numbers', reference: { rows, missing, nonFinite, mean, sd, min, max, values }, current, isInteger };
}

/** Each value as an edge of its own; nothing lies above the last. */
function edgesOf({ values, counts }: { values: readonly number[]; counts: readonly number[] }): QuantileCounts {
  return { kind: 'quantiles', edges: values, counts: [...counts, 0] };
}

/** What is stored of numbers that were counted. */
export function storedNumbers(side: NumberSide): NumberBaseline {
  const { rows, missing, nonFinite, mean, sd, min, max, values } = side;
  if (values.kind === 'sorted') throw new Error('values that were not counted');
  return { kind: 'numbers', rows, missing, nonFinite, mean, sd, min, max, distribution: values };
}

/** The most frequent categories of a column, as they are stored. */
export async function readStoredCategories(table: ScannedTable, column: Column): Promise<CategoryBaseline> {
  const { listed, rows, distinct, present } = await frequent(table, column, { cap: MAX_CATEGORIES, always: [] });
  const known = listed.reduce((sum, { count }) => sum + count, 0);
  return {
    kind: 'categories',
    rows,
    missing: rows - present,
    distinct,
    categories: listed.map(({ category }) => category),
    counts: listed.map(({ count }) => count),
    other: present - known,
  };
}

/**
 * Current rows by the stored categories and, where none of those were cut, by the most frequent others: of a list that was cut nobody
 * knows which are new.
 */
export async function readAgainstStored(
  stored: CategoryBaseline,
  table: ScannedTable,
  column: Column,
): Promise<CategoryPair> {
  const found = await frequent(table, column, { cap: MAX_CATEGORIES, always: stored.categories });
  const counts = new Map(found.listed.map(({ category, count }) => [category, count]));
  const others =
    stored.other > 0 ? [] : found.listed.map(({ category }) => category).filter((one) => !storedHas(stored, one));
  const categories = [...stored.categories, ...others];
  const current = categories.map((category) => counts.get(category) ?? 0);
  const listed = current.reduce((sum, one) => sum + one, 0);
  return {
    kind: 'categories',
    categories,
    reference: {
      rows: stored.rows,
      missing: stored.missing,
      counts: [...stored.counts, ...others.map(() => 0)],
      other: stored.other,
      distinct: stored.distinct,
    },
    current: {
      rows: found.rows,
      missing: found.rows - found.present,
      counts: current,
      other: found.present - listed,
      distinct: found.distinct,
    },
  };
}

const sets = new WeakMap<CategoryBaseline, ReadonlySet<string>>();

function storedHas(stored: CategoryBaseline, category: string): boolean {
  const known = sets.get(stored) ?? new Set(stored.categories);
  sets.set(stored, known);
  return known.has(category);
}

interface Frequent {
  readonly listed: readonly { readonly category: string; readonly count: number }[];
  readonly rows: number;
  readonly present: number;
  readonly distinct: number;
}

/** Categories with the most rows, and those that are asked for by name. */
async function frequent(
  { data, relation, signal, rows }: ScannedTable,
  column: Column,
  { cap, always }: { readonly cap: number; readonly always: readonly string[] },
): Promise<Frequent> {
  const grouped = `WITH g AS (SELECT ${textSql(column)} AS v, count(*) AS n FROM ${relation}
    WHERE ${identifier(column.name)} IS NOT NULL GROUP BY ALL)`;
  // One more than is listed tells whether the list was cut.
  const top = await data.rows(`${grouped} SELECT v, n FROM g ORDER BY n DESC, v LIMIT ${cap + 1}`, {}, { signal });
  const listed = top.slice(0, cap).map(({ v, n }) => ({ category: String(v), count: Number(n) }));
  if (top.length <= cap) {
    const present = listed.reduce((sum, { count }) => sum + count, 0);
    return { listed, rows, present, distinct: listed.length };
  }
  const [totals] = await data.rows(`${grouped} SELECT sum(n) AS n, count(*) AS d FROM g`, {}, { signal });
  const there = new Set(listed.map(({ category }) => category));
  const wanted = always.filter((category) => !there.has(category));
  const named =
    wanted.length === 0
      ? []
      : await data.rows(
          `${grouped} SELECT v, n FROM g WHERE v IN (SELECT unnest(from_json($wanted, '["VARCHAR"]')))`,
          { wanted: JSON.stringify(wanted) },
          { signal },
        );
  return {
    listed: [...listed, ...named.map(({ v, n }) => ({ category: String(v), count: Number(n) }))],
    rows,
    present: Number(totals!['n']),
    distinct: Number(totals!['d']),
  };
}
