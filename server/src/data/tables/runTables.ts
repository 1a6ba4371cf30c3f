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
import type { Asked } from '../asked.ts';
import type { Sourced } from '../sources/sourced.ts';
import { catalogue } from './catalogue.ts';
import { columnId, KEY_KINDS } from './columnId.ts';
import { columnRanks, HEAD_ATTRIBUTES, HEAD_TAGS } from './columnOrder.ts';
import { readColumns } from './readColumns.ts';
import { type TablePart, tableParts } from './tableParts.ts';
import { type Prints, printsAtWork, printsLater, printsThere, type TablePrints } from './tablePrints.ts';
import { type Reading, type TableFrom, TableStores } from './tableStores.ts';

/** Metrics and params whose cells a table begins with: as many as a page shows that nobody has arranged. */
const FIRST = 12;
/** Tables of more runs than these begin with what is in sight, and are told before prints are read. */
const MANY = 2000;
const FIRST_METRICS = 4;
/** Newest runs whose columns such a table begins with. */
const NEWEST = 300;
/** Milliseconds after which the columns of all runs are looked for. */
const ALL_AFTER = 700;
/** Milliseconds for which a table that somebody may ask for soon waits until nothing else is asked. */
const WARM_AFTER = 300;
/** What a table of all runs of the project is of. */
const ALL = tableParts({});
/** Milliseconds for which looks at runs at work do; then all are looked at. */
const WHOLE_AFTER = 5000;
/** Milliseconds for which a look at some runs does where nothing was written since. */
const PART_FOR = 1000;
/** Tables that are remembered, to tell later what has changed since. */
const REMEMBERED = 4;
/** More changed runs than these are not looked at one by one for columns that are new. */
const FEW = 20;

/** A table as it was told. */
interface ToldTable {
  readonly revision: string;
  readonly scope: string;
  /** Of what it was read from; undefined where more may have changed than was looked at. */
  readonly at: string | undefined;
  /** Of what some of it was read from, and when. */
  readonly part?: { readonly at: string; readonly seenAt: number };
  readonly heads: readonly RunHead[];
  readonly columns: readonly TableColumn[];
  /** Where `columns` are those of the newest runs: those of all, once they are known. */
  readonly later: LaterColumns | undefined;
  readonly prints: TablePrints;
  /** Since all runs were looked at, only those at work were. */
  readonly isPart: boolean;
  /** When all were looked at; of a part, when the first look was that left some out. */
  readonly lookedAt: number;
}

interface LaterColumns {
  columns: readonly TableColumn[] | undefined;
}

const NO_TABLE: RunTable = { kind: 'table', revision: 'none', runs: [], columns: [], cells: [] };

/** Tables of runs: told whole at first, then what has changed. */
export class RunTables {
  #told: readonly ToldTable[] = [];
  #last = 0;
  #isWarm = false;
  /** A look that began before anybody asked. */
  #warming: Promise<unknown> = Promise.resolve();
  readonly #stores = new TableStores();

  async table(asked: Sourced, params: RunTableAsked): Promise<RunTableTold> {
    const { since, anew = false } = params;
    const parts = tableParts(params);
    const before = this.#named(since?.revision, parts);
    const isBegun = params.columns === undefined && since === undefined;
    const reading: Reading = { here: isBegun || since !== undefined || anew, away: isBegun || anew };
    const from = await this.#stores.of(asked, parts, reading);
    if (from === undefined) return NO_TABLE;
    const had = since === undefined ? this.#named(params.known, parts) : undefined;
    if (had !== undefined && params.columns !== undefined)
      return { kind: 'cells', revision: had.revision, cells: await readColumns(from.cells, had.heads, params.columns) };
    await this.#warming;
    const now = await this.#look(asked, from, parts, before);
    const unread = from.unread.length === 0 ? {} : { unread: from.unread };
    const told = since && before && (await changes(from.cells, { before, now, columns: since.columns }));
    if (told !== undefined) return { ...told, ...unread };
    const { revision, heads, columns } = now;
    const wanted = params.columns ?? since?.columns ?? firstColumns(columns, heads.length);
    const cells = await readColumns(from.cells, heads, wanted);
    const isPart = now.later !== undefined && ({ isPart: true } as const);
    return { kind: 'table', revision, runs: heads.map(({ id }) => id), columns, cells, ...isPart, ...unread };
  }

