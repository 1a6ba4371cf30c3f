import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type {
  RunOrigin,
  RunSource,
  SourceArtifact,
  SourceCount,
  SourceExperiment,
  SourceOwner,
  SourceRun,
  SourceRunPage,
} from '../../../ports/runSource.ts';
import type { MetricPoint, RunQuery, RunSelection } from '../../../ports/runStore.ts';
import { countRuns } from '../../../tracking/countRuns.ts';
import { selectRuns } from '../../../tracking/selectRuns.ts';
import { artifactBytes, artifactsBelow } from '../artifactFiles.ts';
import { inside } from '../confine.ts';
import { asRun, byStepThenTime } from '../runShape.ts';
import { noSuchArtifact, noSuchRun, sourceMissing } from '../sourceFailures.ts';
import { type DvcRun, readDvcLive, readDvcYaml } from './readDvc.ts';

/** What DVC and DVCLive left in the working tree: one run a place. Earlier ones are in git and are not read. */
export function openDvc(root: string): RunSource {
  return new Dvc(root);
}

class Dvc implements RunSource {
  readonly origin: RunOrigin;
  readonly #root: string;

  constructor(root: string) {
    this.origin = { kind: 'dvc', place: root };
    this.#root = root;
  }

  async experiments(): Promise<readonly SourceExperiment[]> {
    const runs = this.#read();
    if (runs.length === 0) return [];
    const created = Math.min(...runs.map(({ began }) => began));
    const updated = Math.max(...runs.map(({ modified }) => modified));
    const name = basename(this.#root);
    return [
      { id: '0', name, lifecycle: 'active', createdAt: created, updatedAt: updated, tags: {}, source: this.origin },
    ];
  }

  async search(query: RunQuery): Promise<SourceRunPage> {
    return selectRuns(
      this.#read().map((run) => this.#shaped(run)),
      query,
    );
  }

  async counts(selection: RunSelection): Promise<readonly SourceCount[]> {
    return countRuns(
      this.#read().map((run) => this.#shaped(run)),
      selection,
    );
  }

  async run(id: string): Promise<SourceRun> {
    return this.#shaped(this.#found(id));
  }

  async history(id: string, key: string): Promise<readonly MetricPoint[]> {
    const run = this.#found(id);
    const latest = Object.hasOwn(run.metrics, key) ? [run.metrics[key]!] : [];
    return (run.histories.get(key) ?? latest).toSorted(byStepThenTime);
  }

  async artifacts(of: SourceOwner): Promise<readonly SourceArtifact[]> {
    const folder = this.#artifactFolder(of);
    return folder === undefined ? [] : artifactsBelow(folder);
  }

  async *artifact(of: SourceOwner, path: string): AsyncIterable<Uint8Array> {
    const folder = this.#artifactFolder(of);
    if (folder === undefined) throw noSuchArtifact(of.id, path);
    yield* artifactBytes(folder, path, of.id);
  }

  async loggedModels(): Promise<readonly []> {
    return [];
  }

  async registeredModels(): Promise<readonly []> {
    return [];
  }

  async close(): Promise<void> {}

  #read(): readonly DvcRun[] {
    if (!existsSync(this.#root)) throw sourceMissing(this.#root);
    const isLive = existsSync(join(this.#root, 'plots')) && !existsSync(join(this.#root, 'dvc.yaml'));
    const live = (isLive ? ['', 'dvclive'] : ['dvclive']).flatMap((folder) => readDvcLive(this.#root, folder) ?? []);
    const declared = readDvcYaml(this.#root, 'dvc.yaml') ?? [];
    return [...live, ...[declared].flat()];
  }

  #found(id: string): DvcRun {
    const found = this.#read().find((run) => run.id === id);
    if (found === undefined) throw noSuchRun(id, this.#root);
    return found;
  }

  /** Of DVCLive; what `dvc.yaml` names is kept by DVC. */
  #artifactFolder(of: SourceOwner): string | undefined {
    const run = this.#found(of.id);
    const isLive =
      run.folder.endsWith('dvclive') ||
      statSync(join(this.#root, run.folder, 'dvc.yaml'), { throwIfNoEntry: false }) === undefined;
    return isLive ? inside(this.#root, join(run.folder, 'artifacts')) : undefined;
  }

  #shaped(run: DvcRun): SourceRun {
    return asRun(
      {
        id: run.id,
        experiment: basename(this.#root),
        experimentId: '0',
        name: run.name,
        status: 'FINISHED',
        isDeleted: false,
        startTime: run.began,
        endTime: run.modified,
        user: undefined,
        params: run.params,
        metrics: run.metrics,
        tags: { 'mlflow.source.name': run.folder === '' ? 'dvc.yaml' : run.folder },
        datasets: [],
      },
      this.origin,
    );
  }
}
