import type { Stores } from '../../../../engine/src/ports/host.ts';
import type { RunCells, RunHead } from '../../../../engine/src/ports/runCells.ts';
import type {
  ColumnId,
  RunFilterAsked,
  RunFilterTold,
  RunTable,
  RunTableAsked,
  RunTableChanges,
  RunTableTold,
  TableColumn,
} from '../../../../engine/src/tracking/table/runTable.ts';
import { selected } from '../answers/runFilter.ts';
import { viewStores } from '../answers/viewStores.ts';
import type { Asked } from '../protocol.ts';
import { catalogue } from './catalogue.ts';
import { columnId, KEY_KINDS } from './columnId.ts';
import { columnRanks, HEAD_ATTRIBUTES, HEAD_TAGS } from './columnOrder.ts';
import { readColumns } from './readColumns.ts';

/** Metrics and params whose cells a table begins with: as many as a page shows that nobody has arranged. */
const FIRST = 12;
/** Tables that are remembered, to tell later what has changed since. */
const REMEMBERED = 4;
/** More changed runs than these are not looked at one by one for columns that are new. */
const FEW = 20;

/** A table as it was told. */
interface ToldTable {
  readonly revision: string;
  readonly scope: string;
  /** The store's, before it was read. */
  readonly at: number;
  readonly heads: readonly RunHead[];
  readonly columns: readonly TableColumn[];
  /** By number of run. */
  readonly prints: ReadonlyMap<number, string>;
}

const NO_TABLE: RunTable = { kind: 'table', revision: 'none', runs: [], columns: [], cells: [] };

/** Tables of runs: told whole at first, then what has changed. */
export class RunTables {
  #told: readonly ToldTable[] = [];
  #last = 0;

  async table(asked: Asked, params: RunTableAsked): Promise<RunTableTold> {
    const stores = await viewStores(asked);
    if (stores === undefined) return NO_TABLE;
    const before = this.#named(params.since?.revision, scopeOf(params));
    const now = await this.#look(asked, stores, { scope: scopeOf(params), before });
    if (before !== undefined && params.since !== undefined)
      return changes(stores.cells, { before, now, columns: params.since.columns });
    const { revision, heads, columns } = now;
    const cells = await readColumns(stores.cells, heads, params.columns ?? firstColumns(columns));
    return { kind: 'table', revision, runs: heads.map(({ id }) => id), columns, cells };
  }

  /** The runs of a table that a filter takes, as the store understands it. Rejects with `Failure` `filter-syntax`. */
  async filtered(asked: Asked, params: RunFilterAsked): Promise<RunFilterTold> {
    const stores = await viewStores(asked);
    if (stores === undefined) return { revision: NO_TABLE.revision, kept: '' };
    const scope = scopeOf(params);
    const table =
      this.#named(params.revision, scope) ?? (await this.#look(asked, stores, { scope, before: undefined }));
    const taken = new Set(await stores.cells.matching(selected(params.filter)));
    const bits = new Uint8Array(Math.ceil(table.heads.length / 8));
    for (const [row, { no }] of table.heads.entries()) if (taken.has(no)) bits[row >> 3]! |= 1 << (row & 7);
    return { revision: table.revision, kept: Buffer.from(bits).toString('base64') };
  }

  #named(revision: string | undefined, scope: string): ToldTable | undefined {
    return this.#told.find((one) => one.revision === revision && one.scope === scope);
  }

  async #look(
    { project }: Asked,
    { cells, runs }: Stores,
    { scope, before }: { readonly scope: string; readonly before: ToldTable | undefined },
  ): Promise<ToldTable> {
    await runs.reap();
    const at = await runs.revision();
    const known = before ?? this.#told.find((one) => one.scope === scope);
    if (known?.at === at) return known;
    const named = new Set<string>(JSON.parse(scope));
    const heads = (await cells.heads()).filter(({ experiment }) => named.size === 0 || named.has(experiment));
    const prints = await cells.prints();
    const changed = known === undefined ? heads : changedHeads(known, { heads, prints });
    if (changed.length === 0 && heads.length === known?.heads.length) return known;
    const isKnown = known !== undefined && (await hasOnlyKnown(cells, known, changed));
    const rankOf = columnRanks([...project.pipelines.values()]);
    const columns = isKnown ? known.columns : await catalogue({ cells, heads, rankOf });
    this.#last += 1;
    const told: ToldTable = { revision: `${process.pid}.${this.#last}`, scope, at, heads, columns, prints };
    this.#told = [told, ...this.#told].slice(0, REMEMBERED);
    return told;
  }
}

function scopeOf({ experiments = [] }: { readonly experiments?: readonly string[] }): string {
  return JSON.stringify(experiments.toSorted());
}

/** What names runs, and of each kind the columns that rank first, those that differ before others. */
function firstColumns(columns: readonly TableColumn[]): readonly ColumnId[] {
  const heads = [
    ...HEAD_ATTRIBUTES.map((key) => columnId('attribute', key)),
    ...HEAD_TAGS.map((key) => columnId('tag', key)),
  ];
  const others = (['metric', 'param', 'dataset'] as const).flatMap((kind) =>
    columns
      .filter((column) => column.kind === kind)
      .sort((a, b) => Number(b.differs) - Number(a.differs))
      .slice(0, FIRST)
      .map(({ id }) => id),
  );
  const known = new Set(columns.map(({ id }) => id));
  return [...heads.filter((id) => known.has(id)), ...others];
}

function changedHeads(before: ToldTable, now: Pick<ToldTable, 'heads' | 'prints'>): readonly RunHead[] {
  return now.heads.filter(({ no }) => before.prints.get(no) !== now.prints.get(no));
}

async function hasOnlyKnown(
  cells: Pick<RunCells, 'spreads'>,
  { columns }: ToldTable,
  changed: readonly RunHead[],
): Promise<boolean> {
  if (changed.length > FEW) return false;
  const known = new Set(columns.map(({ id }) => id));
  for (const kind of KEY_KINDS)
    for (const { no } of changed)
      for (const { key } of await cells.spreads(kind, { from: no, to: no }))
        if (!known.has(columnId(kind, key))) return false;
  return true;
}

async function changes(
  cells: Pick<RunCells, 'values'>,
  {
    before,
    now,
    columns,
  }: { readonly before: ToldTable; readonly now: ToldTable; readonly columns: readonly ColumnId[] },
): Promise<RunTableChanges> {
  const changed = changedHeads(before, now);
  const left = new Set(now.heads.map(({ no }) => no));
  return {
    kind: 'changes',
    revision: now.revision,
    runs: changed.map(({ id }) => id),
    gone: before.heads.filter(({ no }) => !left.has(no)).map(({ id }) => id),
    ...(now.columns !== before.columns && { columns: now.columns }),
    cells: changed.length === 0 ? [] : await readColumns(cells, changed, columns),
  };
}
