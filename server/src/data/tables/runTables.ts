import type { RunCells, RunHead } from '../../../../engine/src/ports/runCells.ts';
import { base64Bits } from '../../../../engine/src/tracking/table/encodeCells.ts';
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
import type { Asked, Viewed } from '../protocol.ts';
import { catalogue } from './catalogue.ts';
import { columnId, KEY_KINDS } from './columnId.ts';
import { columnRanks, HEAD_ATTRIBUTES, HEAD_TAGS } from './columnOrder.ts';
import { readColumns } from './readColumns.ts';
import { sourceCells } from './sourceCells.ts';

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
  readonly at: number | undefined;
  readonly heads: readonly RunHead[];
  readonly columns: readonly TableColumn[];
  /** By number of run. */
  readonly prints: ReadonlyMap<number, string>;
}

const NO_TABLE: RunTable = { kind: 'table', revision: 'none', runs: [], columns: [], cells: [] };

/** What a table is read from. */
interface TableFrom {
  readonly cells: RunCells;
  /** The store's revision; undefined where nothing tells whether anything has changed. */
  readonly at: number | undefined;
}

type Asking = Pick<RunTableAsked, 'source' | 'experiments'>;

/** Tables of runs: told whole at first, then what has changed. */
export class RunTables {
  #told: readonly ToldTable[] = [];
  #last = 0;
  /** By source: as it was read last. */
  readonly #sources = new Map<string, RunCells>();

  async table(asked: Viewed, params: RunTableAsked): Promise<RunTableTold> {
    const before = this.#named(params.since?.revision, params);
    const from = await this.#from(asked, params, params.columns === undefined || params.since !== undefined);
    if (from === undefined) return NO_TABLE;
    const now = await this.#look(asked, from, params, before);
    if (before !== undefined && params.since !== undefined && (params.source === undefined || now === before))
      return changes(from.cells, { before, now, columns: params.since.columns });
    const { revision, heads, columns } = now;
    const cells = await readColumns(from.cells, heads, params.columns ?? firstColumns(columns));
    return { kind: 'table', revision, runs: heads.map(({ id }) => id), columns, cells };
  }

  /** The runs of a table that a filter takes, as the store understands it. Rejects with `Failure` `filter-syntax`. */
  async filtered(asked: Viewed, params: RunFilterAsked): Promise<RunFilterTold> {
    const from = await this.#from(asked, params, false);
    if (from === undefined) return { revision: NO_TABLE.revision, kept: '' };
    const table = this.#named(params.revision, params) ?? (await this.#look(asked, from, params, undefined));
    const taken = new Set(await from.cells.matching(selected(params.filter)));
    return { revision: table.revision, kept: base64Bits(table.heads.map(({ no }) => taken.has(no))) };
  }

  /** @param anew another tool's store is read again, else as it was read last */
  async #from(asked: Viewed, { source }: Asking, anew: boolean): Promise<TableFrom | undefined> {
    if (source !== undefined) {
      const known = this.#sources.get(source);
      const cells = known === undefined || anew ? await sourceCells(asked, source) : known;
      this.#sources.set(source, cells);
      return { cells, at: undefined };
    }
    const stores = await viewStores(asked);
    if (stores === undefined) return undefined;
    await stores.runs.reap();
    return { cells: stores.cells, at: await stores.runs.revision() };
  }

  #named(revision: string | undefined, asking: Asking): ToldTable | undefined {
    const scope = scopeOf(asking);
    return this.#told.find((one) => one.revision === revision && one.scope === scope);
  }

  async #look(
    { project }: Asked,
    { cells, at }: TableFrom,
    asking: Asking,
    before: ToldTable | undefined,
  ): Promise<ToldTable> {
    const scope = scopeOf(asking);
    const known = before ?? this.#told.find((one) => one.scope === scope);
    if (at !== undefined && known?.at === at) return known;
    const named = new Set(asking.experiments);
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

function scopeOf({ source = '', experiments = [] }: Asking): string {
  return JSON.stringify([source, ...experiments.toSorted()]);
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
