import { basename, join, relative } from 'node:path';
import type { LoggedModel } from '../../../ports/loggedModelStore.ts';
import type { Memo } from '../../../ports/memo.ts';
import type {
  RunOrigin,
  RunSource,
  SourceArtifact,
  SourceCount,
  SourceExperiment,
  SourceModel,
  SourceOwner,
  SourceRun,
  SourceRunPage,
} from '../../../ports/runSource.ts';
import type { MetricPoint, RunQuery, RunSelection } from '../../../ports/runStore.ts';
import { countRuns } from '../../../tracking/countRuns.ts';
import { selectRuns } from '../../../tracking/selectRuns.ts';
import { artifactBytes, artifactsBelow } from '../artifactFiles.ts';
import { artifactFolder, inside } from '../confine.ts';
import { asRun, byStepThenTime } from '../runShape.ts';
import { artifactsElsewhere, noSuchRun, sourceMissing } from '../sourceFailures.ts';
import { type VersionOwner, versionPlace } from '../versionPlace.ts';
import { type ExperimentFolder, experimentFolders } from './experiments.ts';
import { readEnd } from './keyFiles.ts';
import { metricPoints } from './metricLines.ts';
import { loggedModels, registeredModels } from './models.ts';
import { readMeta } from './readRun.ts';
import { indexExperiment } from './runIndex.ts';

/** More of a metric is not shown: 20 million points. */
const LONGEST_HISTORY = 512 << 20;
/** Pages that are asked for in a row see the same runs. */
const FRESH = 1000;

interface Found {
  readonly run: SourceRun;
  readonly folder: string;
  readonly artifactUri: string;
}

interface Index {
  readonly runs: readonly SourceRun[];
  readonly byId: ReadonlyMap<string, Found>;
}

/** MLflow's folder of files (`mlruns`), read as it lies there. */
export function openMlruns(root: string, memo?: Memo): RunSource {
  return new Mlruns(root, memo);
}

class Mlruns implements RunSource {
  readonly origin: RunOrigin;
  readonly #root: string;
  readonly #memo: Memo | undefined;
  #index: Promise<Index> | undefined;
  #taken = 0;

  constructor(root: string, memo: Memo | undefined) {
    this.origin = { kind: 'mlruns', place: root };
    this.#root = root;
    this.#memo = memo;
  }

  async experiments(): Promise<readonly SourceExperiment[]> {
    return this.#folders().map(({ experiment }) => experiment);
  }

  async search(query: RunQuery): Promise<SourceRunPage> {
    return selectRuns((await this.#fresh()).runs, query);
  }

  async counts(selection: RunSelection): Promise<readonly SourceCount[]> {
    return countRuns((await this.#fresh()).runs, selection);
  }

  async run(id: string): Promise<SourceRun> {
    return (await this.#found(id)).run;
  }

  async history(id: string, key: string): Promise<readonly MetricPoint[]> {
    const { folder } = await this.#found(id);
    const metrics = join(folder, 'metrics');
    const file = inside(metrics, key);
    if (file === undefined) return [];
    return metricPoints(readEnd(file, LONGEST_HISTORY)?.text ?? '').toSorted(byStepThenTime);
  }

  async artifacts(of: SourceOwner): Promise<readonly SourceArtifact[]> {
    const folder = await this.#artifactFolder(of);
    return folder === undefined ? [] : artifactsBelow(folder);
  }

  async *artifact(of: SourceOwner, path: string): AsyncIterable<Uint8Array> {
    yield* artifactBytes((await this.#artifactFolder(of)) ?? join(this.#root, '.none'), path, of.id);
  }

  async loggedModels(experiment: string): Promise<readonly LoggedModel[]> {
    const found = this.#folders().find((one) => one.experiment.id === experiment);
    return found === undefined ? [] : loggedModels(found.folder, experiment);
  }

  async registeredModels(): Promise<readonly SourceModel[]> {
    return registeredModels(this.#root);
  }

  async close(): Promise<void> {
    this.#index = undefined;
  }

  #folders(): readonly ExperimentFolder[] {
    if (inside(this.#root, '.') === undefined) throw sourceMissing(this.#root);
    return experimentFolders(this.#root, this.origin);
  }

  async #fresh(): Promise<Index> {
    if (this.#index === undefined || Date.now() - this.#taken > FRESH) {
      this.#index = this.#take();
      this.#index.then(
        () => {
          this.#taken = Date.now();
        },
        () => {
          this.#index = undefined;
        },
      );
      this.#taken = Number.POSITIVE_INFINITY;
    }
    return this.#index;
  }

  async #take(): Promise<Index> {
    const folders = this.#folders();
    const byId = new Map<string, Found>();
    for (const { experiment, folder } of folders)
      for (const one of await indexExperiment(folder, experiment.id, this.#memo)) {
        const isDeleted = one.run.isDeleted || experiment.lifecycle === 'deleted';
        const run = asRun({ ...one.run, isDeleted, experiment: experiment.name }, this.origin);
        byId.set(run.id, { run, folder: join(folder, one.folder), artifactUri: one.artifactUri });
      }
    return { runs: [...byId.values()].map(({ run }) => run), byId };
  }

  async #found(id: string): Promise<Found> {
    const found = (await this.#fresh()).byId.get(id);
    if (found === undefined) throw noSuchRun(id, this.#root);
    return found;
  }

  /** Undefined where it has none. */
  async #artifactFolder(of: SourceOwner): Promise<string | undefined> {
    if (of.kind === 'version') return this.#versionFolder(of);
    const { folder, uri } = of.kind === 'run' ? await this.#ofRun(of.id) : this.#ofModel(of.id);
    const own = join(relative(this.#root, folder), 'artifacts');
    const found = inside(this.#root, own) ?? artifactFolder(this.#root, uri, []);
    if (found === undefined && !isOwn(uri, folder)) throw artifactsElsewhere(of.id, uri, this.#root);
    return found;
  }

  async #versionFolder(of: VersionOwner): Promise<string> {
    const place = await versionPlace(of, this);
    if (place.kind !== 'uri') {
      const around = await this.#artifactFolder(place);
      const found = around === undefined ? undefined : inside(around, place.path);
      if (found !== undefined) return found;
    } else {
      const found = artifactFolder(this.#root, place.uri, [join('models', of.id, `version-${of.version}`, 'files')]);
      if (found !== undefined) return found;
    }
    throw artifactsElsewhere(`${of.id}:${of.version}`, place.source, this.#root);
  }

  async #ofRun(id: string): Promise<{ readonly folder: string; readonly uri: string }> {
    const { folder, artifactUri } = await this.#found(id);
    return { folder, uri: artifactUri };
  }

  #ofModel(id: string): { readonly folder: string; readonly uri: string } {
    for (const { folder } of this.#folders()) {
      const own = inside(join(folder, 'models'), id);
      const meta = own === undefined ? undefined : readMeta(own);
      if (own !== undefined && meta !== undefined) return { folder: own, uri: String(meta['artifact_location'] ?? '') };
    }
    throw noSuchRun(id, this.#root);
  }
}

/** Where nothing was ever saved there is no folder either. */
function isOwn(uri: string, folder: string): boolean {
  return uri === '' || uri.endsWith(`/${basename(folder)}/artifacts`);
}
