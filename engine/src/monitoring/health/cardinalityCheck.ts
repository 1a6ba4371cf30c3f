import { count, figure } from '../../language/figures.ts';
import type { ColumnBaseline } from '../../math/baseline.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { ReportCheck } from '../report/monitorReport.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';
import { judged, names, percent } from './healthCheck.ts';
import { areRows, type HealthRows } from './healthSpec.ts';
import { type CountsOfCounts, expectedDistinct, rowsIn } from './rarefaction.ts';

/**
 * Numbers of different categories, each side's taken to as many rows as the smaller one has: fewer rows hold fewer categories without
 * any change of the world.
 */
export async function cardinalityCheck(
  around: AroundRows,
  { names: inputs, current, reference }: HealthRows['inputs'],
  change: number,
): Promise<ReportCheck> {
  const common = { id: 'cardinality', kind: 'cardinality', title: 'Categories', unit: 'share', max: change } as const;
  if (reference === null) return judged({ ...common, said: 'There is no reference to compare with' });
  const texts = current.columns.filter(({ name, type }) => inputs.includes(name) && TEXTS.has(type));
  const found: { readonly name: string; readonly now: number; readonly before: number; readonly moved: number }[] = [];
  for (const { name } of texts) {
    const before = await countsOf(around, reference, name);
    const now = before && (await countsInRows(around, current, name));
    if (before === undefined || now === undefined) continue;
    const rows = Math.min(rowsIn(before), rowsIn(now));
    if (rows === 0) continue;
    const [was, is] = [expectedDistinct(before, rows), expectedDistinct(now, rows)];
    found.push({ name, now: is, before: was, moved: Math.abs(is - was) / was });
  }
  found.sort((a, b) => b.moved - a.moved);
  const [first] = found;
  if (first === undefined)
    return judged({
      ...common,
      said: texts.length === 0 ? 'No input has categories' : 'No input has categories on both sides',
    });
  const over = found.filter(({ moved }) => moved > change).map(({ name }) => name);
  const figures = `\`${first.name}\` has ${figure(Math.round(first.now))} categories where as many rows of the reference have ${figure(Math.round(first.before))}`;
  const more = over.length < 2 ? '' : `; so with ${names(over.slice(1))}`;
  const said =
    over.length > 0
      ? `${figures}${more}`
      : `${count(found.length)} ${found.length === 1 ? 'input has' : 'inputs have'} about as many categories as before, at most ${percent(first.moved)} more or fewer`;
  return judged({ ...common, value: first.moved, said, about: over });
}

const TEXTS: ReadonlySet<string> = new Set(['string', 'category']);

async function countsOf(
  around: AroundRows,
  reference: RowsInSql | Readonly<Record<string, ColumnBaseline>>,
  name: string,
): Promise<CountsOfCounts | undefined> {
  if (!areRows(reference)) return countsInBaseline(reference[name]);
  return reference.columns.some((column) => column.name === name && TEXTS.has(column.type))
    ? await countsInRows(around, reference, name)
    : undefined;
}

async function countsInRows({ source, signal }: AroundRows, rows: RowsInSql, name: string): Promise<CountsOfCounts> {
  const value = identifier(name);
  const sql = `SELECT times, count(*) AS categories FROM (
    SELECT count(*) AS times FROM (\n${rows.sql}\n) WHERE ${value} IS NOT NULL GROUP BY ${value}) GROUP BY times ORDER BY times`;
  const found = await source.rows(sql, rows.bindings ?? {}, { signal });
  return found.map((row) => ({ times: Number(row['times']), categories: Number(row['categories']) }));
}

/** Rows of cut categories are taken as spread evenly over them. */
function countsInBaseline(side: ColumnBaseline | undefined): CountsOfCounts | undefined {
  if (side?.kind !== 'categories') return undefined;
  const cut = side.distinct - side.categories.length;
  return [
    ...side.counts.map((times) => ({ times, categories: 1 })),
    ...(cut > 0 ? [{ times: side.other / cut, categories: cut }] : []),
  ];
}
