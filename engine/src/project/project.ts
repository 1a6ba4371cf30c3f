import { type Kind, PROJECT_FILE } from '../language/kinds.ts';
import type { Dataset } from './dataset.ts';
import { environmentNamed } from './environment.ts';
import { type Facts, NO_FACTS } from './facts.ts';
import { type FileIndex, indexFiles, isSameList } from './fileIndex.ts';
import type { DatasetLock } from './lock.ts';
import { type RegisteredModel, readModels } from './models.ts';
import type { Pipeline } from './pipeline.ts';
import { textsAt } from './read.ts';
import { SpecFile } from './specFile.ts';

export interface ProjectOptions {
  /** An environment of modelyard.yaml, as `--env` names it. */
  readonly environment?: string | undefined;
  readonly facts?: Facts;
  /** The snapshot before: files whose text did not change, and what follows from them alone, are taken from it. */
  readonly previous?: Project | undefined;
}

/**
 * A project as one immutable snapshot of its spec files and of what is known about the rest of the world.
 * Datasets and pipelines are those of the chosen environment.
 */
export class Project {
  /** By path relative to the root, sorted, modelyard.yaml first. */
  readonly files: ReadonlyMap<string, SpecFile>;
  /** The same files by kind and name. */
  readonly index: FileIndex;
  readonly facts: Facts;
  readonly environment: string | undefined;
  /** By name; of two with one name the first by path. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  /** By name of the dataset. */
  readonly locks: ReadonlyMap<string, DatasetLock>;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** Files of the feature views by name; of two with one name the first by path. */
  readonly views: ReadonlyMap<string, SpecFile>;
  /** Registered models by name, as the files below `registry/` have them. */
  readonly models: ReadonlyMap<string, RegisteredModel>;
  /** Environment variables that expressions may read. */
  readonly variables: ReadonlySet<string>;

  /**
   * @param previous is not kept
   * @throws Failure `unknown-environment`
   */
  constructor(
    files: ReadonlyMap<string, SpecFile>,
    facts: Facts,
    environment: string | undefined,
    previous?: Project | undefined,
  ) {
    this.files = files;
    this.facts = facts;
    this.environment = environment;
    this.index = indexFiles(files.values(), previous?.index);
    const settings = files.get(PROJECT_FILE);
    const { dataset, pipeline } = environmentNamed(settings, environment);
    this.datasets = byName(
      this.index.files('dataset').flatMap((file) => (file.dataset === undefined ? [] : dataset(file.dataset))),
      previous?.datasets,
    );
    this.locks = byName(
      this.index.files('dataset_lock').flatMap((file) => file.lock ?? []),
      previous?.locks,
    );
    this.pipelines = byName(
      this.index.files('pipeline').flatMap((file) => (file.pipeline === undefined ? [] : pipeline(file.pipeline))),
      previous?.pipelines,
    );
    this.views = byName(
      this.index.files('features').filter((file) => file.name !== undefined),
      previous?.views,
    );
    this.models = readModels(this.index, previous);
    this.variables = variablesOf(settings, previous?.variables);
  }

  withFacts(facts: Facts): Project {
    return new Project(this.files, facts, this.environment, this);
  }

  /** Names of all specs of a kind, sorted. */
  names(kind: Kind): readonly string[] {
    return this.index.names(kind);
  }

  /** What follows from many files. Who looks at a file asks so to look again only when the result is another one. */
  derive<T>(derivation: Derivation<T>): T {
    return derivation.of(this);
  }
}

/** Something that follows from the spec files of a project alone. Holds no project. */
export interface Derivation<T> {
  /** Derivations with one name are the same. */
  readonly name: string;
  /** Best worked out once for each project. */
  of(project: Project): T;
  isSame(before: T, now: T): boolean;
}

/**
 * The snapshot of these files.
 * @param texts by path relative to the root
 * @throws Failure `unknown-environment`
 */
export function buildProject(texts: ReadonlyMap<string, string>, options: ProjectOptions = {}): Project {
  const { previous, environment, facts = NO_FACTS } = options;
  const files: [string, SpecFile][] = [];
  for (const [path, text] of texts) {
    const before = previous?.files.get(path);
    files.push([path, before?.text === text ? before : new SpecFile(path, text, before)]);
  }
  return new Project(new Map(files.sort(byPath)), facts, environment, previous);
}

function byPath([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  if (a === PROJECT_FILE || b === PROJECT_FILE) return a === b ? 0 : a === PROJECT_FILE ? -1 : 1;
  return a < b ? -1 : 1;
}

/** @param before is given back where it holds the same */
function byName<T extends { readonly name: string | undefined }>(
  things: readonly T[],
  before: ReadonlyMap<string, T> | undefined,
): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const thing of things) if (thing.name !== undefined && !map.has(thing.name)) map.set(thing.name, thing);
  return before !== undefined && isSameList([...before.values()], [...map.values()]) ? before : map;
}

function variablesOf(settings: SpecFile | undefined, before: ReadonlySet<string> | undefined): ReadonlySet<string> {
  const names = settings === undefined ? [] : textsAt(settings.tree, ['env']).map(({ text }) => text);
  const variables = new Set(names);
  return before !== undefined && isSameList([...before], [...variables]) ? before : variables;
}
