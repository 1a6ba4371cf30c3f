import type { LiveRun, SpecPlace } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Live } from '../../../server/src/protocol.ts';
import type { RunRow, RunsAsked } from '../../../server/src/views/runs.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import { moreRow } from './moreRow.ts';
import { firstRows, type Shown } from './pages.ts';
import { keyOf, type Row } from './row.ts';
import { runLook, runTooltip } from './rows/runItem.ts';
import { shortIds } from './rows/shortIds.ts';
import { partRows } from './runParts.ts';
import { sourceRefusal } from './sourceRows.ts';
import { type Asker, refusal } from './sources.ts';

/** What came of a notification about runs at work. */
export interface Moved {
  /** Rows that look other now. */
  readonly rows: readonly Row[];
  /** Keys of runs whose steps are other now. */
  readonly below: readonly string[];
  /** A run began or ended. */
  readonly isOther: boolean;
}

/** Where a list of runs stands. */
export interface RunsIn {
  readonly root: string;
  /** Of the pipeline that makes them. */
  readonly place: SpecPlace | null;
  /** Null: the project's own store. */
  readonly source: SourceRow | null;
}

/** Runs, their steps and artifacts as rows. */
export class RunRows {
  readonly #asker: Asker;
  readonly #shown: Shown;
  /** Runs that were told, by their keys. */
  readonly #told = new Map<string, ToldRun>();
  readonly #live = new Map<string, ReadonlyMap<string, LiveRun>>();

  constructor(asker: Asker, shown: Shown) {
    this.#asker = asker;
    this.#shown = shown;
  }

  /** All are told anew. */
  forget(): void {
    this.#told.clear();
  }

  /** Takes what is told of runs at work. */
  moved({ root, runs }: Live): Moved {
    const before = this.#live.get(root) ?? new Map<string, LiveRun>();
    const now = new Map(runs.map((live) => [live.run, live]));
    this.#live.set(root, now);
    const isOther =
      before.size !== now.size || runs.some(({ run, isQueued }) => before.get(run)?.isQueued !== isQueued);
    const told = runs.map(({ run }) => this.#told.get(runKey(root, run))).filter((one) => one !== undefined);
    const below = runs.filter((live) => stepChanged(before.get(live.run), live)).map(({ run }) => runKey(root, run));
    return { rows: told.map((one) => this.#runRow(one)), below, isOther };
  }

  /** The runs of an experiment, or of a branch of it. */
  async list({ root, place, source }: RunsIn, given: Omit<RunsAsked, 'offset' | 'limit'>): Promise<readonly Row[]> {
    const asked = source === null ? given : { ...given, source: source.id };
    const list = keyOf(
      ...pathOf(root, source),
      'runs',
      asked.experiment,
      asked.branch ?? null,
      'branch' in asked ? 1 : 0,
    );
    const told = await firstRows(
      this.#shown.of(list),
      async (offset, limit) => {
        const part = await this.#asker.ask(root, 'runs', { ...asked, offset, limit });
        return part.kind === 'refused' ? part : { kind: 'told', value: { ...part.value, rows: part.value.runs } };
      },
      ({ id }) => id,
    );
    if (told.kind === 'refused') return source === null ? refusal(list, told) : sourceRefusal(root, source, told);
    const { rows, total, isAtLeast = false } = told.value;
    const ids = shortIds(rows.map(({ id }) => id));
    const runs = rows.map((run) =>
      this.#runRow({ root, place, source, experiment: asked.experiment, run, id: ids.get(run.id) ?? run.id }),
    );
    if (total <= rows.length && !isAtLeast) return runs;
    return [...runs, moreRow(list, isAtLeast ? undefined : total - rows.length)];
  }

  #runRow(told: ToldRun): Row {
    const { root, experiment, place, source, id } = told;
    const live = this.#live.get(root)?.get(told.run.id) ?? told.run.live;
    const run = live === told.run.live ? told.run : { ...told.run, live };
    const key = runKey(root, run.id);
    this.#told.set(key, told);
    const options = { id, experiment, isPlaced: place !== null, source, now: this.#asker.now() };
    return {
      key,
      look: runLook(run, options),
      subject: { root, experiment, run: run.id, ...(place !== null && { place }), ...(source !== null && { source }) },
      opens: OPEN_RUN,
      explain: async () => {
        const page = await this.#asker.ask(root, 'runPage', { run: run.id });
        return page.kind === 'told' ? runTooltip(run, options, page.value) : undefined;
      },
      children: async () => {
        const parts = await this.#asker.ask(root, 'runParts', { run: run.id });
        if (parts.kind === 'refused') return refusal(key, parts);
        return partRows({
          root,
          run: run.id,
          parts: parts.value,
          main: run.metric?.name,
          live: this.#live.get(root)?.get(run.id) ?? null,
          shown: this.#shown,
        });
      },
    };
  }
}

/** Parts of keys that tell what a source has from what the project has under the same name. */
export function pathOf(root: string, source: SourceRow | null): readonly string[] {
  return source === null ? [root] : [root, 'source', source.id];
}

const OPEN_RUN = { command: 'modelyard.openRun', title: 'Open Run' };

interface ToldRun extends RunsIn {
  readonly experiment: string;
  readonly run: RunRow;
  /** As it is shown. */
  readonly id: string;
}

function runKey(root: string, run: string): string {
  return keyOf(root, 'run', run);
}

function stepChanged(before: LiveRun | undefined, now: LiveRun): boolean {
  return before?.step !== now.step || before.steps.done !== now.steps.done;
}
