import { betterOf } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { KeyKind, KeySpread, RunCells, RunHead, RunSpan } from '../../../../engine/src/ports/runCells.ts';
import type { ColumnKind, TableColumn } from '../../../../engine/src/tracking/table/runTable.ts';
import { HIGH, isUserTag, LOW, SYSTEM } from '../../../../engine/src/tracking/tags.ts';
import { columnId, KEY_KINDS } from './columnId.ts';
import { HEAD_ATTRIBUTES, HEAD_TAGS, type HeadAttribute } from './columnOrder.ts';

export interface CatalogueOptions {
  readonly cells: Pick<RunCells, 'spreads'>;
  /** The newest first. */
  readonly heads: readonly RunHead[];
  /** Runs whose keys are looked at; all where absent. */
  readonly among?: readonly RunHead[];
  readonly rankOf: (kind: ColumnKind, key: string) => number | null;
}

/** Values that are looked at without a pause: some twentieths of a second. */
const SPAN = 50_000;
const LEAST_RUNS = 20;

/** All columns that any of the runs has, by kind, rank and name. */
export async function catalogue({
  cells,
  heads,
  among = heads,
  rankOf,
}: CatalogueOptions): Promise<readonly TableColumn[]> {
  const keys: TableColumn[] = [];
  const numbers = Int32Array.from(among, ({ no }) => no).sort();
  for (const kind of KEY_KINDS) {
    const spreads = await mergedSpreads(cells, kind, numbers);
    keys.push(
      ...[...spreads.values()]
        .filter(({ key }) => isColumn(kind, key, spreads))
        .map((spread) => keyColumn(kind, spread, { runs: among.length, rank: rankOf(kind, spread.key) }))
        .sort((a, b) => rankOrder(a, b) || (a.name < b.name ? -1 : 1)),
    );
  }
  const hasSources = heads.some(({ source }) => source !== undefined);
  const attributes = HEAD_ATTRIBUTES.filter((key) => key !== 'source' || hasSources);
  return [...attributes.map((key) => attributeColumn(key, heads, rankOf('attribute', key))), ...keys];
}

/** @param numbers of runs, the least first */
async function mergedSpreads(
  cells: CatalogueOptions['cells'],
  kind: KeyKind,
  numbers: Int32Array,
): Promise<ReadonlyMap<string, KeySpread>> {
  const merged = new Map<string, KeySpread>();
  for (let first = 0; first < numbers.length; ) {
    const runs = Math.max(LEAST_RUNS, Math.floor(SPAN / (merged.size || SPAN / LEAST_RUNS)));
    const end = Math.min(numbers.length, first + runs);
    const span: RunSpan = { from: numbers[first] ?? 0, to: numbers[end - 1] ?? 0 };
    for (const spread of await cells.spreads(kind, span)) {
      const before = merged.get(spread.key);
      merged.set(spread.key, before === undefined ? spread : bothSpreads(before, spread));
    }
    first = end;
    // Between spans others are answered.
    await new Promise(setImmediate);
  }
  return merged;
}

/** Of two spans what one of both would say. */
export function bothSpreads(a: KeySpread, b: KeySpread): KeySpread {
  return {
    key: a.key,
    filled: a.filled + b.filled,
    numbers: a.numbers + b.numbers,
    least: a.least < b.least ? a.least : b.least,
    greatest: a.greatest > b.greatest ? a.greatest : b.greatest,
  };
}

/** The ends of intervals stand with their metric; what a program used of the machine, and our own tags, are no columns of comparisons. */
function isColumn(kind: KeyKind, key: string, all: ReadonlyMap<string, KeySpread>): boolean {
  if (kind === 'metric') {
    const isEnd = [LOW, HIGH].some((end) => key.endsWith(end) && all.has(key.slice(0, -end.length)));
    return !isEnd && !key.startsWith(SYSTEM);
  }
  return kind !== 'tag' || HEAD_TAGS.includes(key) || isUserTag(key);
}

function keyColumn(
  kind: KeyKind,
  { key, filled, numbers, least, greatest }: KeySpread,
  { runs, rank }: { readonly runs: number; readonly rank: number | null },
): TableColumn {
  return {
    id: columnId(kind, key),
    kind,
    name: key,
    type: numbers === filled ? 'number' : 'text',
    filled,
    differs: filled < runs || least !== greatest,
    better: kind === 'metric' ? betterOf(key) : null,
    rank,
  };
}

function attributeColumn(key: HeadAttribute, heads: readonly RunHead[], rank: number | null): TableColumn {
  const types = { start_time: 'time', duration: 'number' } as const;
  return {
    id: columnId('attribute', key),
    kind: 'attribute',
    name: key,
    type: types[key as keyof typeof types] ?? 'text',
    filled: heads.length,
    differs: new Set(heads.map((head) => attributeOf(head, key))).size > 1,
    better: key === 'duration' ? 'lower' : null,
    rank,
  };
}

/** Durations are seconds, of ended runs only. */
export function attributeOf(head: RunHead, key: HeadAttribute): string | number | undefined {
  switch (key) {
    case 'run_name':
      return head.name;
    case 'status':
      return head.status;
    case 'start_time':
      return head.startTime;
    case 'duration':
      return head.endTime === null ? undefined : (head.endTime - head.startTime) / 1000;
    case 'experiment':
      return head.experiment;
    case 'source':
      return head.source;
    case 'user_id':
      return head.user;
  }
}

function rankOrder(a: TableColumn, b: TableColumn): number {
  return (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER);
}
