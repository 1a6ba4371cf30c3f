import { betterOf } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { KeyValues, RunCells, RunHead, RunSpan } from '../../../../engine/src/ports/runCells.ts';
import { encodeFloats, encodeTexts, type Floats } from '../../../../engine/src/tracking/table/encodeCells.ts';
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
  const floats = (key: string): Floats => floatsOf(found.get(key), places);
  return columns.map((column) => {
    const { id, kind, key } = column;
    if (kind === 'attribute') return attributeCells(id, key, heads);
    if (kind === 'metric')
      return encodeFloats(
        id,
        column.of === 'last' ? withEnds(floats(id), floats(id + LOW), floats(id + HIGH)) : floats(id),
      );
    const values = found.get(id);
    const isNumber = kind === 'param' && areFigures(values, places);
    return isNumber ? encodeFloats(id, floats(id), arePlain(values)) : encodeTexts(id, textsOf(values, places));
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

/** By row: what is not there is NaN. */
function floatsOf(found: KeyValues | undefined, places: ReadonlyMap<number, number>): Floats {
  const values = new Float64Array(places.size).fill(Number.NaN);
  const has = new Uint8Array(places.size);
  for (const [index, no] of (found?.runs ?? []).entries()) {
    const row = places.get(no);
    if (row === undefined) continue;
    values[row] = Number(found?.values[index]);
    has[row] = 1;
  }
  return { values, has };
}

function textsOf(found: KeyValues | undefined, places: ReadonlyMap<number, number>): readonly (string | undefined)[] {
  const texts = new Array<string | undefined>(places.size).fill(undefined);
  for (const [index, no] of (found?.runs ?? []).entries()) {
    const row = places.get(no);
    if (row !== undefined) texts[row] = String(found?.values[index]);
  }
  return texts;
}

/** An interval has both ends. */
function withEnds(figures: Floats, low: Floats, high: Floats): Floats {
  const hasEnds = low.has.some((has, row) => has === 1 && high.has[row] === 1 && figures.has[row] === 1);
  const isWhole = (_: number, row: number) => low.has[row] === 1 && high.has[row] === 1 && figures.has[row] === 1;
  const whole = (ends: Float64Array) => ends.map((end, row) => (isWhole(end, row) ? end : Number.NaN));
  return hasEnds ? { ...figures, low: whole(low.values), high: whole(high.values) } : figures;
}

function attributeCells(id: ColumnId, key: string, heads: readonly RunHead[]): ColumnCells {
  const attribute = HEAD_ATTRIBUTES.find((one) => one === key);
  const values = heads.map((head) => (attribute === undefined ? undefined : attributeOf(head, attribute)));
  if (attribute === 'start_time' || attribute === 'duration')
    return encodeFloats(id, {
      values: Float64Array.from(values, (value) => Number(value ?? Number.NaN)),
      has: Uint8Array.from(values, (value) => Number(value !== undefined)),
    });
  return encodeTexts(id, values as readonly (string | undefined)[]);
}

/** The store keeps texts: a param is a column of numbers where all of them are. */
function areFigures(found: KeyValues | undefined, places: ReadonlyMap<number, number>): boolean {
  const { runs = [], values = [] } = found ?? {};
  const isFigure = (value: string | number | undefined) => `${value}`.trim() !== '' && Number.isFinite(Number(value));
  return runs.some((no) => places.has(no)) && runs.every((no, index) => !places.has(no) || isFigure(values[index]));
}

/** Whether each is written as JavaScript writes its number. */
function arePlain(found: KeyValues | undefined): boolean {
  return found?.values.every((value) => String(Number(value)) === value) ?? false;
}
