import type { Live } from '../../../server/src/protocol.ts';
import type { BranchRow, ExperimentRow } from '../../../server/src/views/runs.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import type { OtherSources } from './otherSources.ts';
import { Shown } from './pages.ts';
import { keyOf, type Row } from './row.ts';
import { branchLook, experimentLook } from './rows/experimentItem.ts';
import { noteLook, nothingLeftLook } from './rows/messageItem.ts';
import { sourceExperimentLook } from './rows/sourceItem.ts';
import { type Moved, pathOf, RunRows } from './runRows.ts';
import { sourceRefusal, sourceRows } from './sourceRows.ts';
import { type Asker, byProject, refusal } from './sources.ts';

export const NO_RUNS =
  'No runs yet. Runs of this project appear here, from the editor, the terminal or your own script.';

/** Experiments, their branches, runs, steps and artifacts as rows; below them those that other tools keep. */
export class ExperimentRows {
  readonly #asker: Asker;
  readonly #sources: OtherSources;
  readonly #shown = new Shown();
  readonly #runs: RunRows;
  #filter = '';

  constructor(asker: Asker, sources: OtherSources) {
    this.#asker = asker;
    this.#sources = sources;
    this.#runs = new RunRows(asker, this.#shown);
  }

  get filter(): string {
    return this.#filter;
  }

  set filter(filter: string) {
    this.#filter = filter;
  }

  async top(): Promise<readonly Row[]> {
    this.#runs.forget();
    return byProject(
      await this.#asker.projects(),
      (root) => this.#all(root),
      (root) => [this.#none(root)],
    );
  }

  /** The next page of a list will be among its rows. */
  more(list: string): void {
    this.#shown.more(list);
  }

  /** Takes what is told of runs at work. */
  moved(live: Live): Moved {
    return this.#runs.moved(live);
  }

  async #all(root: string): Promise<readonly Row[]> {
    const own = await this.#experiments(root);
    const others = sourceRows({
      root,
      sources: this.#sources,
      below: (source) => this.#experimentsOf(root, source),
      // A server is asked when the user looks.
      isOpen: ({ kind }) => kind !== 'mlflow-server',
      none: this.#filter === '' ? 'No runs' : `${this.#filter} leaves none`,
    });
    const isBare = own.length === 0 && others.length > 0 && this.#filter !== '';
    return [...(isBare ? [this.#none(root)] : own), ...others];
  }

  async #experiments(root: string): Promise<readonly Row[]> {
    const told = await this.#asker.ask(root, 'experiments', this.#filtered());
    if (told.kind === 'refused') return refusal(root, told);
    return this.#left(told.value).map((experiment, at) =>
      this.#experiment(root, experiment, at === 0 || experiment.live > 0),
    );
  }

  async #experimentsOf(root: string, source: SourceRow): Promise<readonly Row[]> {
    const told = await this.#asker.ask(root, 'experiments', { source: source.id, ...this.#filtered() });
    if (told.kind === 'refused') return sourceRefusal(root, source, told);
    const left = this.#left(told.value);
    return left.map((experiment) => ({
      key: keyOf(...pathOf(root, source), 'experiment', experiment.name),
      look: sourceExperimentLook(experiment, source),
      subject: { root, experiment: experiment.name, source },
      isOpen: left.length === 1,
      children: () =>
        this.#runs.list({ root, place: null, source }, { experiment: experiment.name, ...this.#filtered() }),
    }));
  }

  #experiment(root: string, experiment: ExperimentRow, isOpen: boolean): Row {
    const { name, place, branches, runs } = experiment;
    const isFlat = branches.length <= 1 || (runs ?? 0) <= FLAT;
    const current = branches.find(({ isCurrent }) => isCurrent) ?? branches[0];
    return {
      key: keyOf(root, 'experiment', name),
      look: experimentLook(experiment),
      subject: { root, experiment: name, ...(place === null ? {} : { pipeline: name, place }) },
      isOpen,
      children: () =>
        isFlat
          ? this.#runs.list({ root, place, source: null }, { experiment: name, ...this.#filtered() })
          : branches.map((branch) => this.#branch(root, experiment, branch, branch === current)),
    };
  }

  #branch(root: string, { name, place }: ExperimentRow, { branch, ...row }: BranchRow, isOpen: boolean): Row {
    return {
      key: keyOf(root, 'branch', name, branch),
      look: branchLook({ branch, ...row }),
      subject: { root, experiment: name, branch },
      isOpen,
      children: () => this.#runs.list({ root, place, source: null }, { experiment: name, branch, ...this.#filtered() }),
    };
  }

  #none(root: string): Row {
    const key = keyOf(root, 'none');
    if (this.#filter === '') return { key, look: noteLook(NO_RUNS), subject: { root } };
    return { key, look: nothingLeftLook(this.#filter), subject: { root }, opens: CLEAR_FILTER };
  }

  #left(told: readonly ExperimentRow[]): readonly ExperimentRow[] {
    return this.#filter === '' ? told : told.filter(({ runs }) => runs !== 0);
  }

  #filtered(): { readonly filter?: string } {
    return this.#filter === '' ? {} : { filter: this.#filter };
  }
}

/** At most so many runs stand below their experiment without a level of branches. */
const FLAT = 3;

const CLEAR_FILTER = { command: 'modelyard.clearRunsFilter', title: 'Clear Filter' };
