import { Failure } from '../../../engine/src/failure.ts';
import type { Stores } from '../../../engine/src/ports/host.ts';
import type {
  ModelAlias,
  ModelNotes,
  ModelVersion,
  RegisteredModel,
  Stage,
  VersionNotes,
} from '../../../engine/src/ports/modelRegistry.ts';
import type { JsonObject } from '../http/route.ts';
import { VERSIONS } from './artifactPath.ts';
import { notFound } from './errors.ts';
import type { Fields } from './fields.ts';
import { filled, pairs } from './messages.ts';

/** A registered model as MLflow's clients see it: withdrawn versions are gone for them. */
export interface SeenModel {
  readonly name: string;
  /** Oldest first. */
  readonly versions: readonly SeenVersion[];
  readonly aliases: readonly ModelAlias[];
  readonly notes: ModelNotes;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SeenVersion {
  readonly facts: ModelVersion;
  readonly notes: VersionNotes;
  readonly stage: Stage | 'None';
  readonly aliases: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

type Registry = Pick<Stores, 'registry'>;

/** @throws MlflowError */
export async function seenModel(name: string, { registry }: Registry): Promise<SeenModel> {
  const model = await registry.model(name, { empty: true }).catch(notThere);
  const seen = model && view(model, await registry.notes(name));
  if (seen === undefined) throw notFound(`Registered Model with name=${name.slice(0, 200)} not found`);
  return seen;
}

function notThere(error: unknown): undefined {
  if (error instanceof Failure && error.reason === 'model-not-found') return undefined;
  throw error;
}

export async function seenModels({ registry }: Registry): Promise<readonly SeenModel[]> {
  const seen: SeenModel[] = [];
  for (const model of await registry.models({ empty: true })) {
    const one = view(model, await registry.notes(model.name));
    if (one !== undefined) seen.push(one);
  }
  return seen;
}

/** The version that `name` and `version` name. @throws MlflowError */
export async function seenVersion(fields: Fields, stores: Registry): Promise<SeenVersion> {
  return versionOf(await seenModel(fields.text('name'), stores), fields.requiredInteger('version'));
}

/** @throws MlflowError */
export function versionOf({ name, versions }: SeenModel, number: number): SeenVersion {
  const found = versions.find(({ facts }) => facts.version === number);
  if (found === undefined) throw notFound(`Model Version (name=${name}, version=${number}) not found`);
  return found;
}

/** The newest of each stage, by number. */
export function latestVersions({ versions }: SeenModel): readonly SeenVersion[] {
  const newest = new Map(versions.map((version) => [version.stage, version]));
  return versions.filter((version) => newest.get(version.stage) === version);
}

/** Where the files of a version are, whatever became of what it was made from. */
export function versionUri({ name, version }: Pick<ModelVersion, 'name' | 'version'>): string {
  return `mlflow-artifacts:/${VERSIONS}/${name}/${version}`;
}

export function modelMessage(model: SeenModel): JsonObject {
  const { name, createdAt, updatedAt, notes, aliases } = model;
  return {
    name,
    creation_timestamp: createdAt,
    last_updated_timestamp: updatedAt,
    description: notes.description,
    latest_versions: filled(latestVersions(model).map(versionMessage)),
    tags: pairs(notes.tags),
    aliases: filled(aliases.map(({ alias, version }) => ({ alias, version: String(version) }))),
  };
}

export function versionMessage({ facts, notes, stage, aliases, createdAt, updatedAt }: SeenVersion): JsonObject {
  return {
    name: facts.name,
    version: String(facts.version),
    creation_timestamp: createdAt,
    last_updated_timestamp: updatedAt,
    current_stage: stage,
    description: notes.description ?? '',
    source: facts.source ?? versionUri(facts),
    run_id: facts.run,
    status: 'READY',
    run_link: '',
    tags: pairs(notes.tags),
    aliases: filled(aliases),
  };
}

function view(model: RegisteredModel, notes: ModelNotes): SeenModel | undefined {
  const versions = model.versions.flatMap((facts) => viewVersion(facts, model, notes));
  if (versions.length === 0 && notes.withdrawn !== undefined) return undefined;
  const times = model.versions.map(({ created }) => Date.parse(created));
  const createdAt = Math.min(...(notes.created === undefined ? times : [Date.parse(notes.created)]));
  const start = Number.isFinite(createdAt) ? createdAt : (notes.written ?? 0);
  return {
    name: model.name,
    versions,
    aliases: model.aliases.filter((alias) => versions.some(({ facts }) => facts.version === alias.version)),
    notes,
    createdAt: start,
    updatedAt: Math.max(start, notes.written ?? 0, ...versions.map(({ updatedAt }) => updatedAt)),
  };
}

function viewVersion(facts: ModelVersion, { aliases }: RegisteredModel, { versions }: ModelNotes): SeenVersion[] {
  const notes = versions.get(facts.version) ?? { tags: {} };
  if (notes.withdrawn !== undefined) return [];
  const createdAt = Date.parse(facts.created);
  return [
    {
      facts,
      notes,
      stage: notes.stage ?? 'None',
      aliases: aliases.filter(({ version }) => version === facts.version).map(({ alias }) => alias),
      createdAt,
      updatedAt: Math.max(createdAt, notes.written ?? 0),
    },
  ];
}
