import { Failure } from '../../failure.ts';
import type { ModelNotes, ModelVersion, NewModelVersion } from '../../ports/modelRegistry.ts';
import type { SourceModel, SourceModelVersion } from '../../ports/runSource.ts';
import type { RunArtifact } from '../../ports/runStore.ts';
import { loadProject } from '../../project/load.ts';
import { policiesFor } from '../../project/policies.ts';
import { checkModelName } from '../../registry/modelName.ts';
import { formOf } from '../../steps/modelForm.ts';
import { importFiles } from './importFiles.ts';
import { type Importing, reasonOf } from './importing.ts';
import { known } from './importRun.ts';
import { IMPORT_TAGS, takenTags } from './importTags.ts';

export interface ImportedModels {
  readonly models: number;
  /** Versions that were made. */
  readonly versions: number;
}

/** Copies registered models onto our registry: versions with their files, notes, stages, and aliases that no policy guards. */
export async function importModels(importing: Importing): Promise<ImportedModels> {
  let models = 0;
  let versions = 0;
  for (const model of await importing.source.registeredModels()) {
    importing.signal.throwIfAborted();
    try {
      versions += await importModel(model, importing);
      models++;
    } catch (error) {
      importing.leaveOut(`model ${model.name}`, reasonOf(error));
    }
  }
  return { models, versions };
}

async function importModel(model: SourceModel, importing: Importing): Promise<number> {
  const { registry } = importing.stores;
  checkModelName(model.name);
  const there = (await registry.models({ empty: true })).find(({ name }) => name === model.name);
  if (there === undefined)
    await registry.createModel(model.name, {
      tags: model.tags,
      ...(model.description === undefined ? {} : { description: model.description }),
    });
  const numbers = new Map<number, number>();
  let made = 0;
  for (const version of model.versions) {
    importing.signal.throwIfAborted();
    try {
      const { number, isNew } = await importVersion(model.name, version, importing);
      numbers.set(version.version, number);
      if (isNew) made++;
    } catch (error) {
      importing.leaveOut(`${model.name}:${version.version}`, reasonOf(error));
    }
  }
  await importAliases(model, numbers, importing);
  return made;
}

async function importVersion(
  name: string,
  from: SourceModelVersion,
  importing: Importing,
): Promise<{ readonly number: number; readonly isNew: boolean }> {
  const { registry } = importing.stores;
  const notes = await registry.notes(name);
  const all = (await registry.models()).find((model) => model.name === name)?.versions ?? [];
  const before = versionBefore(from, all, notes);
  if (before !== undefined) return { number: before.version, isNew: false };
  const facts = await factsOf(name, from, importing);
  const { version, isNew } = await registeredOnce(facts, { all, notes }, importing);
  await registry.note(
    { model: name, version: version.version },
    {
      ...(from.description === undefined ? {} : { description: from.description }),
      ...(from.stage === undefined ? {} : { stage: from.stage }),
      tags: { ...takenTags(from.tags), [IMPORT_TAGS.version]: String(from.version) },
    },
  );
  if (version.version !== from.version)
    importing.leaveOut(`number of ${name}:${from.version}`, `it is version ${version.version} here.`);
  return { number: version.version, isNew };
}

/** The version as it was taken before; one of the same number may have come from another place. */
function versionBefore(
  from: SourceModelVersion,
  versions: readonly ModelVersion[],
  notes: ModelNotes,
): ModelVersion | undefined {
  const number = (version: number) => notes.versions.get(version)?.tags[IMPORT_TAGS.version];
  return versions.find(({ version, source }) => source === from.source && number(version) === String(from.version));
}

/** An import that was stopped may have registered the version and said nothing of it yet. */
async function registeredOnce(
  facts: NewModelVersion,
  { all, notes }: { readonly all: readonly ModelVersion[]; readonly notes: ModelNotes },
  { stores }: Importing,
): Promise<{ readonly version: ModelVersion; readonly isNew: boolean }> {
  const unsaid = all.find(
    ({ version, sha256, source }) =>
      sha256 === facts.sha256 && source === facts.source && !notes.versions.get(version)?.tags[IMPORT_TAGS.version],
  );
  return unsaid === undefined ? stores.registry.register(facts, { again: true }) : { version: unsaid, isNew: false };
}

async function factsOf(name: string, from: SourceModelVersion, importing: Importing): Promise<NewModelVersion> {
  const files: RunArtifact[] = [];
  await importFiles({ kind: 'version', id: name, version: from.version }, importing, async (file) => {
    files.push(file);
  });
  if (files.length === 0) throw noFiles(name);
  const { bytes, environment } = await formOf(files, importing);
  const run = from.run === undefined ? undefined : await known(from.run, importing);
  const figures = Object.entries(run?.metrics ?? {}).filter(([, { value }]) => Number.isFinite(value));
  const { modelyard, node, platform } = importing.host.machine;
  return {
    name,
    ...bytes,
    run: run?.id ?? '',
    source: from.source,
    pipeline: undefined,
    params: run?.params ?? {},
    data: {},
    features: {},
    metrics: Object.fromEntries(figures.map(([key, { value }]) => [key, { value }])),
    evidence: {},
    environment: { modelyard, node, platform, ...environment },
  };
}

/** An alias that a policy guards moves past its gates only. */
async function importAliases(
  { name, aliases }: SourceModel,
  numbers: ReadonlyMap<number, number>,
  importing: Importing,
): Promise<void> {
  const { host, stores } = importing;
  if (aliases.length === 0) return;
  const policies = await policiesFor(await loadProject(host.files, stores.root), name);
  const guarded = new Set(policies.flatMap(({ aliases: of }) => [...of.keys()].map((one) => one.toLowerCase())));
  const isUnclear = policies.some(({ tree }) => tree.problems.length > 0);
  const { aliases: here } = await stores.registry.model(name, { empty: true });
  for (const { alias, version } of aliases) {
    const number = numbers.get(version);
    if (number === undefined) importing.leaveOut(`${name}@${alias}`, `version ${version} was not taken.`);
    else if (here.some((one) => one.alias === alias)) continue;
    else if (isUnclear || guarded.has(alias.toLowerCase()))
      importing.leaveOut(`${name}@${alias}`, 'a policy of this project guards the alias.');
    else await stores.registry.setAlias(name, alias, number);
  }
}

function noFiles(name: string): Failure {
  return new Failure('no-files', `${name}: no file of the version is in the source.`, {
    next: 'Copy the files to where the version says they are.',
  });
}
