import { hasExpression } from '../language/expressions/template.ts';
import { type ModelReference, parseModelReference } from '../language/modelReference.ts';
import { nearest } from '../language/nearest.ts';
import type { Range } from '../language/problem.ts';
import { knownAliases } from '../project/aliases.ts';
import type { RegisteredModel } from '../project/models.ts';
import { newestVersion } from '../project/modelVersionOf.ts';
import type { Place } from '../project/places.ts';
import type { Project } from '../project/project.ts';
import { modelNames, type Registration, registrationsFor } from '../project/registrations.ts';
import { isWholeRegistry } from '../project/registryFiles.ts';
import type { SpecFile } from '../project/specFile.ts';
import { arePipelinesWhole } from '../project/wholeFiles.ts';
import type { Family, Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** Models that specs name, held against the registry. */
export const modelReferences: Family = {
  rules: [
    {
      code: 'unknown-model',
      title: 'The registry has no such model',
      severity: 'error',
      pace: 'fast',
      docs: 'No folder below `registry/` holds a version of a model of this name. Where a pipeline registers it and has not been run yet this is a hint; where there is no registry at all, nothing is said, unless the name is near that of a model which a pipeline registers.',
    },
    {
      code: 'unknown-version',
      title: 'The model has no such version or alias',
      severity: 'error',
      pace: 'fast',
      docs: 'Versions are numbered as `modelyard models show NAME` lists them; the newest one is named without a number. An alias stands for the version that `registry/NAME/ALIAS.alias.yaml` says: one that the project or a policy knows and that has not been set yet is a hint, and `modelyard models alias` sets it.',
    },
  ],
  *check(project, file) {
    // A policy may be there before its models; that it names none is said as a rule of its own.
    if (file.kind === 'policy') return;
    // Files of the registry are what is named.
    if (file.tree.isPlain) return;
    for (const place of file.places) {
      const kind = place.schema['x-reference'];
      if ((kind !== 'model' && kind !== 'model-name') || typeof place.value !== 'string') continue;
      if (!hasExpression(place.value) && isWholeRegistry(project)) yield* named(project, file, place, place.value);
    }
  },
};

function* named(project: Project, file: SpecFile, { schema, path }: Place, text: string): Generator<Found> {
  const reference = parseModelReference(text);
  if (reference === undefined || reference.kind === 'run' || /[*?]/.test(text)) return;
  if (schema['x-reference'] === 'model-name' && reference.kind !== 'newest') return;
  const model = project.models.get(reference.name);
  const part = (start: number, end: number): Range =>
    file.tree.scalar(path)?.range(start, end) ?? file.tree.range(path);
  const name = part(0, reference.name.length);
  if (model === undefined || model.versions.size === 0) yield* withoutVersion(project, file, reference.name, name);
  else yield* below(project, file, model, reference, part(reference.name.length + 1, text.length));
}

/** What can be said of a model that has no version: an error only where the registry is there and no pipeline could make it. */
function* withoutVersion(project: Project, file: SpecFile, name: string, range: Range): Generator<Found> {
  const at = { code: 'unknown-model', file: file.path, range };
  const makers = registrationsFor(project, name);
  const maker = makers.find(({ model }) => model === name);
  if (maker !== undefined) yield { ...at, ...notYet(name, maker) };
  else if (makers.every(({ model }) => model !== undefined) && arePipelinesWhole(project)) {
    const names = modelNames(project);
    const isKnown = project.models.size > 0;
    if (isKnown || nearest(name, names) !== undefined)
      yield { ...at, ...unknownName('model', name, names), ...(isKnown ? {} : { severity: 'hint' }) };
  }
}

function notYet(name: string, { pipeline }: Registration): Pick<Found, 'severity' | 'message' | 'data'> {
  const command = `modelyard run ${pipeline.name}`;
  return {
    severity: 'hint',
    message: `\`${name}\` has no version yet; \`${command}\` registers one`,
    data: { command },
  };
}

function* below(
  project: Project,
  file: SpecFile,
  model: RegisteredModel,
  reference: ModelReference,
  range: Range,
): Generator<Found> {
  const at = { code: 'unknown-version', file: file.path, range };
  if (reference.kind === 'version' && !model.versions.has(reference.version)) {
    const numbers = [...model.versions.keys()].toReversed().map(String);
    const newest = newestVersion(model)?.version;
    yield {
      ...at,
      message: `\`${model.name}\` has no version ${reference.version}; the newest is ${newest}`,
      data: { candidates: numbers, replacement: String(newest) },
    };
  }
  if (reference.kind === 'alias' && !model.aliases.has(reference.alias))
    yield { ...at, ...unsetAlias(project, model, reference.alias) };
}

function unsetAlias(
  project: Project,
  model: RegisteredModel,
  alias: string,
): Pick<Found, 'severity' | 'message' | 'data'> {
  const known = knownAliases(project);
  if (!known.includes(alias))
    return unknownName(`alias of ${model.name}`, alias, [...new Set([...model.aliases.keys(), ...known])]);
  const command = `modelyard models alias ${model.name}:${newestVersion(model)?.version} ${alias}`;
  return {
    severity: 'hint',
    message: `\`${alias}\` of \`${model.name}\` stands for no version yet; \`${command}\` sets it`,
    data: { command },
  };
}
