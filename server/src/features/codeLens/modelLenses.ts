import { parseModelReference } from '../../../../engine/src/language/modelReference.ts';
import type { ModelVersion, RegisteredModel } from '../../../../engine/src/project/models.ts';
import { policiesFor } from '../../../../engine/src/project/policies.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import { registrationsOf } from '../../../../engine/src/project/registrations.ts';
import { COMMANDS } from '../../protocol.ts';
import type { Document } from '../spot.ts';
import { command, type Lens, lensAt, projectUri } from './lens.ts';

/** `v7 - staging: promote | compare with production | roll back` above a pipeline that registers a model, and above a card. */
export function modelLenses(document: Document): readonly Lens[] {
  const { file, snapshot } = document;
  const root = projectUri(document);
  if (root === undefined || (file.kind !== 'pipeline' && file.kind !== 'modelcard')) return [];
  const { project } = snapshot;
  const shown = file.kind === 'pipeline' ? newestOf(project, file.pipeline?.name) : ofCard(project, file);
  if (shown === undefined) return [];
  const { model, version } = shown;
  const alias = movedAlias(project, model);
  const held = model.aliases.get(alias);
  const argument = { root, model: model.name, version: version.version, alias };
  const does = held?.version === version.version ? 'gates' : 'promote';
  const isOther = held?.version !== undefined && held.version !== version.version;
  const at = (shownCommand: Lens['command']) => lensAt(file.tree, [file.kind ?? ''], shownCommand);
  return [
    at(command(COMMANDS.promoteVersion, `${nameOf(model, version)}: ${does}`, argument)),
    ...(isOther ? [at(command(COMMANDS.compareVersions, `compare with ${alias}`, argument))] : []),
    ...(held?.previous === undefined
      ? []
      : [at(command(COMMANDS.rollBackAlias, 'roll back', { root, model: model.name, alias }))]),
  ];
}

interface ShownVersion {
  readonly model: RegisteredModel;
  readonly version: ModelVersion;
}

/** The newest version of the first model that the pipeline registers. */
function newestOf(project: Project, name: string | undefined): ShownVersion | undefined {
  const pipeline = project.pipelines.get(name ?? '');
  const models = pipeline === undefined ? [] : registrationsOf(pipeline).flatMap(({ model }) => model ?? []);
  const model = models.map((one) => project.models.get(one)).find((one) => one !== undefined);
  const version = model && newest(model);
  return model === undefined || version === undefined ? undefined : { model, version };
}

/** The version that a card is of. */
function ofCard(project: Project, { tree }: Document['file']): ShownVersion | undefined {
  const reference = parseModelReference(textAt(tree, ['model']) ?? '');
  if (reference === undefined || reference.kind === 'run') return undefined;
  const model = project.models.get(reference.name);
  if (model === undefined) return undefined;
  const number =
    reference.kind === 'version'
      ? reference.version
      : reference.kind === 'alias'
        ? model.aliases.get(reference.alias)?.version
        : newest(model)?.version;
  const version = model.versions.get(number ?? 0);
  return version === undefined ? undefined : { model, version };
}

function newest({ versions }: RegisteredModel): ModelVersion | undefined {
  return [...versions.values()].findLast(({ withdrawn }) => !withdrawn);
}

/** The alias that decides: `production` where it is guarded or nothing is, else the first that a policy guards. */
function movedAlias(project: Project, { name }: RegisteredModel): string {
  const guarded = policiesFor(project, name).flatMap((policy) => [...policy.aliases.keys()]);
  return guarded.includes('production') ? 'production' : (guarded[0] ?? 'production');
}

/** `v7 - staging`. */
function nameOf({ aliases }: RegisteredModel, { version }: ModelVersion): string {
  const names = [...aliases.values()].filter((one) => one.version === version).map(({ alias }) => alias);
  return names.length === 0 ? `v${version}` : `v${version} - ${names.join(', ')}`;
}
