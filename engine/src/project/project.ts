import { Failure } from '../failure.ts';
import type { Kind } from '../language/kinds.ts';
import { PROJECT_FILE } from '../language/kinds.ts';
import type { Json } from '../language/tree.ts';
import type { Dataset } from './dataset.ts';
import { type Facts, NO_FACTS } from './facts.ts';
import type { DatasetLock } from './lock.ts';
import type { ParamValue, Pipeline } from './pipeline.ts';
import { entriesAt, isMap, textsAt, valueAt } from './read.ts';
import { SpecFile } from './specFile.ts';

export interface ProjectOptions {
  /** An environment of modelyard.yaml, as `--env` names it. */
  readonly environment?: string | undefined;
  readonly facts?: Facts;
  /** The snapshot before: files whose text did not change are taken from it. */
  readonly previous?: Project | undefined;
}

/**
 * A project as one immutable snapshot of its spec files and of what is known about the rest of the world.
 * Datasets and pipelines are those of the chosen environment.
 */
export class Project {
  /** By path relative to the root, sorted, modelyard.yaml first. */
  readonly files: ReadonlyMap<string, SpecFile>;
  readonly facts: Facts;
  readonly environment: string | undefined;
  /** By name; of two with one name the first by path. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  /** By name of the dataset. */
  readonly locks: ReadonlyMap<string, DatasetLock>;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** Environment variables that expressions may read. */
  readonly variables: ReadonlySet<string>;

  /** @throws Failure `unknown-environment` */
  constructor(files: ReadonlyMap<string, SpecFile>, facts: Facts, environment: string | undefined) {
    this.files = files;
    this.facts = facts;
    this.environment = environment;
    const settings = files.get(PROJECT_FILE);
    this.variables = new Set(settings === undefined ? [] : textsAt(settings.tree, ['env']).map(({ text }) => text));
    const changes = readEnvironment(settings, environment);
    this.datasets = byName([...files.values()].flatMap((file) => file.dataset ?? []).map(sourced(changes.sources)));
    this.locks = byName([...files.values()].flatMap((file) => file.lock ?? []));
    this.pipelines = byName([...files.values()].flatMap((file) => file.pipeline ?? []).map(defaulted(changes.params)));
  }

  withFacts(facts: Facts): Project {
    return new Project(this.files, facts, this.environment);
  }

  /** Names of all specs of a kind, sorted. */
  names(kind: Kind): readonly string[] {
    const names = [...this.files.values()].flatMap((file) => (file.kind === kind && file.name ? [file.name] : []));
    return [...new Set(names)].sort();
  }
}

/**
 * The snapshot of these files.
 * @param texts by path relative to the root
 * @throws Failure `unknown-environment`
 */
export function buildProject(texts: ReadonlyMap<string, string>, options: ProjectOptions = {}): Project {
  const { previous, environment, facts = NO_FACTS } = options;
  const files = [...texts].map(([path, text]): [string, SpecFile] => {
    const before = previous?.files.get(path);
    return [path, before?.text === text ? before : new SpecFile(path, text)];
  });
  return new Project(new Map(files.sort(byPath)), facts, environment);
}

function byPath([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  if (a === PROJECT_FILE || b === PROJECT_FILE) return a === b ? 0 : a === PROJECT_FILE ? -1 : 1;
  return a < b ? -1 : 1;
}

function byName<T extends { readonly name: string }>(things: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const thing of things) if (!map.has(thing.name)) map.set(thing.name, thing);
  return map;
}

interface Changes {
  readonly params: ReadonlyMap<string, ParamValue>;
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

function readEnvironment(settings: SpecFile | undefined, name: string | undefined): Changes {
  if (name === undefined) return { params: new Map(), sources: new Map() };
  const path = ['environments', name];
  if (settings === undefined || !isMap(valueAt(settings.tree, path))) throw unknownEnvironment(settings, name);
  const sources = entriesAt(settings.tree, [...path, 'sources']).map(
    ([dataset]) => [dataset, textsAt(settings.tree, [...path, 'sources', dataset]).map(({ text }) => text)] as const,
  );
  const params = entriesAt(settings.tree, [...path, 'params']).filter((entry): entry is [string, ParamValue] =>
    isParamValue(entry[1]),
  );
  return { params: new Map(params), sources: new Map(sources) };
}

function isParamValue(value: Json): value is ParamValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function unknownEnvironment(settings: SpecFile | undefined, name: string): Failure {
  const known = settings === undefined ? [] : entriesAt(settings.tree, ['environments']).map(([known]) => known);
  return new Failure('unknown-environment', `${PROJECT_FILE} has no environment \`${name}\``, {
    next:
      known.length > 0
        ? `It has: ${known.join(', ')}.`
        : `Add it: \`environments: {${name}: {params: {...}, sources: {...}}}\`.`,
    place: { file: PROJECT_FILE },
  });
}

function sourced(sources: Changes['sources']): (dataset: Dataset) => Dataset {
  return (dataset) => {
    const source = sources.get(dataset.name);
    if (source === undefined) return dataset;
    return { ...dataset, source: { kind: 'files', patterns: source.map((text) => ({ text, path: ['source'] })) } };
  };
}

function defaulted(values: Changes['params']): (pipeline: Pipeline) => Pipeline {
  return (pipeline) => {
    const params = [...pipeline.params].map(
      ([name, param]) => [name, { ...param, default: values.get(name) ?? param.default }] as const,
    );
    return { ...pipeline, params: new Map(params) };
  };
}
