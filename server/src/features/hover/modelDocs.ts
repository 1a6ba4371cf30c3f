import { parseModelReference } from '../../../../engine/src/language/modelReference.ts';
import type { ModelVersion, RegisteredModel } from '../../../../engine/src/project/models.ts';
import { code, facts, listed, paragraphs, plain } from '../markdown.ts';
import { day, measured } from '../numbers.ts';
import type { Snapshot } from '../spot.ts';

/** A registered model: its newest version and its aliases. */
export function modelDocs({ project }: Snapshot, name: string): string | undefined {
  const model = project.models.get(name);
  if (model === undefined) return undefined;
  const newest = [...model.versions.values()].at(-1);
  return paragraphs([
    `**model** ${code(name)}: ${model.versions.size} version${model.versions.size === 1 ? '' : 's'}`,
    aliasesOf(model),
    newest && `Newest: ${code(`${name}:${newest.version}`)}`,
    newest && versionFacts(newest),
    newest && metricsOf(newest),
  ]);
}

/** One version of a model. */
export function versionDocs({ project }: Snapshot, name: string, number: number): string | undefined {
  const model = project.models.get(name);
  const version = model?.versions.get(number);
  if (model === undefined || version === undefined) return undefined;
  const held = [...model.aliases.values()].filter((one) => one.version === number).map(({ alias }) => code(alias));
  return paragraphs([
    `**model** ${code(`${name}:${number}`)}${version.withdrawn ? ', withdrawn' : ''}`,
    held.length === 0 ? undefined : `Held by ${listed(held)}`,
    versionFacts(version),
    metricsOf(version),
  ]);
}

/** An alias of a model, and the version it stands for. */
export function aliasDocs(snapshot: Snapshot, name: string, alias: string): string | undefined {
  const found = snapshot.project.models.get(name)?.aliases.get(alias);
  if (found === undefined) return undefined;
  const { version, previous, since } = found;
  return paragraphs([
    `**alias** ${code(`${name}@${alias}`)}${version === undefined ? '' : `: version ${version}`}`,
    facts([
      since !== undefined && `since ${plain(day(since))}`,
      previous !== undefined && `version ${previous} before`,
    ]),
    version === undefined ? undefined : versionDocs(snapshot, name, version),
  ]);
}

/** What an alias stands for, model by model. */
export function aliasEverywhere({ project }: Snapshot, alias: string): string | undefined {
  const held = [...project.models.values()].flatMap(({ name, aliases }) => {
    const found = aliases.get(alias);
    return found === undefined ? [] : [`- ${code(name)} version ${found.version ?? '?'}`];
  });
  const more = held.length - MOST_MODELS;
  return paragraphs([
    `**alias** ${code(alias)}`,
    held.length === 0
      ? 'No model has it'
      : [...held.slice(0, MOST_MODELS), ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
  ]);
}

const MOST_MODELS = 10;

/** What a reference to a model stands for: a version by number or alias, or the model with its newest version. */
export function referenceDocs(snapshot: Snapshot, reference: string): string | undefined {
  const parsed = parseModelReference(reference);
  switch (parsed?.kind) {
    case 'newest':
      return modelDocs(snapshot, parsed.name);
    case 'version':
      return versionDocs(snapshot, parsed.name, parsed.version);
    case 'alias':
      return aliasDocs(snapshot, parsed.name, parsed.alias);
    default:
      return undefined;
  }
}

function aliasesOf({ aliases }: RegisteredModel): string | undefined {
  const held = [...aliases.values()].map(({ alias, version }) => `${code(alias)} is version ${version ?? '?'}`);
  return held.length === 0 ? undefined : listed(held);
}

function versionFacts({ created, pipeline, run, sha256 }: ModelVersion): string | undefined {
  return facts([
    created !== undefined && `made ${plain(day(created))}`,
    pipeline !== undefined && `by pipeline ${code(pipeline)}`,
    run !== undefined && `run ${code(run.slice(0, 8))}`,
    sha256 !== undefined && `sha256 ${code(sha256.slice(0, 8))}`,
  ]);
}

function metricsOf({ metrics }: ModelVersion): string | undefined {
  if (metrics.size === 0) return undefined;
  return [...metrics].map(([name, value]) => `- ${code(name)} **${measured(value)}**`).join('\n');
}
