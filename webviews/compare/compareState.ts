import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type {
  AlsoAsked,
  ColumnId,
  RunFilterTold,
  RunTableAsked,
  RunTableTold,
  Unread,
} from '../../engine/src/tracking/table/runTable.ts';
import type { Told } from '../../server/src/views/viewQuestions.ts';
import type { Refusal } from '../shared/asker.ts';
import { unpackedBits } from './model/cells.ts';
import { lineKey } from './model/heldLines.ts';
import { columnsNamed, isWholeFilter, type PageFilter, pageFilter } from './model/pageFilter.ts';
import { Remembered } from './model/remembered.ts';
import { type Lines, RememberedLines } from './model/rememberedLines.ts';
import { coloursAfter, type RunColours } from './model/runLooks.ts';
import { type ShownColumns, shownColumns } from './model/shownColumns.ts';
import { newTable, type Table, withChanges, withColumns } from './model/table.ts';
import type { AlsoCompared, CompareSubject, CompareView, Tab } from './protocol.ts';

/** What a comparison asks of the extension. */
export interface TableAsking {
  table(asked: RunTableAsked): Promise<Told<RunTableTold>>;
  filter(asked: {
    readonly filter: string;
    readonly revision: string;
    readonly also?: readonly AlsoAsked[];
  }): Promise<Told<RunFilterTold>>;
}

/** What outlives hiding the panel. */
export interface KeptComparison {
  readonly view: CompareView;
  /** Name under which the view was saved last, and how it was then. */
  readonly saved?: { readonly name: string; readonly view: CompareView };
  readonly selected: readonly string[];
  readonly tab: Tab;
  /** Whose runs stand in the table beside those it began with. */
  readonly also?: readonly AlsoCompared[];
}

interface Filtered {
  readonly revision: string;
  /** 1 where the filter takes a run. */
  readonly kept: Uint8Array;
}

/** What charts draw: table and lines as they were when the grid was painted last. */
export interface Charted {
  readonly table: Table | undefined;
  readonly lines: Lines;
  /** 1 where the filter takes a run, brushes aside; all where undefined. */
  readonly filtered: Uint8Array | undefined;
}

const NO_LINES: Lines = { lines: [], taken: new Uint32Array(), added: 0, moved: 0 };
const NO_COLUMNS: ShownColumns = { columns: [], equal: 0 };
/** Of tables of several stores. */
const SOURCE = 'attributes.source';

/** The state of a comparison: the table as far as it was told, how it is looked at, and what follows from both. */
export class CompareState {
  /** Where runs are another tool's: they are read, and left as they are. */
  readonly source: CompareSubject['source'];
  readonly view: Signal<CompareView>;
  readonly selected: Signal<ReadonlySet<string>>;
  readonly tab: Signal<Tab>;
  /** Whose runs stand in the table beside those it began with. */
  readonly also: ReadonlySignal<readonly AlsoCompared[]>;
  /** Of the selected runs: one keeps its own until it is deselected. */
  readonly colours: ReadonlySignal<RunColours>;
  /** Run that something points at, in whatever part of the page. */
  readonly hovered = signal<string | undefined>(undefined);
  /** Keys of groups. */
  readonly open = signal<ReadonlySet<string>>(new Set());
  readonly saved: Signal<KeptComparison['saved']>;
  /** In the order that they had when something was told that nobody asked for, until `apply`. */
  readonly lines: ReadonlySignal<Lines>;
  readonly columns: ReadonlySignal<ShownColumns>;
  /** 1 where the filter takes a run, brushes aside; all where undefined. */
  readonly filtered: ReadonlySignal<Uint8Array | undefined>;
  /** Follows table and lines at a distance, so that the grid never waits for charts. */
  readonly charted: ReadonlySignal<Charted>;
  /** Run that others are held against, where it is in the table. */
  readonly baseline: ReadonlySignal<string | null>;
  readonly #table = signal<Table | undefined>(undefined);
  readonly #refusal = signal<Refusal | undefined>(undefined);
  readonly #also: Signal<readonly AlsoCompared[]>;
  readonly #unread = signal<readonly Unread[]>([]);
  readonly #filtered = signal<Filtered | undefined>(undefined);
  /** Keys of lines. */
  readonly #held = signal<readonly string[] | undefined>(undefined);
  readonly #filterRefusal = signal<Refusal | undefined>(undefined);
  readonly #asking: TableAsking;
  readonly #experiments: readonly string[];
  readonly #wanted = new Set<ColumnId>();
  /** Questions follow each other, so that answers come in their order. */
  #turn: Promise<void> = Promise.resolve();
  #isWaiting = false;
  #isPart = false;
  /** A table was told that was not of some runs. */
  #hasAllColumns = false;

