import type { Live } from '../../../server/src/protocol.ts';
import type { BranchRow, ExperimentRow, LiveRun, RunRow, RunsAsked, SpecPlace } from '../../../server/src/views.ts';
import { moreRow } from './moreRow.ts';
import { firstRows, Shown } from './pages.ts';
import { keyOf, type Row } from './row.ts';
import { branchLook, experimentLook } from './rows/experimentItem.ts';
import { noteLook, nothingLeftLook } from './rows/messageItem.ts';
import { runLook, runTooltip } from './rows/runItem.ts';
import { shortIds } from './rows/shortIds.ts';
import { partRows } from './runParts.ts';
import { type Asker, byProject, refusal } from './sources.ts';

export const NO_RUNS =
  'No runs yet. Runs of this project appear here, from the editor, the terminal or your own script.';

/** What came of a notification about runs at work. */
export interface Moved {
  /** Rows that look other now. */
  readonly rows: readonly Row[];
  /** Keys of runs whose steps are other now. */
  readonly below: readonly string[];
  /** A run began or ended. */
  readonly isOther: boolean;
}

/** Experiments, their branches, runs, steps and artifacts as rows. */
export class ExperimentRows {
  readonly #asker: Asker;
  readonly #shown = new Shown();
  /** Runs that were told, by their keys. */
  readonly #told = new Map<string, ToldRun>();
  readonly #live = new Map<string, ReadonlyMap<string, LiveRun>>();
  #filter = '';

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  get filter(): string {
    return this.#filter;
  }

  set filter(filter: string) {
    this.#filter = filter;
  }

  async top(): Promise<readonly Row[]> {
    this.#told.clear();
    return byProject(
      await this.#asker.projects(),
      (root) => this.#experiments(root),
      (root) => [this.#none(root)],
    );
  }

  /** The next page of a list will be among its rows. */
  more(list: string): void {
    this.#shown.more(list);
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

  async #experiments(root: string): Promise<readonly Row[]> {
    const told = await this.#asker.ask(root, 'experiments', this.#filtered());
    if (told.kind === 'refused') return refusal(root, told);
    const left = this.#filter === '' ? told.value : told.value.filter(({ runs }) => runs !== 0);
    return left.map((experiment, at) => this.#experiment(root, experiment, at === 0 || experiment.live > 0));
  }

  #experiment(root: string, experiment: ExperimentRow, isOpen: boolean): Row {
    const { name, place, branches, runs } = experiment;
    const key = keyOf(root, 'experiment', name);
    const isFlat = branches.length <= 1 || (runs ?? 0) <= FLAT;
    const current = branches.find(({ isCurrent }) => isCurrent) ?? branches[0];
    return {
      key,
      look: experimentLook(experiment),
      subject: { root, experiment: name, ...(place === null ? {} : { pipeline: name, place }) },
      isOpen,
      children: () =>
        isFlat
          ? this.#runs(root, place, { experiment: name, ...this.#filtered() })
          : branches.map((branch) => this.#branch(root, experiment, branch, branch === current)),
    };
  }

  #branch(root: string, { name, place }: ExperimentRow, branch: BranchRow, isOpen: boolean): Row {
    return {
      key: keyOf(root, 'branch', name, branch.branch),
      look: branchLook(branch),
      subject: { root, experiment: name },
      isOpen,
      children: () => this.#runs(root, place, { experiment: name, branch: branch.branch, ...this.#filtered() }),
    };
  }

  async #runs(
    root: string,
    place: SpecPlace | null,
    asked: Omit<RunsAsked, 'offset' | 'limit'>,
  ): Promise<readonly Row[]> {
    const list = keyOf(root, 'runs', asked.experiment, asked.branch ?? null, 'branch' in asked ? 1 : 0);
    const told = await firstRows(
      this.#shown.of(list),
      async (offset, limit) => {
        const part = await this.#asker.ask(root, 'runs', { ...asked, offset, limit });
        return part.kind === 'refused'
          ? part
          : { kind: 'told', value: { total: part.value.total, rows: part.value.runs } };
      },
      ({ id }) => id,
    );
    if (told.kind === 'refused') return refusal(list, told);
    const { rows, total } = told.value;
    const ids = shortIds(rows.map(({ id }) => id));
    const runs = rows.map((run) =>
      this.#runRow({ root, place, experiment: asked.experiment, run, id: ids.get(run.id) ?? run.id }),
    );
    return total <= rows.length ? runs : [...runs, moreRow(list, total - rows.length)];
  }

  #runRow(told: ToldRun): Row {
    const { root, experiment, place, id } = told;
    const live = this.#live.get(root)?.get(told.run.id) ?? told.run.live;
    const run = live === told.run.live ? told.run : { ...told.run, live };
    const key = runKey(root, run.id);
    this.#told.set(key, told);
    const options = { id, experiment, isPlaced: place !== null, now: this.#asker.now() };
    return {
      key,
      look: runLook(run, options),
      subject: { root, experiment, run: run.id, ...(place === null ? {} : { place }) },
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

  #none(root: string): Row {
    const key = keyOf(root, 'none');
    if (this.#filter === '') return { key, look: noteLook(NO_RUNS), subject: { root } };
    return { key, look: nothingLeftLook(this.#filter), subject: { root }, opens: CLEAR_FILTER };
  }

  #filtered(): { readonly filter?: string } {
    return this.#filter === '' ? {} : { filter: this.#filter };
  }
}

/** At most so many runs stand below their experiment without a level of branches. */
const FLAT = 3;

const OPEN_RUN = { command: 'modelyard.openRun', title: 'Open Run' };
const CLEAR_FILTER = { command: 'modelyard.clearRunsFilter', title: 'Clear Filter' };

interface ToldRun {
  readonly root: string;
  /** Of its pipeline. */
  readonly place: SpecPlace | null;
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
