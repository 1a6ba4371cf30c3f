import { basename } from 'node:path';
import { commands, Disposable, type Event, type Memento, Uri, workspace } from 'vscode';
import type { Live, Topic } from '../../../server/src/protocol.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import type { Asking } from '../asking.ts';
import type { ContextKey } from '../contributions.ts';
import type { LanguageServer } from '../languageServer.ts';
import { DataRowsSource } from './dataRows.ts';
import { ExperimentRows } from './experimentRows.ts';
import { ModelRows } from './modelRows.ts';
import { MonitorRows } from './monitorRows.ts';
import { OtherSources } from './otherSources.ts';
import { refusalText } from './outcome.ts';
import { ProjectRoots } from './projectRoots.ts';
import type { Row, Subject } from './row.ts';
import { RowsView } from './rowsView.ts';
import type { Reach } from './rowTree.ts';
import type { Asker, Project } from './sources.ts';

export interface ViewsOptions {
  readonly asking: Asking;
  readonly server: LanguageServer;
  /** Of the workspace: keeps the filter. */
  readonly memento: Memento;
  readonly log: (error: unknown) => void;
  readonly sources: Added;
}

/** What the user added to the sources that lie in a project's folder. */
interface Added {
  addedAs(root: string, source: SourceRow): string | undefined;
  readonly onDidChange: Event<Reach>;
  foldersWithoutProject(): Promise<readonly Uri[]>;
}

/** The side panel: experiments, models, data and monitors of the workspace's projects. */
export class Views implements Disposable {
  readonly #experimentRows: ExperimentRows;
  readonly #modelRows: ModelRows;
  readonly #dataRows: DataRowsSource;
  readonly #monitorRows: MonitorRows;
  readonly #subscriptions: Disposable;
  readonly #memento: Memento;
  readonly #log: (error: unknown) => void;
  readonly #asking: Asking;
  readonly #sources: OtherSources;
  readonly #withoutProject: () => Promise<readonly Uri[]>;
  readonly roots = new ProjectRoots();
  readonly experiments: RowsView;
  readonly models: RowsView;
  readonly data: RowsView;
  readonly monitors: RowsView;
  #lastSelected: readonly Subject[] = [];