  /**
   * @param production id of the run that made production's version, where the table has it
   * @param later does a piece of work when the grid has been painted
   */
  constructor(
    { experiments, source }: CompareSubject,
    kept: KeptComparison,
    asking: TableAsking,
    production: ReadonlySignal<string | null> = signal(null),
    later: (work: () => void) => void = (work) => work(),
  ) {
    this.source = source;
    this.#experiments = experiments;
    this.#asking = asking;
    this.view = signal(kept.view);
    this.selected = signal(new Set(kept.selected));
    this.tab = signal(kept.tab);
    this.#also = signal(kept.also ?? []);
    this.also = this.#also;
    let colours: RunColours = new Map();
    this.colours = computed(() => {
      colours = coloursAfter(colours, this.selected.value);
      return colours;
    });
    this.saved = signal(kept.saved);
    this.baseline = computed(() => {
      const id = this.view.value.baseline ?? production.value;
      return id !== null && this.#table.value?.rows.has(id) ? id : null;
    });
    this.filtered = computed(() => this.#filtered.value?.kept);
    const rememberedLines = new RememberedLines();
    this.lines = computed(() => {
      const table = this.#table.value;
      if (table === undefined) return NO_LINES;
      return rememberedLines.of({
        table,
        filtered: this.filtered.value,
        view: this.view.value,
        baseline: this.baseline.value,
        selected: this.selected.value,
        open: this.open.value,
        held: this.#held.value,
      });
    });
    const remembered = new Remembered<ShownColumns>();
    this.columns = computed(() => {
      const [table, view] = [this.#table.value, this.view.value];
      if (table === undefined) return NO_COLUMNS;
      const { taken } = this.lines.value;
      const differing = view.onlyDiffering ? [table.cells, taken] : [];
      return remembered.of([table.columns, view.columns, ...differing], () => shownColumns(table, view, taken));
    });
    const charted = signal<Charted>({ table: undefined, lines: NO_LINES, filtered: undefined });
    this.charted = charted;
    effect(() => {
      const now = { table: this.#table.value, lines: this.lines.value, filtered: this.filtered.value };
      later(() => {
        charted.value = now;
      });
    });
  }

  get table(): ReadonlySignal<Table | undefined> {
    return this.#table;
  }

  /** What was told last is of some runs: more is told when it is asked for again. */
  get isPart(): boolean {
    return this.#isPart;
  }

  /** Why the newest question got no answer; what was told before stays. */
  get refusal(): ReadonlySignal<Refusal | undefined> {
    return this.#refusal;
  }

  /** Stores of the table that cannot be read now; their rows are as they were. */
  get unread(): ReadonlySignal<readonly Unread[]> {
    return this.#unread;
  }

  /** Why the filter cannot be understood; the one before it still holds. */
  get filterRefusal(): ReadonlySignal<Refusal | undefined> {
    return this.#filterRefusal;
  }

  get kept(): KeptComparison {
    const [saved, also] = [this.saved.value, this.#also.value];
    return {
      view: this.view.value,
      ...(saved !== undefined && { saved }),
      selected: [...this.selected.value],
      tab: this.tab.value,
      ...(also.length > 0 && { also }),
    };
  }

  change(part: Partial<CompareView>): void {
    batch(() => {
      this.view.value = { ...this.view.peek(), ...part };
      this.apply();
    });
  }

  /** Shows lines where they belong now. */
  apply(): void {
    this.#held.value = undefined;
  }

  /** Opens a group, or closes it. */
  turn(group: string): void {
    const open = new Set(this.open.peek());
    if (!open.delete(group)) open.add(group);
    batch(() => {
      this.open.value = open;
      this.apply();
    });
  }

  /** Adds to the selection, or takes from it. */
  toggle(run: string): void {
    const selected = new Set(this.selected.peek());
    if (!selected.delete(run)) selected.add(run);
    this.selected.value = selected;
  }

  select(runs: readonly string[]): void {
    this.selected.value = new Set(runs);
  }

  /** Asks for the table, or for what has changed since; several wishes while a question is on its way become one. */
  refresh(): Promise<void> {
    if (this.#isWaiting) return this.#turn;
    this.#isWaiting = true;
    return this.#next(async () => {
      this.#isWaiting = false;
      const before = this.#table.peek();
      await this.#ask(
        before === undefined
          ? {}
          : {
              since: { revision: before.revision, columns: [...before.cells.keys()] },
              columns: [...before.cells.keys()],
            },
      );
    });
  }

  /** Has the table hold these runs too, and no longer others; what is told then is shown at once. */
  async addRuns(also: readonly AlsoCompared[]): Promise<void> {
    this.#also.value = also;
    await this.#next(async () => {
      const sorted = this.view.peek().sort.map(({ column }) => column);
      await this.#ask({
        anew: true,
        columns: [...new Set([SOURCE, ...sorted, ...(this.#table.peek()?.cells.keys() ?? [])])],
      });
      this.apply();
    });
  }

  /** Asks again what is kept on other machines too. */
  readAgain(): Promise<void> {
    return this.#next(() => {
      const columns = [...(this.#table.peek()?.cells.keys() ?? [])];
      const revision = this.#table.peek()?.revision;
      return this.#ask({ anew: true, columns, ...(revision !== undefined && { since: { revision, columns } }) });
    });
  }

  /** Asks for columns whose cells are not there yet. */
  want(columns: readonly ColumnId[]): Promise<void> {
    const table = this.#table.peek();
    const missing = columns.filter((id) => !this.#wanted.has(id) && table !== undefined && !table.cells.has(id));
    if (missing.length === 0) return this.#turn;
    for (const id of missing) this.#wanted.add(id);
    return this.#next(async () => {
      const known = this.#table.peek()?.revision;
      await this.#ask({ columns: missing, ...(known !== undefined && { known }) });
      for (const id of missing) this.#wanted.delete(id);
    });
  }

  /** Applies the view's filter to the table as it is: at once where its cells tell, else as the store says. */
  filter(): Promise<void> {
    return this.#filterHere() ? this.#turn : this.#next(() => this.#askFilter());
  }

  /**
   * Asks for the columns of a filter that somebody writes, so that they are here when it is written.
   * @returns whether it can be applied at once
   */
  foresee(filter: string): boolean {
    const table = this.#table.peek();
    if (table === undefined) return false;
    void this.want(columnsNamed(filter, table));
    return filter.trim() === '' || (isWholeFilter(filter) && this.#inPage(filter).kept !== undefined);
  }

  /** @returns whether no store has to be asked */
  #filterHere(): boolean {
    const [table, { filter }] = [this.#table.peek(), this.view.peek()];
    if (table === undefined) return false;
    const isNone = filter.trim() === '';
    const { kept, missing } = this.#inPage(filter);
    void this.want(missing);
    if (!isNone && kept === undefined) return false;
    this.#takes(kept && { revision: table.revision, kept });
    return true;
  }

  #inPage(filter: string): PageFilter {
    const table = this.#table.peek();
    if (table === undefined || filter.trim() === '') return { kept: undefined, missing: [] };
    const isOwn = this.source === undefined && this.#also.peek().length === 0;
    return pageFilter({ filter, table, isOwn, hasAllColumns: this.#hasAllColumns });
  }

  async #askFilter(): Promise<void> {
    const [table, { filter }] = [this.#table.peek(), this.view.peek()];
    if (table === undefined || this.#filterHere()) return;
    const told = await this.#asking.filter({ filter, revision: table.revision, ...this.#others() });
    // Another was asked for meanwhile.
    if (this.view.peek().filter !== filter) return;
    if (told.kind === 'refused') this.#filterRefusal.value = told;
    else if (told.value.revision === table.revision)
      this.#takes({ revision: table.revision, kept: unpackedBits(told.value.kept, table.runs.length) });
  }

  #takes(filtered: Filtered | undefined): void {
    batch(() => {
      this.#filterRefusal.value = undefined;
      this.#filtered.value = filtered;
    });
  }

  async #ask(asked: RunTableAsked): Promise<void> {
    const experiments = this.#experiments.length === 0 ? {} : { experiments: this.#experiments };
    const source = this.source === undefined ? {} : { source: this.source.id };
    const told = await this.#asking.table({ ...experiments, ...source, ...this.#others(), ...asked });
    if (told.kind === 'refused') {
      this.#refusal.value = told;
      return;
    }
    if (told.value.kind !== 'cells') this.#isPart = told.value.isPart === true;
    this.#hasAllColumns ||= !this.#isPart;
    batch(() => {
      this.#refusal.value = undefined;
      if (told.value.kind !== 'cells') this.#unread.value = told.value.unread ?? [];
      this.#take(told.value);
    });
    const { columns } = this.#table.peek() ?? {};
    void this.want((this.view.peek().brushes ?? []).flatMap(({ column }) => (columns?.has(column) ? [column] : [])));
    if (this.#filtered.peek() !== undefined && this.#filtered.peek()?.revision !== this.#table.peek()?.revision)
      void this.filter();
  }

  #others(): { readonly also?: readonly AlsoAsked[] } {
    const also = this.#also.peek().map(({ source, experiments }) => ({ source: source?.id ?? null, experiments }));
    return also.length === 0 ? {} : { also };
  }

  #take(told: RunTableTold): void {
    const before = this.#table.peek();
    const shown = this.lines.peek().lines;
    const after = tableAfter(before, told);
    if (after === undefined) return;
    this.#table.value = after;
    if (before === undefined || before.revision === after.revision) return;
    // Where nothing is shown, nothing would move under somebody's eyes.
    if (shown.length > 0) this.#held.value ??= shown.map((line) => lineKey(line, before));
    const filtered = this.#filtered.peek();
    // What is new waits for the filter's answer.
    if (filtered !== undefined) {
      const kept = Uint8Array.from(after.runs, (run) => filtered.kept[before.rows.get(run) ?? -1] ?? 0);
      this.#filtered.value = { revision: filtered.revision, kept };
    }
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work);
    return this.#turn;
  }
}

function tableAfter(before: Table | undefined, told: RunTableTold): Table | undefined {
  if (told.kind === 'cells') return before && withColumns(before, told);
  if (told.kind === 'table') return before === undefined ? newTable(told) : withColumns(before, told);
  return before === undefined
    ? newTable({ ...told, kind: 'table', columns: told.columns ?? [] })
    : withChanges(before, told);
}
