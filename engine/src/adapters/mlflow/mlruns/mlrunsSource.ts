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
import { parseFilter, parseOrder } from '../../../tracking/filter.ts';
import { selectRuns } from '../../../tracking/selectRuns.ts';
import { artifactBytes, artifactsBelow } from '../artifactFiles.ts';
import { artifactFolder, inside } from '../confine.ts';
import { asRun, byStepThenTime, isRunId } from '../runShape.ts';
import { artifactsElsewhere, noSuchRun, sourceMissing } from '../sourceFailures.ts';
import { type VersionOwner, versionPlace } from '../versionPlace.ts';
import { type ExperimentFolder, experimentFolders } from './experiments.ts';
import { readEnd } from './keyFiles.ts';
import { metricPoints } from './metricLines.ts';
import { loggedModels, registeredModels } from './models.ts';
import { readMeta } from './readRun.ts';
import { ExperimentIndex, type IndexedRun } from './runIndex.ts';

/** More of a metric is not shown: 20 million points. */
const LONGEST_HISTORY = 512 << 20;

interface Found {
  readonly run: SourceRun;
  readonly folder: string;
  readonly artifactUri: string;
}

/** MLflow's folder of files (`mlruns`), read as it lies there. */
export function openMlruns(root: string, memo?: Memo): RunSource {
  return new Mlruns(root, memo);
}

class Mlruns implements RunSource {
  readonly origin: RunOrigin;
  readonly #root: string;
  readonly #memo: Memo | undefined;
  readonly #indexes = new Map<string, ExperimentIndex>();

  constructor(root: string, memo: Memo | undefined) {
    this.origin = { kind: 'mlruns', place: root };
    this.#root = root;
    this.#memo = memo;
  }

  async experiments(): Promise<readonly SourceExperiment[]> {
    return this.#folders().map(({ experiment }) => experiment);
  }

  async search(query: RunQuery): Promise<SourceRunPage> {
    const wanted = this.#folders().filter(({ experiment }) => query.experiments?.includes(experiment.id) ?? true);
    if (!needsHeads(query)) return selectRuns(runsOf(await this.#found(wanted, 'whole')), query);
    const heads = await this.#found(wanted, 'head');
    const page = selectRuns(runsOf(heads), query);
    const whole = await this.#wholeOf(page.runs, wanted);
    return { ...page, runs: page.runs.flatMap(({ id }) => whole.get(id) ?? []) };
  }

  async counts(selection: RunSelection): Promise<readonly SourceCount[]> {
    const found = await this.#found(this.#folders(), needsHeads(selection) ? 'head' : 'whole');
    return countRuns(runsOf(found), selection);
  }

  async run(id: string): Promise<SourceRun> {
    return (await this.#named(id)).run;
  }

  async history(id: string, key: string): Promise<readonly MetricPoint[]> {
    const { folder } = await this.#named(id);
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
    this.#indexes.clear();
  }

  #folders(): readonly ExperimentFolder[] {
    if (inside(this.#root, '.') === undefined) throw sourceMissing(this.#root);
    return experimentFolders(this.#root, this.origin);
  }

  /** The runs of these experiments, as far as they are needed. */
  async #found(wanted: readonly ExperimentFolder[], part: 'head' | 'whole'): Promise<readonly Found[]> {
    const found: Found[] = [];
    for (const one of wanted) {
      const index = this.#indexOf(one);
      const heads = await index.heads();
      const runs = part === 'head' ? heads : await index.whole(heads.map(({ folder }) => folder));
      found.push(...runs.map((run) => this.#shaped(run, one)));
    }
    return found;
  }

  /** All of the runs of a page, by id. */
  async #wholeOf(page: readonly SourceRun[], wanted: readonly ExperimentFolder[]): Promise<Map<string, SourceRun>> {
    const whole = new Map<string, SourceRun>();
    for (const one of wanted) {
      const ids = page.filter(({ experimentId }) => experimentId === one.experiment.id).map(({ id }) => id);
      if (ids.length === 0) continue;
      for (const indexed of await this.#indexOf(one).whole(ids)) {
        const { run } = this.#shaped(indexed, one);
        whole.set(run.id, run);
      }
    }
    return whole;
  }

  #indexOf({ folder, experiment }: ExperimentFolder): ExperimentIndex {
    const known = this.#indexes.get(folder);
    const index = known ?? new ExperimentIndex(folder, experiment.id, this.#memo);
    if (known === undefined) this.#indexes.set(folder, index);
    return index;
  }

  #shaped({ run, folder, artifactUri }: IndexedRun, { experiment, folder: around }: ExperimentFolder): Found {
    const isDeleted = run.isDeleted || experiment.lifecycle === 'deleted';
    const shaped = asRun({ ...run, isDeleted, experiment: experiment.name }, this.origin);
    return { run: shaped, folder: join(around, folder), artifactUri };
  }

  /** Its folder has its name, so that no other is looked at. */
  async #named(id: string): Promise<Found> {
    if (isRunId(id))
      for (const one of this.#folders()) {
        if (inside(one.folder, id) === undefined) continue;
        const [found] = await this.#indexOf(one).whole([id]);
        if (found !== undefined) return this.#shaped(found, one);
      }
    throw noSuchRun(id, this.#root);
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
    const { folder, artifactUri } = await this.#named(id);
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

function runsOf(found: readonly Found[]): readonly SourceRun[] {
  return found.map(({ run }) => run);
}

/** Whether the question looks at nothing that runs logged. */
function needsHeads({ filter, orderBy, words, tag }: RunSelection & Pick<RunQuery, 'orderBy'>): boolean {
  if (words !== undefined && words.length > 0) return false;
  if (tag !== undefined && tag.key !== 'mlflow.parentRunId') return false;
  const asked = [...parseFilter(filter ?? ''), ...(orderBy ?? []).map((text) => parseOrder(text))];
  return asked.every(({ entity }) => entity === 'attribute');
}

/** Where nothing was ever saved there is no folder either. */
function isOwn(uri: string, folder: string): boolean {
  return uri === '' || uri.endsWith(`/${basename(folder)}/artifacts`);
}
