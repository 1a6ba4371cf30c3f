import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { isRecord } from '../../engine/src/language/isRecord.ts';
import type { LiveRun, RegisteredRow } from '../../engine/src/operations/runs/page/runPage.ts';
import type { ModelRow } from '../../server/src/views/models.ts';
import type { Channel } from '../shared/channel.ts';
import type { GridCursor } from '../shared/grid/gridProps.ts';
import { CompareState, type TableAsking } from './compareState.ts';
import { lineKey } from './model/heldLines.ts';
import { readKept } from './model/readKept.ts';
import { mainMetric } from './model/verdict.ts';
import { whenPainted } from './model/whenPainted.ts';
import type { CompareSubject } from './protocol.ts';

/** A comparison with what the page adds to its state. */
export interface Comparison {
  readonly state: CompareState;
  /** Id of the run that made production's version, where the table has it. */
  readonly production: ReadonlySignal<string | null>;
  /** Versions of models by the run that made them. */
  readonly registered: ReadonlySignal<ReadonlyMap<string, readonly RegisteredRow[]>>;
  /** Runs of the table at work. */
  readonly live: ReadonlySignal<ReadonlyMap<string, LiveRun>>;
  /** Where the focus is in the grid: the line by its key. */
  readonly cursor: Signal<CursorKept | null>;
  /** The grid's part of the room that it shares with the tabs. */
  readonly share: Signal<number>;
  readonly scroll: Signal<Scroll>;
  /** When the table was told last. */
  readonly toldAt: ReadonlySignal<number | undefined>;
  /** Asks, and goes on asking when something has changed, until the function that it gives is called. */
  follow(): () => void;
}

export interface CursorKept {
  /** Of a line; null: the head. */
  readonly key: string | null;
  readonly column: string;
}

export interface Scroll {
  readonly left: number;
  readonly top: number;
}

const PART = 'comparison';
const HALF = 0.55;
/** Milliseconds after which all runs are looked at, where it was runs at work alone. */
const CALM = 1500;

/** A comparison as it was left, or as its subject begins it. */
export function openComparison(channel: Channel, subject: CompareSubject): Comparison {
  const key = JSON.stringify(subject);
  const before = fields(fields(channel.state)[PART]);
  const isNew = !('view' in before);
  const isOther = before['subject'] !== key;
  const kept = readKept(isNew ? undefined : before, subject);
  const begun = {
    ...kept,
    ...(isOther && subject.runs !== undefined && { selected: subject.runs }),
    ...(isOther && subject.filter !== undefined && { view: { ...kept.view, filter: subject.filter } }),
    ...(isOther && subject.also !== undefined && { also: subject.also }),
  };
  const models = signal<readonly ModelRow[]>([]);
  const production: ReadonlySignal<string | null> = computed(() => {
    const runs = models.value.flatMap(({ versions }) =>
      versions.filter(({ aliases }) => aliases.includes('production')).map(({ run }) => run),
    );
    return runs.find((run) => state.table.value?.rows.has(run)) ?? null;
  });
  const asking = {
    table: (asked: Parameters<typeof channel.ask<'runTable'>>[1]) => channel.ask('runTable', asked),
    filter: (asked: Parameters<TableAsking['filter']>[0]) =>
      channel.ask('runFilter', {
        ...asked,
        ...(subject.experiments.length > 0 && { experiments: subject.experiments }),
        ...(subject.source !== undefined && { source: subject.source.id }),
      }),
  };
  const state = new CompareState(subject, begun, asking, production, whenPainted());
  const toldAt = signal<number | undefined>(undefined);
  const cursor = signal(readCursor(before['cursor']));
  const share = signal(typeof before['share'] === 'number' ? before['share'] : HALF);
  const scroll = signal(readScroll(before['scroll']));
  let again: ReturnType<typeof setTimeout> | undefined;
  const refresh = async () => {
    clearTimeout(again);
    await state.refresh();
    toldAt.value = Date.now();
    clearTimeout(again);
    if (state.isPart) again = setTimeout(refresh, CALM);
  };
  const askModels = async () => {
    const sources = new Set([subject.source?.id, ...state.also.peek().map(({ source }) => source?.id)]);
    const all = await Promise.all(
      [...sources].map((source) => channel.ask('models', source === undefined ? {} : { source })),
    );
    const found = all.flatMap((told) => (told.kind === 'told' ? [told.value] : []));
    if (found.length > 0) models.value = found.flat();
  };
  return {
    state,
    production,
    cursor,
    share,
    scroll,
    toldAt,
    registered: computed(() => registeredBy(models.value)),
    live: computed(() => {
      const rows = state.table.value?.rows;
      return new Map(channel.live.value.filter(({ run }) => rows?.has(run)).map((one) => [one.run, one]));
    }),
    follow() {
      void begin(state, refresh, isNew);
      const leaveModels = effect(() => {
        // Others have other models.
        void state.also.value;
        void untracked(askModels);
      });
      const leave = channel.onChanged((topics) => {
        const isHere = [subject, ...state.also.peek()].some(({ source }) => source?.isAway !== true);
        if (topics.some((topic) => topic === 'runs' || topic === 'figures') && isHere) void refresh();
        if (topics.includes('models')) void askModels();
      });
      const stop = effect(() => {
        const parts = { ...state.kept, cursor: cursor.value, share: share.value, scroll: scroll.value };
        channel.keep({ ...fields(channel.state), [PART]: { subject: key, ...parts } });
      });
      return () => {
        leave();
        leaveModels();
        stop();
        clearTimeout(again);
      };
    },
  };
}

/** What a view sorts and groups by is wanted before anything is in order; a new one begins with the best run. */
async function begin(state: CompareState, refresh: () => Promise<void>, isNew: boolean): Promise<void> {
  await refresh();
  const table = state.table.peek();
  const main = table && mainMetric(table);
  if (isNew && main?.better) state.change({ sort: [{ column: main.id, descending: main.better === 'higher' }] });
  const { sort, group, filter } = state.view.peek();
  await state.want([...sort.map(({ column }) => column), ...group]);
  if (filter.trim() !== '') await state.filter();
  // A table of many runs begins with what is in sight.
  whenPainted()(() => void state.want(state.columns.peek().columns.map(({ id }) => id)));
}

function registeredBy(models: readonly ModelRow[]): ReadonlyMap<string, readonly RegisteredRow[]> {
  const byRun = new Map<string, RegisteredRow[]>();
  for (const { name, versions } of models)
    for (const { version, aliases, run } of versions) {
      const rows = byRun.get(run) ?? [];
      byRun.set(run, rows);
      rows.push({ name, version, aliases });
    }
  return byRun;
}

/** Keys of the lines as the grid shows them. */
export function keysOf(state: CompareState): readonly string[] {
  const table = state.table.value;
  return table === undefined ? [] : state.lines.value.lines.map((line) => lineKey(line, table));
}

/** Where the cursor is now; null where its line is gone. @param keys of the lines */
export function cursorIn(keys: readonly string[], kept: CursorKept | null, head: number): GridCursor | null {
  if (kept === null) return null;
  const line = kept.key === null ? head : keys.indexOf(kept.key);
  return line === -1 && kept.key !== null ? null : { line, column: kept.column };
}

function readCursor(kept: unknown): CursorKept | null {
  const { key, column } = fields(kept);
  return typeof column === 'string' && (key === null || typeof key === 'string') ? { key, column } : null;
}

function readScroll(kept: unknown): Scroll {
  const { left, top } = fields(kept);
  return { left: typeof left === 'number' ? left : 0, top: typeof top === 'number' ? top : 0 };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
