import { betterOf } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { KeyValues, RunCells, RunHead, RunSpan } from '../../../../engine/src/ports/runCells.ts';
import { encodeNumbers, encodeTexts } from '../../../../engine/src/tracking/table/encodeCells.ts';
import type { ColumnCells, ColumnId } from '../../../../engine/src/tracking/table/runTable.ts';
import { HIGH, LOW } from '../../../../engine/src/tracking/tags.ts';
import { attributeOf } from './catalogue.ts';
import { type ColumnOf, columnOf } from './columnId.ts';
import { HEAD_ATTRIBUTES } from './columnOrder.ts';

/** The cells of columns in these runs, in their order; a column that no run has is empty. */
export async function readColumns(
  cells: Pick<RunCells, 'values'>,
  heads: readonly RunHead[],
  ids: readonly ColumnId[],
): Promise<readonly ColumnCells[]> {
  const columns = ids.flatMap((id) => {
    const of = columnOf(id);
    return of === undefined ? [] : [{ id, ...of }];
  });
  const found = await valuesOf(cells, spanOf(heads), columns);
  const places = new Map(heads.map(({ no }, row) => [no, row]));
  const byRow = (key: string): readonly (string | number | undefined)[] => inRows(found.get(key), places);
  return columns.map((column) => {
    const { id, kind, key } = column;
    if (kind === 'attribute') return attributeCells(id, key, heads);
    const values = byRow(id);
    if (kind === 'metric')
      return metricCells(id, values, column.of === 'last' ? [byRow(id + LOW), byRow(id + HIGH)] : []);
    return kind === 'param' ? paramCells(id, values) : encodeTexts(id, values as readonly (string | undefined)[]);
  });
}

interface Wanted extends ColumnOf {
  readonly id: ColumnId;
}

/** By column; the ends of a metric's interval by its column and their ending. */
async function valuesOf(
  cells: Pick<RunCells, 'values'>,
  span: RunSpan,
  columns: readonly Wanted[],
): Promise<ReadonlyMap<string, KeyValues>> {
  const found = new Map<string, KeyValues>();
  const take = async (
    kind: 'metric' | 'param' | 'tag' | 'dataset',
    of: 'last' | 'min' | 'max',
    some: readonly Wanted[],
  ) => {
    const ends = kind === 'metric' && of === 'last' ? ['', LOW, HIGH] : [''];
    const wanted = some.flatMap(({ id, key }) => ends.map((end) => ({ key: key + end, id: id + end })));
    if (wanted.length === 0) return;
    const ids = Map.groupBy(wanted, ({ key }) => key);
    for (const values of await cells.values(kind, [...ids.keys()], span, of))
      for (const { id } of ids.get(values.key) ?? []) found.set(id, values);
  };
  for (const kind of ['param', 'tag', 'dataset'] as const)
    await take(
      kind,
      'last',
      columns.filter((column) => column.kind === kind),
    );
  const metrics = columns.filter(({ kind }) => kind === 'metric');
  for (const end of ['last', 'min', 'max'] as const)
    await take(
      'metric',
      end,
      metrics.filter((one) => extremeOf(one) === end),
    );
  return found;
}

function extremeOf({ key, of }: ColumnOf): 'last' | 'min' | 'max' {
  if (of !== 'best') return of;
  return betterOf(key) === 'lower' ? 'min' : 'max';
}

function spanOf(heads: readonly RunHead[]): RunSpan {
  let [from, to] = [Number.MAX_SAFE_INTEGER, 0];
  for (const { no } of heads) [from, to] = [Math.min(from, no), Math.max(to, no)];
  return { from, to };
}

function inRows(
  found: KeyValues | undefined,
  places: ReadonlyMap<number, number>,
): readonly (string | number | undefined)[] {
  const values = new Array<string | number | undefined>(places.size).fill(undefined);
  for (const [index, no] of (found?.runs ?? []).entries()) {
    const row = places.get(no);
    if (row !== undefined) values[row] = found?.values[index];
  }
  return values;
}

type Values = readonly (string | number | undefined)[];

function attributeCells(id: ColumnId, key: string, heads: readonly RunHead[]): ColumnCells {
  const attribute = HEAD_ATTRIBUTES.find((one) => one === key);
  const values = heads.map((head) => (attribute === undefined ? undefined : attributeOf(head, attribute)));
  if (attribute === 'start_time' || attribute === 'duration')
    return encodeNumbers(
      id,
      values.map((value) => (typeof value === 'number' ? { value } : undefined)),
    );
  return encodeTexts(id, values as readonly (string | undefined)[]);
}

function metricCells(id: ColumnId, values: Values, [low = [], high = []]: readonly Values[]): ColumnCells {
  return encodeNumbers(
    id,
    values.map((value, row) => {
      if (value === undefined) return undefined;
      const [from, to] = [low[row], high[row]];
      const ends = from === undefined || to === undefined ? {} : { low: Number(from), high: Number(to) };
      return { value: Number(value), ...ends };
    }),
  );
}

/** Numbers where all of them are; the store keeps texts. */
function paramCells(id: ColumnId, values: Values): ColumnCells {
  const numbers = values.map((value) => (value === undefined || `${value}`.trim() === '' ? undefined : Number(value)));
  const isNumber = values.every((value, row) => value === undefined || Number.isFinite(numbers[row]));
  const hasAny = values.some((value) => value !== undefined);
  if (!isNumber || !hasAny) return encodeTexts(id, values as readonly (string | undefined)[]);
  return encodeNumbers(
    id,
    numbers.map((value) => (value === undefined ? undefined : { value })),
  );
}
