import { betterOf } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { KeyKind, KeySpread, RunCells, RunHead, RunSpan } from '../../../../engine/src/ports/runCells.ts';
import type { ColumnKind, TableColumn } from '../../../../engine/src/tracking/table/runTable.ts';
import { HIGH, LOW, SYSTEM } from '../../../../engine/src/tracking/tags.ts';
import { columnId, KEY_KINDS } from './columnId.ts';
import { HEAD_ATTRIBUTES, HEAD_TAGS, type HeadAttribute } from './columnOrder.ts';

export interface CatalogueOptions {
  readonly cells: Pick<RunCells, 'spreads'>;
  /** The newest first. */
  readonly heads: readonly RunHead[];
  readonly rankOf: (kind: ColumnKind, key: string) => number | null;
}

/** Runs of a span that are looked at without a pause. */
const SPAN = 1000;

/** All columns that any of the runs has, by kind, rank and name. */
export async function catalogue({ cells, heads, rankOf }: CatalogueOptions): Promise<readonly TableColumn[]> {
  const keys: TableColumn[] = [];
  for (const kind of KEY_KINDS) {
    const spreads = await mergedSpreads(cells, kind, spansOf(heads));
    keys.push(
      ...[...spreads.values()]
        .filter(({ key }) => isColumn(kind, key, spreads))
        .map((spread) => keyColumn(kind, spread, { runs: heads.length, rank: rankOf(kind, spread.key) }))
        .sort((a, b) => rankOrder(a, b) || (a.name < b.name ? -1 : 1)),
    );
  }
  const hasSources = heads.some(({ source }) => source !== undefined);
  const attributes = HEAD_ATTRIBUTES.filter((key) => key !== 'source' || hasSources);
  return [...attributes.map((key) => attributeColumn(key, heads, rankOf('attribute', key))), ...keys];
}

function spansOf(heads: readonly RunHead[]): readonly RunSpan[] {
  const numbers = Int32Array.from(heads, ({ no }) => no).sort();
  return Array.from({ length: Math.ceil(numbers.length / SPAN) }, (_, index) => ({
    from: numbers[index * SPAN] ?? 0,
    to: numbers[Math.min(numbers.length, (index + 1) * SPAN) - 1] ?? 0,
  }));
}

async function mergedSpreads(
  cells: CatalogueOptions['cells'],
  kind: KeyKind,
  spans: readonly RunSpan[],
): Promise<ReadonlyMap<string, KeySpread>> {
  const merged = new Map<string, KeySpread>();
  for (const span of spans) {
    for (const spread of await cells.spreads(kind, span)) {
      const before = merged.get(spread.key);
      merged.set(spread.key, before === undefined ? spread : bothSpreads(before, spread));
    }
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
  return kind !== 'tag' || HEAD_TAGS.includes(key) || !/^(modelyard|mlflow)\./.test(key);
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
