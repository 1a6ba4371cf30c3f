import { parseModelReference } from '../language/modelReference.ts';
import type { ModelVersion, RegisteredModel } from './models.ts';
import type { Project } from './project.ts';

/** The registered version that `name`, `name:3` or `name@alias` stands for; undefined where there is none, and for `run:ID`. */
export function modelVersionOf(project: Project, reference: string): ModelVersion | undefined {
  const parsed = parseModelReference(reference);
  if (parsed === undefined || parsed.kind === 'run') return undefined;
  const model = project.models.get(parsed.name);
  if (model === undefined) return undefined;
  if (parsed.kind === 'version') return model.versions.get(parsed.version);
  return parsed.kind === 'newest' ? newestVersion(model) : versionOfAlias(model, parsed.alias);
}

/** One that is withdrawn only where all are. */
export function newestVersion({ versions }: RegisteredModel): ModelVersion | undefined {
  const all = [...versions.values()];
  return all.findLast(({ withdrawn }) => !withdrawn) ?? all.at(-1);
}

/** The version that an alias points at. */
export function versionOfAlias({ versions, aliases }: RegisteredModel, alias: string): ModelVersion | undefined {
  const version = aliases.get(alias)?.version;
  return version === undefined ? undefined : versions.get(version);
}
