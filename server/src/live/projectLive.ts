import type { LiveRun } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import type { Topic } from '../protocol.ts';
import type { Told } from '../views/viewQuestions.ts';
import { FolderWatches } from './folderWatches.ts';
import { Gathered } from './gathered.ts';
import { type Meaning, meaningOf, type ProjectPlaces, projectPlaces, watchedFolders } from './projectPlaces.ts';
import { type SourceMeaning, SourcePlaces } from './sourcePlaces.ts';
import { storeStamp, wroteMeanwhile } from './storeStamp.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { WatchFolder } from './watchFolder.ts';

export interface ProjectLiveOptions {
  /** Absolute, with `/`. */
  readonly root: string;
  readonly files: Files;
  /** Files of git's settings for all repositories. */
  readonly userSettings: readonly string[];
  readonly watch: WatchFolder;
  /** Which runs are at work, as the data child sees it. */
  readonly ask: (signal: AbortSignal) => Promise<Told<readonly LiveRun[]>>;
  /** What was told of these may be other now. */
  readonly changed: (topics: readonly Topic[]) => void;
  /** Other runs have ended than before, or something was changed about them. */
  readonly runsChanged: () => void;
  /** Checks of monitors, alerts or mutes are others than before. */
  readonly checksChanged: () => void;
  readonly live: (runs: readonly LiveRun[]) => void;
  readonly failed: (error: unknown) => void;
  readonly timers?: Timers;
}

/** Milliseconds between looks at runs at work of which nothing is heard: their process may be gone. */
const SLOW = 5_000;
/** Milliseconds between two tellings of a store in which runs only beat and count on; who shows their figures is told each time. */
const BEATS = 2_000;
/** Milliseconds until it is told that something was written to the store, which by then is whole: somebody may watch figures. */
const FIGURES = 10;

/** Where monitors keep what they have done. */
const CHECKS = 'monitors.db';

/** Sees what any process does to a project's runs, models, data and monitors, and tells it. Nothing is looked at while nothing changes and nothing runs. */
export class ProjectLive {
  readonly #options: ProjectLiveOptions;
  readonly #timers: Timers;
  readonly #watches: FolderWatches;
  readonly #gathered: Gathered;
  /** Tells of figures before anything is looked at. */
  readonly #figures: Gathered;
  readonly #control = new AbortController();
  readonly #heard = new Set<Meaning | SourceMeaning>();
  readonly #sources: SourcePlaces;
  #places: ProjectPlaces | undefined;
  #stamp = '';
  #checksStamp = '';
  /** Of the store when it was last told that figures may be others. */
  #figuresStamp = '';
  #live: readonly LiveRun[] = [];
  #toldRuns = Number.NEGATIVE_INFINITY;
  /** The store is another, and that was not told: its runs only beat. */
  #isHeldBack = false;
  /** The data child tidies up files of the store. */
  #isLeaving = false;
  /** Others wrote to the store while it did. */
  #isWrittenMeanwhile = false;
  #cancelSlow: (() => void) | undefined;

  constructor(options: ProjectLiveOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#sources = new SourcePlaces(options.files, options.root);
    this.#watches = new FolderWatches(options.watch, (folder, name) => this.#hear(folder, name));
    this.#gathered = new Gathered(() => this.#guarded(() => this.#tell()), this.#timers);
    this.#figures = new Gathered(() => this.#guarded(() => this.#tellFigures()), this.#timers);
  }

