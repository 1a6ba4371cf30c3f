import { Failure } from '../../../engine/src/failure.ts';
import type { CallingProcess, LocalConnection } from '../../../engine/src/ports/callers.ts';
import type { Host, Stores } from '../../../engine/src/ports/host.ts';
import type { LogBatch, Run } from '../../../engine/src/ports/runStore.ts';
import { RUN_TAGS } from '../../../engine/src/tracking/tags.ts';
import { Remembered } from './remembered.ts';

/** What a request tells of who makes it. */
interface Asking {
  readonly connection: LocalConnection;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

type Facts = Required<Pick<LogBatch, 'tags' | 'artifacts'>>;

/** A program is what it was as long as it runs. */
const PROGRAM = 60 * 60 * 1000;
/** A notebook goes on while files are edited. */
const GIT = 60_000;
/** Of who nobody knows whether it is the same. */
const GIT_OF_ANYBODY = 5000;
const LAST_LOOK = 250;

/**
 * Runs that a client begins and that no step declared: commit and uncommitted changes of the project, command line and
 * environment of the program that began them are added to them soon after, while requests go on.
 */
export class UndeclaredRuns {
  readonly #host: Host;
  readonly #root: string;
  readonly #callers = new WeakMap<LocalConnection, Promise<CallingProcess | undefined>>();
  readonly #programs: Remembered<Facts>;
  readonly #gits: Remembered<Facts>;
  readonly #atWork = new Set<Promise<void>>();

  constructor(host: Host, root: string) {
    this.#host = host;
    this.#root = root;
    this.#programs = new Remembered(host.clock);
    this.#gits = new Remembered(host.clock);
  }

  /** Begins to look who asks; a connection that ends with the answer is looked at before, for a moment. */
  async sees(ask: Asking): Promise<void> {
    const looking = this.#callers.get(ask.connection) ?? this.#look(ask);
    if (ask.headers['connection'] === 'close') await Promise.race([looking, this.#host.clock.sleep(LAST_LOOK)]);
  }

  #look({ connection, headers }: Asking): Promise<CallingProcess | undefined> {
    const looking = this.#host.callers.processOf(connection).catch((error: unknown) => {
      this.#host.log.debug(`who asks is not known: ${String(error)}`);
      return undefined;
    });
    const known = looking.then((caller) => (isForwarder(caller, headers['user-agent']) ? undefined : caller));
    this.#callers.set(connection, known);
    return known;
  }

  created(run: Run, { ask, stores }: { readonly ask: Asking; readonly stores: Stores }): void {
    const work = this.#record(run, { ask, stores }).catch((error: unknown) => {
      // It was deleted in between, or the store is being replaced: the run is the client's, what we add is not.
      if (!(error instanceof Failure)) this.#host.log.warn(`facts of run ${run.id} are not kept: ${String(error)}`);
    });
    this.#atWork.add(work);
    void work.then(() => this.#atWork.delete(work));
  }

  /** Resolves when nothing is left to be added. */
  async settled(): Promise<void> {
    while (this.#atWork.size > 0) await Promise.all(this.#atWork);
  }

  async #record(run: Run, { ask, stores }: { readonly ask: Asking; readonly stores: Stores }): Promise<void> {
    const caller = await this.#callers.get(ask.connection);
    const key = caller && `${caller.pid} ${caller.started}`;
    const place = { host: this.#host, root: this.#root, stores };
    const [{ programFacts }, { gitFacts }] = await Promise.all([import('./programFacts.ts'), import('./gitFacts.ts')]);
    const [program, git] = await Promise.all([
      key === undefined
        ? programFacts(undefined, place)
        : this.#programs.of(key, PROGRAM, () => programFacts(caller, place)),
      this.#gits.of(key ?? '', key === undefined ? GIT_OF_ANYBODY : GIT, () => gitFacts(place)),
    ]);
    await stores.runs.log(run.id, added(run, [program, isOfProject(run, git) ? git : NOTHING]));
  }
}

const NOTHING: Facts = { tags: {}, artifacts: [] };

/** What the client itself has said stays. */
function added({ tags }: Run, facts: readonly Facts[]): LogBatch {
  const found = facts.flatMap((one) => Object.entries(one.tags));
  return {
    tags: Object.fromEntries(found.filter(([key]) => !Object.hasOwn(tags, key))),
    artifacts: facts.flatMap(({ artifacts }) => artifacts),
  };
}

/** MLflow's client names the commit of the repository that the script lies in, which may be another than the project's. */
function isOfProject({ tags }: Run, { tags: ours }: Facts): boolean {
  const theirs = tags[RUN_TAGS.commit];
  return theirs === undefined || theirs === ours[RUN_TAGS.commit];
}

/** What MLflow's Python client asks comes from Python, or through something that only passes it on. */
function isForwarder(caller: CallingProcess | undefined, agent = ''): boolean {
  return /^mlflow-python-client\//.test(agent) && !/(^|\/)(python|pypy)[^/]*$/i.test(caller?.program ?? 'python');
}
