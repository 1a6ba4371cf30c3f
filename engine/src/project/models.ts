import { isRecord } from '../language/isRecord.ts';
import type { Kind } from '../language/kinds.ts';
import type { Json } from '../language/node.ts';

import { type FileIndex, isSameList } from './fileIndex.ts';
import { type JsonMap, numberAt, textAt, valueAt } from './read.ts';
import type { SpecFile } from './specFile.ts';

/** A registered model as the files below `registry/` have it; what is wrong in a file is left out here, its problems say so. */
export interface RegisteredModel {
  readonly name: string;
  /** By number, the lowest first. */
  readonly versions: ReadonlyMap<number, ModelVersion>;
  /** By alias. */
  readonly aliases: ReadonlyMap<string, ModelAlias>;
}

export interface ModelVersion {
  readonly model: string;
  readonly version: number;
  /** Path relative to the project root. */
  readonly file: string;
  readonly sha256: string | undefined;
  /** ISO 8601 in UTC. */
  readonly created: string | undefined;
  readonly run: string | undefined;
  readonly pipeline: string | undefined;
  /** Whether its notes say that it was withdrawn. */
  readonly withdrawn: boolean;
  /** Measured values by metric. */
  readonly metrics: ReadonlyMap<string, MeasuredMetric>;
  /** Types of its inputs by name; undefined where the file does not tell them. */
  readonly inputs: ReadonlyMap<string, 'float' | 'string'> | undefined;
  /** Tasks of its targets. */
  readonly tasks: readonly string[];
  /** Names of the datasets it was made from. */
  readonly datasets: readonly string[];
}

/** A value, and the ends of its interval where one was computed. */
export interface MeasuredMetric {
  readonly value: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export interface ModelAlias {
  readonly model: string;
  readonly alias: string;
  readonly version: number | undefined;
  readonly previous: number | undefined;
  readonly sha256: string | undefined;
  /** ISO 8601 in UTC. */
  readonly since: string | undefined;
  /** Path relative to the project root. */
  readonly file: string;
}

/** The folder of the registry, relative to the project root. */
export const REGISTRY_FOLDER = 'registry';

/** Where the file of a version lies, relative to the project root. */
export function versionFile(model: string, version: number): string {
  return `${REGISTRY_FOLDER}/${model}/v${version}.version.yaml`;
}

/** Where the notes on a version lie. */
export function notesFile(model: string, version: number): string {
  return `${REGISTRY_FOLDER}/${model}/v${version}.notes.yaml`;
}

/** Where the notes on a model itself lie. */
export function modelNotesFile(model: string): string {
  return `${REGISTRY_FOLDER}/${model}/model.notes.yaml`;
}

/** Where the file of an alias lies. */
export function aliasFile(model: string, alias: string): string {
  return `${REGISTRY_FOLDER}/${model}/${alias}.alias.yaml`;
}

/** What a registry's files make. */
export interface Registry {
  /** By name, sorted. */
  readonly models: ReadonlyMap<string, RegisteredModel>;
  readonly index: FileIndex;
}

/**
 * The models that the files of a registry make. A file that does not lie where it says it does counts for nothing.
 * @param previous of the snapshot before: models whose files did not change are taken from it
 */
export function readModels(index: FileIndex, previous?: Registry): ReadonlyMap<string, RegisteredModel> {
  if (previous !== undefined && KINDS.every((kind) => previous.index.files(kind) === index.files(kind)))
    return previous.models;
  const names = [...new Set([...index.names('model_version'), ...index.names('model_alias')])].sort();
  const models = names.flatMap((name): [string, RegisteredModel][] => {
    const before = previous?.models.get(name);
    const unchanged = KINDS.every((kind) =>
      isSameList(previous?.index.named(kind, name) ?? [], index.named(kind, name)),
    );
    const model = before !== undefined && unchanged ? before : readModel(name, index);
    return model === undefined ? [] : [[name, model]];
  });
  return new Map(models);
}

const KINDS: readonly Kind[] = ['model_version', 'model_notes', 'model_alias'];

function readModel(name: string, index: FileIndex): RegisteredModel | undefined {
  const withdrawn = new Set(index.named('model_notes', name).flatMap(withdrawnVersion));
  const versions = index
    .named('model_version', name)
    .flatMap((file) => readVersion(file, withdrawn) ?? [])
    .sort((a, b) => a.version - b.version);
  const aliases = index.named('model_alias', name).flatMap((file) => readAlias(file) ?? []);
  if (versions.length === 0 && aliases.length === 0) return undefined;
  return {
    name,
    versions: new Map(versions.map((version) => [version.version, version])),
    aliases: new Map(aliases.map((alias) => [alias.alias, alias])),
  };
}

function withdrawnVersion({ name, path, tree }: SpecFile): readonly number[] {
  const version = numberAt(tree, ['version']);
  if (name === undefined || version === undefined || path !== notesFile(name, version)) return [];
  return isRecord(valueAt(tree, ['withdrawn'])) ? [version] : [];
}

/** Of thousands of files, so by their plain values. */
function readVersion({ name, path, tree }: SpecFile, withdrawn: ReadonlySet<number>): ModelVersion | undefined {
  const whole = mapOf(tree.value);
  const version = numberOf(whole['version']);
  if (name === undefined || version === undefined || path !== versionFile(name, version)) return undefined;
  const signature = mapOf(whole['signature']);
  return {
    model: name,
    version,
    file: path,
    sha256: textOf(whole['sha256']),
    created: textOf(whole['created']),
    run: textOf(whole['run']),
    pipeline: textOf(whole['pipeline']),
    withdrawn: withdrawn.has(version),
    metrics: readMetrics(mapOf(whole['metrics'])),
    inputs: readInputs(signature['inputs']),
    tasks: Object.values(mapOf(signature['outputs'])).flatMap((output) => textOf(mapOf(output)['task']) ?? []),
    datasets: Object.keys(mapOf(whole['data'])),
  };
}

function readMetrics(metrics: JsonMap): ReadonlyMap<string, MeasuredMetric> {
  const measured = new Map<string, MeasuredMetric>();
  for (const name of Object.keys(metrics)) {
    const { value, low, high } = mapOf(metrics[name]);
    if (typeof value === 'number') measured.set(name, { value, low: numberOf(low), high: numberOf(high) });
  }
  return measured;
}

function readInputs(inputs: Json | undefined): ModelVersion['inputs'] {
  if (!isRecord(inputs)) return undefined;
  const types = new Map<string, 'float' | 'string'>();
  for (const [name, type] of Object.entries(inputs)) if (type === 'float' || type === 'string') types.set(name, type);
  return types;
}

const NO_MAP: JsonMap = Object.freeze({});

function mapOf(value: Json | undefined): JsonMap {
  return isRecord(value) ? value : NO_MAP;
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readAlias({ name, path, tree }: SpecFile): ModelAlias | undefined {
  const alias = textAt(tree, ['alias']);
  if (name === undefined || alias === undefined || path !== aliasFile(name, alias)) return undefined;
  return {
    model: name,
    alias,
    version: numberAt(tree, ['version']),
    previous: numberAt(tree, ['previous']),
    sha256: textAt(tree, ['sha256']),
    since: textAt(tree, ['since']),
    file: path,
  };
}