  /** The runs of a table that a filter takes, as the store understands it. Rejects with `Failure` `filter-syntax`. */
  async filtered(asked: Sourced, params: RunFilterAsked): Promise<RunFilterTold> {
    const parts = tableParts(params);
    const from = await this.#stores.of(asked, parts, { here: false, away: false });
    if (from === undefined) return { revision: NO_TABLE.revision, kept: '' };
    const table = this.#named(params.revision, parts) ?? (await this.#look(asked, from, parts, undefined));
    const taken = new Set(await from.cells.matching(selected(params.filter)));
    return { revision: table.revision, kept: base64Bits(table.heads.map(({ no }) => taken.has(no))) };
  }

  /** Somebody looks at a list of so many runs: a table of them is soon asked for, and then is known. */
  warm(asked: Sourced, runs: number): void {
    if (this.#isWarm || runs <= MANY) return;
    this.#isWarm = true;
    const look = async () => {
      const from = await this.#stores.of(asked, ALL, { here: false, away: false });
      if (from !== undefined) await this.#look(asked, from, ALL, undefined);
    };
    // What goes wrong is told to whoever asks for the table.
    setTimeout(() => {
      this.#warming = look().catch(() => {});
    }, WARM_AFTER).unref();
  }

  #named(revision: string | undefined, parts: readonly TablePart[]): ToldTable | undefined {
    const scope = scopeOf(parts);
    return this.#told.find((one) => one.revision === revision && one.scope === scope);
  }

  async #look(
    asked: Asked,
    from: TableFrom,
    parts: readonly TablePart[],
    before: ToldTable | undefined,
  ): Promise<ToldTable> {
    const { cells, at } = from;
    const { project } = asked;
    const scope = scopeOf(parts);
    const told = before ?? this.#told.find((one) => one.scope === scope);
    const columns = told?.later?.columns;
    const known = told && columns ? this.#remember({ ...told, columns, later: undefined }) : told;
    if (known?.at === at || (known?.part?.at === at && performance.now() - known.part.seenAt < PART_FOR)) return known;
    const all = known === undefined && scope !== scopeOf(ALL) ? await this.#all(asked, from, parts) : undefined;
    if (all !== undefined) return this.#remember({ ...all, scope });
    const named = new Set(parts.length > 1 ? [] : parts[0]?.experiments);
    const heads = (await cells.heads()).filter(({ experiment }) => named.size === 0 || named.has(experiment));
    const now = performance.now();
    const whole = { at, isPart: false, lookedAt: now };
    const rankOf = columnRanks([...project.pipelines.values()]);
    const news = async () => ({ scope, heads, columns: await catalogue({ cells, heads, rankOf }), later: undefined });
    const printed = await known?.prints();
    // Written to while its prints were read: they are read before anything else now, so that this happens once.
    if (known !== undefined && printed === undefined) {
      const later = known.later ?? laterColumns(() => catalogue({ cells, heads, rankOf }));
      const prints = printsThere(await cells.prints());
      return this.#remember({ ...whole, scope, heads, columns: known.columns, later, prints });
    }
    if (known === undefined || printed === undefined) {
      if (heads.length <= MANY)
        return this.#remember({ ...whole, ...(await news()), prints: printsThere(await cells.prints()) });
      const newest = await catalogue({ cells, heads, among: heads.slice(0, NEWEST), rankOf });
      const later = laterColumns(() => catalogue({ cells, heads, rankOf }));
      return this.#remember({ ...whole, scope, heads, columns: newest, later, prints: printsLater(from, heads) });
    }
    const isDue = heads.length <= MANY || (known.isPart && now - known.lookedAt > WHOLE_AFTER);
    const ofSome = isDue ? undefined : await printsAtWork(cells, { prints: printed, heads: known.heads }, heads);
    const prints = ofSome ?? (await cells.prints());
    const changed = changedHeads(printed, prints, heads);
    if (changed.length === 0 && heads.length === known.heads.length) return this.#still(known, whole);
    const isKnown = await hasOnlyKnown(cells, known, changed);
    const next = {
      ...(isKnown ? { scope, heads, columns: known.columns, later: known.later } : await news()),
      prints: printsThere(prints),
    };
    if (ofSome === undefined) return this.#remember({ ...next, ...whole });
    const lookedAt = known.isPart ? known.lookedAt : now;
    return this.#remember({ ...next, at: undefined, part: { at, seenAt: now }, isPart: true, lookedAt });
  }

  /** The table of all runs, where it is known and these parts hold no others. */
  async #all(asked: Asked, from: TableFrom, parts: readonly TablePart[]): Promise<ToldTable | undefined> {
    const [only] = parts;
    const scope = scopeOf(ALL);
    if (parts.length > 1 || only?.source !== null || !this.#told.some((one) => one.scope === scope)) return undefined;
    const all = await this.#look(asked, from, ALL, undefined);
    const named = new Set(only.experiments);
    return all.heads.every(({ experiment }) => named.has(experiment)) ? all : undefined;
  }

  #remember(table: Omit<ToldTable, 'revision'>): ToldTable {
    this.#last += 1;
    const told = { ...table, revision: `${process.pid}.${this.#last}` };
    this.#told = [told, ...this.#told].slice(0, REMEMBERED);
    return told;
  }

  /** A table that a later look found unchanged. */
  #still(told: ToldTable, look: Pick<ToldTable, 'at' | 'isPart' | 'lookedAt'>): ToldTable {
    const now = { ...told, ...look };
    this.#told = this.#told.map((one) => (one === told ? now : one));
    return now;
  }
}

