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
import type { Asked, Viewed } from '../protocol.ts';
import { catalogue } from './catalogue.ts';
import { columnId, KEY_KINDS } from './columnId.ts';
import { columnRanks, HEAD_ATTRIBUTES, HEAD_TAGS } from './columnOrder.ts';
import { readColumns } from './readColumns.ts';
import { type TablePart, tableParts } from './tableParts.ts';
import { type Reading, type TableFrom, TableStores } from './tableStores.ts';

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
  /** Of what it was read from. */
  readonly at: string;
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
  readonly #stores = new TableStores();

  async table(asked: Viewed, params: RunTableAsked): Promise<RunTableTold> {
    const { since, anew = false } = params;
    const parts = tableParts(params);
    const before = this.#named(since?.revision, parts);
    const isBegun = params.columns === undefined && since === undefined;
    const reading: Reading = { here: isBegun || since !== undefined, away: isBegun || anew };
    const from = await this.#stores.of(asked, parts, reading);
    if (from === undefined) return NO_TABLE;
    const now = await this.#look(asked, from, parts, before);
    const unread = from.unread.length === 0 ? {} : { unread: from.unread };
    if (before !== undefined && since !== undefined)
      return { ...(await changes(from.cells, { before, now, columns: since.columns })), ...unread };
    const { revision, heads, columns } = now;
    const cells = await readColumns(from.cells, heads, params.columns ?? firstColumns(columns));
    return { kind: 'table', revision, runs: heads.map(({ id }) => id), columns, cells, ...unread };
  }

  /** The runs of a table that a filter takes, as the store understands it. Rejects with `Failure` `filter-syntax`. */
  async filtered(asked: Viewed, params: RunFilterAsked): Promise<RunFilterTold> {
    const parts = tableParts(params);
    const from = await this.#stores.of(asked, parts, { here: false, away: false });
    if (from === undefined) return { revision: NO_TABLE.revision, kept: '' };
    const table = this.#named(params.revision, parts) ?? (await this.#look(asked, from, parts, undefined));
    const taken = new Set(await from.cells.matching(selected(params.filter)));
    return { revision: table.revision, kept: base64Bits(table.heads.map(({ no }) => taken.has(no))) };
  }

  #named(revision: string | undefined, parts: readonly TablePart[]): ToldTable | undefined {
    const scope = scopeOf(parts);
    return this.#told.find((one) => one.revision === revision && one.scope === scope);
  }

  async #look(
    { project }: Asked,
    { cells, at }: TableFrom,
    parts: readonly TablePart[],
    before: ToldTable | undefined,
  ): Promise<ToldTable> {
    const scope = scopeOf(parts);
    const known = before ?? this.#told.find((one) => one.scope === scope);
    if (known?.at === at) return known;
    const named = new Set(parts.length > 1 ? [] : parts[0]?.experiments);
    const heads = (await cells.heads()).filter(({ experiment }) => named.size === 0 || named.has(experiment));
    const prints = await cells.prints();
    const changed = known === undefined ? heads : changedHeads(known, { heads, prints });
    if (changed.length === 0 && heads.length === known?.heads.length) return this.#still(known, at);
    const isKnown = known !== undefined && (await hasOnlyKnown(cells, known, changed));
    const rankOf = columnRanks([...project.pipelines.values()]);
    const columns = isKnown ? known.columns : await catalogue({ cells, heads, rankOf });
    this.#last += 1;
    const told: ToldTable = { revision: `${process.pid}.${this.#last}`, scope, at, heads, columns, prints };
    this.#told = [told, ...this.#told].slice(0, REMEMBERED);
    return told;
  }

  /** A table that a later look found unchanged. */
  #still(told: ToldTable, at: string): ToldTable {
    const now = { ...told, at };
    this.#told = this.#told.map((one) => (one === told ? now : one));
    return now;
  }
}

function scopeOf(parts: readonly TablePart[]): string {
  return JSON.stringify(parts);
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
