import { eventFile } from '../../../../engine/src/operations/run/eventLog.ts';
import { EventTail } from '../../../../engine/src/operations/run/eventTail.ts';
import { isQueued } from '../../../../engine/src/operations/run/queue.ts';
import type { LiveRun } from '../../../../engine/src/operations/runs/page/runPage.ts';
import type { RunEvent } from '../../../../engine/src/pipeline/events.ts';
import type { Files } from '../../../../engine/src/ports/files.ts';
import type { Run } from '../../../../engine/src/ports/runStore.ts';
import { RUN_TAGS } from '../../../../engine/src/tracking/tags.ts';
import type { Asked } from '../asked.ts';
import { RunProgress } from './runProgress.ts';
import { viewStores } from './viewStores.ts';

/** More than these at once are not told. */
const MOST = 100;

/** The runs at work, and how far each is; of what was read before only what came since is read. */
export class LiveRuns {
  readonly #followed = new Map<string, FollowedRun>();

  /** Those at work by their start, then those that wait; one whose process is gone is marked interrupted first. */
  async all(asked: Asked): Promise<readonly LiveRun[]> {
    const stores = await viewStores(asked);
    if (stores === undefined) return [];
    await stores.runs.reap();
    const { runs } = await stores.runs.search({
      filter: "attributes.status = 'RUNNING'",
      orderBy: ['attributes.start_time'],
      topLevel: true,
      limit: MOST,
    });
    const ours = runs.filter(({ tags }) => tags[RUN_TAGS.pipeline] !== undefined);
    for (const id of this.#followed.keys()) if (!ours.some((run) => run.id === id)) this.#followed.delete(id);
    const live = await Promise.all(ours.map((run) => this.#liveRun(asked, stores.folder, run)));
    return live.toSorted((a, b) => Number(a.isQueued) - Number(b.isQueued));
  }

  async #liveRun(asked: Asked, folder: string, run: Run): Promise<LiveRun> {
    const progress = await this.#progress(asked, folder, run.id);
    return {
      run: run.id,
      pipeline: run.tags[RUN_TAGS.pipeline] ?? run.name,
      branch: run.tags[RUN_TAGS.branch] ?? null,
      startedAt: new Date(run.startTime).toISOString(),
      isQueued: isQueued(run),
      ...progress.at(asked.host.clock.now()),
    };
  }

  async #progress({ host }: Asked, folder: string, run: string): Promise<RunProgress> {
    const followed = this.#followed.get(run) ?? new FollowedRun(host.files, eventFile(folder, run));
    this.#followed.set(run, followed);
    return followed.look(host.clock.now());
  }
}

class FollowedRun {
  readonly #files: Files;
  readonly #path: string;
  readonly #tail: EventTail;
  #progress = new RunProgress();
  #looked = false;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(files: Files, path: string) {
    this.#files = files;
    this.#path = path;
    this.#tail = new EventTail(files, path);
  }

  /** Looks follow each other. */
  async look(now: number): Promise<RunProgress> {
    const look = this.#looking.then(() => this.#look(now));
    this.#looking = look.catch(() => {});
    await look;
    return this.#progress;
  }

  async #look(now: number): Promise<void> {
    // What is there at first was written before now, the last of it when the file was.
    const at = this.#looked ? now : Math.min(now, (await this.#files.stat(this.#path))?.modified ?? now);
    this.#looked = true;
    const take = (line: string) => {
      const event = parsed(line);
      if (event !== undefined) this.#progress.take(event, at);
    };
    if (await this.#tail.read(take)) return;
    this.#progress = new RunProgress();
    await this.#tail.read(take);
  }
}

/** Undefined for what is no event: a line of which a killed process wrote the half. */
function parsed(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
}