/** Columns that are looked for a moment after a table was told. */
function laterColumns(look: () => Promise<readonly TableColumn[]>): LaterColumns {
  const later: LaterColumns = { columns: undefined };
  const take = (columns: readonly TableColumn[]) => {
    later.columns = columns;
  };
  // What goes wrong is told by the next question: the store cannot be read.
  setTimeout(() => void look().then(take, () => {}), ALL_AFTER).unref();
  return later;
}

const NO_PRINTS = [new Map(), new Map()] as const;

function scopeOf(parts: readonly TablePart[]): string {
  return JSON.stringify(parts);
}

/** What names runs, and of each kind the columns that rank first, those that differ before others. */
function firstColumns(columns: readonly TableColumn[], runs: number): readonly ColumnId[] {
  const heads = [
    ...HEAD_ATTRIBUTES.map((key) => columnId('attribute', key)),
    ...HEAD_TAGS.map((key) => columnId('tag', key)),
  ];
  const most = { metric: FIRST, param: FIRST, dataset: FIRST };
  const ofMany = { metric: FIRST_METRICS, param: 0, dataset: 0 };
  const others = (['metric', 'param', 'dataset'] as const).flatMap((kind) =>
    columns
      .filter((column) => column.kind === kind)
      .sort((a, b) => Number(b.differs) - Number(a.differs))
      .slice(0, (runs > MANY ? ofMany : most)[kind])
      .map(({ id }) => id),
  );
  const known = new Set(columns.map(({ id }) => id));
  return [...heads.filter((id) => known.has(id)), ...others];
}

function changedHeads(before: Prints, now: Prints, heads: readonly RunHead[]): readonly RunHead[] {
  return heads.filter(({ no }) => before.get(no) !== now.get(no));
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

/** Undefined where nobody knows what the table was. */
async function changes(
  cells: Pick<RunCells, 'values'>,
  {
    before,
    now,
    columns,
  }: { readonly before: ToldTable; readonly now: ToldTable; readonly columns: readonly ColumnId[] },
): Promise<RunTableChanges | undefined> {
  const isSame = before.revision === now.revision;
  const [was, is] = isSame ? NO_PRINTS : [await before.prints(), await now.prints()];
  if (was === undefined || is === undefined) return undefined;
  const changed = isSame ? [] : changedHeads(was, is, now.heads);
  const left = new Set(now.heads.map(({ no }) => no));
  return {
    kind: 'changes',
    revision: now.revision,
    runs: changed.map(({ id }) => id),
    gone: before.heads.filter(({ no }) => !left.has(no)).map(({ id }) => id),
    ...(now.columns !== before.columns && { columns: now.columns }),
    cells: changed.length === 0 ? [] : await readColumns(cells, changed, columns),
    ...((now.isPart || now.later !== undefined) && { isPart: true }),
  };
}