  constructor({ asking, server, memento, log, sources }: ViewsOptions) {
    this.#memento = memento;
    this.#log = log;
    this.#asking = asking;
    this.#withoutProject = () => sources.foldersWithoutProject();
    const asker = askerOf(asking, () => this.#foldersWithRuns());
    this.#sources = new OtherSources({
      asker,
      isAdded: (root, source) => sources.addedAs(root, source) !== undefined,
      changed: () => this.#changed(['runs', 'models']),
    });
    this.#experimentRows = new ExperimentRows(asker, this.#sources);
    this.#experimentRows.filter = memento.get(FILTER, '');
    this.#modelRows = new ModelRows(asker, this.#sources);
    const ofProjects = askerOf(asking, () => this.roots.all());
    this.#dataRows = new DataRowsSource(ofProjects);
    this.#monitorRows = new MonitorRows(ofProjects);
    this.experiments = new RowsView('modelyard.experiments', () => this.#top('runs', this.#experimentRows));
    this.models = new RowsView('modelyard.models', () => this.#top('models', this.#modelRows));
    this.data = new RowsView('modelyard.data', () => this.#top('data', this.#dataRows));
    this.monitors = new RowsView('modelyard.monitors', () => this.#top('monitors', this.#monitorRows));
    const all = [this.experiments, this.models, this.data, this.monitors];
    const resetAll = () => {
      this.#sources.forget();
      for (const one of all) one.reset();
    };
    this.#subscriptions = Disposable.from(
      this.roots,
      ...all,
      ...all.map(({ view }) => view.onDidChangeSelection(({ selection }) => this.#selected(selection))),
      asking.onDidChange(({ topics }) => this.#changed(topics)),
      asking.onDidChangeLive((live) => this.#moved(live)),
      sources.onDidChange((reach) => this.refresh(reach).catch(log)),
      this.roots.onDidChange(resetAll),
      workspace.onDidGrantWorkspaceTrust(resetAll),
      server.onDidChangeState((state) => {
        setContext('modelyard.server', state);
        if (state !== 'starting') resetAll();
      }),
    );
    setContext('modelyard.server', server.state);
    this.#showFilter();
  }

  get filter(): string {
    return this.#experimentRows.filter;
  }

  /** Shows only runs that a filter leaves; all with an empty one. */
  async setFilter(filter: string): Promise<void> {
    this.#experimentRows.filter = filter;
    this.#showFilter();
    this.experiments.reset();
    await this.#memento.update(FILTER, filter === '' ? undefined : filter);
  }

  /** What is wrong with a filter, or undefined. */
  async problemOf(filter: string): Promise<string | undefined> {
    for (const root of await this.roots.all()) {
      const told = await this.#asking.ask(root, 'experiments', { filter });
      if (told.kind === 'refused') return refusalText(told);
    }
    return undefined;
  }

  /** Shows the next page of a list. */
  async showMore(list: string): Promise<void> {
    for (const source of [this.#experimentRows, this.#modelRows, this.#dataRows, this.#monitorRows]) source.more(list);
    await this.refresh();
  }

  async refresh(reach: Reach = 'away'): Promise<void> {
    this.#sources.forget();
    const all = [this.experiments, this.models, this.data, this.monitors];
    await Promise.all(all.map((view) => view.refresh(reach)));
  }

  /** What stands selected in the tree that was used last. */
  get selected(): Subject | undefined {
    return this.#lastSelected[0];
  }

  /** The row that a command was called on, with the others of the selection where it is one of them. */
  withSelection(subject: Subject): readonly Subject[] {
    return this.#lastSelected.some((one) => one === subject) ? this.#lastSelected : [subject];
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #top(
    name: 'runs' | 'models' | 'data' | 'monitors',
    source: { top(): Promise<readonly Row[]> },
  ): Promise<readonly Row[]> {
    // Nothing is opened in a restricted workspace; its welcome says so.
    if (!workspace.isTrusted) return [];
    const roots = await this.roots.all();
    setContext('modelyard.projects', roots.length === 0 ? 'none' : 'some');
    const rows = await source.top();
    const empty = name === 'runs' && this.filter !== '' ? 'filtered' : 'none';
    setContext(`modelyard.${name}`, rows.length === 0 ? empty : 'some');
    return rows;
  }

  /** The projects; where there is none, folders in which runs lie all the same. */
  async #foldersWithRuns(): Promise<readonly Uri[]> {
    const roots = await this.roots.all();
    return roots.length > 0 ? roots : this.#withoutProject();
  }

  #changed(topics: readonly Topic[]): void {
    const { experiments: runs, models, data, monitors } = this;
    const views = { runs, figures: undefined, models, data, monitors };
    // A run that an alert began may have registered a version, which its monitor offers.
    const others = topics.includes('runs') && !topics.includes('monitors') ? (['monitors'] as const) : [];
    for (const topic of [...topics, ...others]) views[topic]?.refresh('near').catch(this.#log);
  }

  #moved(live: Live): void {
    this.#showBadge();
    const { rows, below, isOther } = this.#experimentRows.moved(live);
    for (const row of rows) this.experiments.replace(row);
    if (isOther) this.experiments.refresh('near').catch(this.#log);
    else for (const key of below) this.experiments.refreshBelow(key).catch(this.#log);
  }

  #showBadge(): void {
    const live = [...this.#asking.live.values()].flat().filter(({ isQueued }) => !isQueued).length;
    const tooltip = live === 1 ? '1 run at work' : `${live} runs at work`;
    this.experiments.view.badge = live === 0 ? undefined : { value: live, tooltip };
  }

  #showFilter(): void {
    this.experiments.view.description = this.filter;
    setContext('modelyard.filtered', this.filter !== '');
  }

  #selected(selection: readonly (Subject & { readonly row: Row })[]): void {
    this.#lastSelected = selection;
    setContext('modelyard.selection', selection[0]?.row.look.context ?? '');
  }
}

const FILTER = 'modelyard.runsFilter';

function setContext(key: ContextKey, value: unknown): void {
  void commands.executeCommand('setContext', key, value);
}

function askerOf(asking: Asking, roots: () => Promise<readonly Uri[]>): Asker {
  return {
    ask: (root, question, params) => asking.ask(Uri.parse(root), question, params),
    projects: async () => (await roots()).map(projectOf),
    now: Date.now,
  };
}

function projectOf(root: Uri): Project {
  const name = basename(root.fsPath);
  return { root: root.toString(), name, folder: workspace.asRelativePath(root, true) };
}