  /** Begins to watch, and looks once for runs at work where there is a store. */
  begin(): Promise<void> {
    return this.#guarded(async () => {
      const { files, root, userSettings } = this.#options;
      this.#places = await projectPlaces(files, root, userSettings);
      this.#stamp = await storeStamp(files, this.#places.store);
      this.#figuresStamp = this.#stamp;
      this.#checksStamp = await storeStamp(files, this.#places.store, CHECKS);
      await this.#sources.isDatabaseOther();
      await this.#watch();
      if ((await files.stat(this.#places.store)) !== undefined) await this.#look();
    });
  }

  /** Something else has made these others. */
  tell(topics: readonly Topic[]): void {
    for (const topic of topics) this.#heard.add(topic);
    this.#gathered.ask();
  }

  /** The data child is told to leave, or has ended. */
  leaving(state: 'leaving' | 'left'): void {
    if (state === 'leaving') {
      this.#isLeaving = true;
      this.#isWrittenMeanwhile = false;
    } else if (this.#isLeaving) void this.#guarded(() => this.#left());
  }

  close(): void {
    this.#control.abort();
    this.#gathered.close();
    this.#figures.close();
    this.#cancelSlow?.();
    this.#watches.close();
  }

  #hear(folder: string, name: string | undefined): void {
    if (this.#places === undefined) return;
    const meanings = [...meaningOf(this.#places, folder, name), ...this.#sources.meaningOf(folder, name)];
    for (const meaning of meanings) this.#heard.add(meaning);
    if (meanings.includes('store')) this.#figures.ask(FIGURES);
    if (meanings.length > 0) this.#gathered.ask();
  }

  /** What the data child has tidied up is no news, what others have written is. */
  async #left(): Promise<void> {
    const { files } = this.#options;
    if (this.#places !== undefined) {
      const stamp = await storeStamp(files, this.#places.store);
      if (this.#isWrittenMeanwhile || wroteMeanwhile(this.#stamp, stamp)) this.#heard.add('store');
      else [this.#stamp, this.#figuresStamp] = [stamp, stamp];
      const checks = await storeStamp(files, this.#places.store, CHECKS);
      if (wroteMeanwhile(this.#checksStamp, checks)) this.#heard.add('checks');
      else this.#checksStamp = checks;
    }
    this.#isLeaving = false;
    if (this.#heard.size > 0) this.#gathered.ask();
  }

  async #tellFigures(): Promise<void> {
    if (this.#places === undefined) return;
    const stamp = await storeStamp(this.#options.files, this.#places.store);
    if (this.#isLeaving) this.#isWrittenMeanwhile ||= wroteMeanwhile(this.#stamp, stamp);
    if (this.#isLeaving || stamp === this.#figuresStamp || this.#control.signal.aborted) return;
    this.#figuresStamp = stamp;
    this.#options.changed(['figures']);
  }

  async #tell(): Promise<void> {
    const heard = new Set(this.#heard);
    this.#heard.clear();
    if (heard.has('database') && (await this.#sources.isDatabaseOther())) heard.add('runs').add('models');
    if (heard.has('checks') && (await this.#areChecksOther())) heard.add('monitors');
    if (heard.has('monitors')) this.#options.checksChanged();
    const isStore = heard.has('store') && (await this.#isStoreOther());
    const before = headline(this.#live);
    if (isStore || heard.has('progress')) await this.#look();
    const isOther = this.#live.length === 0 || headline(this.#live) !== before;
    if (isStore && isOther) this.#options.runsChanged();
    this.#isHeldBack ||= isStore;
    const wait = isOther ? 0 : this.#toldRuns + BEATS - this.#timers.now();
    if (this.#isHeldBack && wait <= 0) heard.add('runs');
    else if (this.#isHeldBack) this.#gathered.ask(wait);
    if (heard.has('runs')) {
      this.#isHeldBack = false;
      this.#toldRuns = this.#timers.now();
    }
    const topics = TOPICS.filter((topic) => heard.has(topic));
    if (topics.length > 0 && !this.#control.signal.aborted) this.#options.changed(topics);
    await this.#watch();
  }

  async #isStoreOther(): Promise<boolean> {
    if (this.#places === undefined || this.#isLeaving) return false;
    const stamp = await storeStamp(this.#options.files, this.#places.store);
    const isOther = stamp !== this.#stamp;
    this.#stamp = stamp;
    return isOther;
  }

  async #areChecksOther(): Promise<boolean> {
    if (this.#places === undefined || this.#isLeaving) return false;
    const stamp = await storeStamp(this.#options.files, this.#places.store, CHECKS);
    const isOther = stamp !== this.#checksStamp;
    this.#checksStamp = stamp;
    return isOther;
  }

  async #look(): Promise<void> {
    const told = await this.#options.ask(this.#control.signal);
    if (this.#control.signal.aborted) return;
    if (told.kind === 'told' && JSON.stringify(told.value) !== JSON.stringify(this.#live)) {
      this.#live = told.value;
      this.#options.live(told.value);
      await this.#watch();
    }
    this.#cancelSlow?.();
    this.#cancelSlow = this.#live.length === 0 ? undefined : this.#timers.later(() => this.#lookSlowly(), SLOW);
  }

  #lookSlowly(): void {
    this.#heard.add('progress');
    this.#gathered.ask();
  }

  async #watch(): Promise<void> {
    if (this.#places === undefined) return;
    const live = this.#live.map(({ run }) => run);
    const folders = await watchedFolders(this.#options.files, this.#places, live);
    const sources = await this.#sources.folders();
    if (!this.#control.signal.aborted) this.#watches.set([...folders, ...sources]);
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.failed(error);
    }
  }
}

const TOPICS: readonly Topic[] = ['runs', 'models', 'data', 'monitors'];

/** Another when a run begins, gets its turn, ends a step or ends. */
function headline(runs: readonly LiveRun[]): string {
  return JSON.stringify(runs.map(({ run, isQueued, steps }) => [run, isQueued, steps.done]));
}
