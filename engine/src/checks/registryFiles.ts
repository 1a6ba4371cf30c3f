import { nearest } from '../language/nearest.ts';
import type { Path } from '../language/tree.ts';
import { declaredAliases } from '../project/aliases.ts';
import {
  aliasFile,
  modelNotesFile,
  notesFile,
  REGISTRY_FOLDER,
  type RegisteredModel,
  versionFile,
} from '../project/models.ts';
import { policiesFor } from '../project/policies.ts';
import type { Project } from '../project/project.ts';
import { numberAt, textAt } from '../project/read.ts';
import { isWholeRegistry } from '../project/registryFiles.ts';
import type { SpecFile } from '../project/specFile.ts';
import type { Family, Found } from './rule.ts';

/** The files below `registry/`, held against each other. */
export const registryFiles: Family = {
  rules: [
    {
      code: 'registry-place',
      title: 'A file of the registry does not lie where its content says',
      severity: 'error',
      pace: 'fast',
      docs: 'Versions lie at `registry/MODEL/vN.version.yaml`, notes beside them at `vN.notes.yaml`, notes on the model itself at `model.notes.yaml`, aliases at `registry/MODEL/ALIAS.alias.yaml`, approvals below `registry/MODEL/approvals/`. Models are found by their paths, so that a file elsewhere counts for nothing, and one that says another name than its path is refused. It was moved, copied or edited by hand: put it back, best from git.',
    },
    {
      code: 'registry-version-missing',
      title: 'A file of the registry names a version that is not there',
      severity: 'error',
      pace: 'fast',
      docs: 'An alias, a note or an approval is of a version, and its version file is not in the registry: it was not committed, or was deleted. Nothing that uses the alias can be resolved. Bring the file back from git, or let `modelyard models alias` point the alias at another version. For the `previous` version of an alias this is a warning: only the way back is cut off.',
    },
    {
      code: 'alias-hash-differs',
      title: 'An alias and its version are not of the same model',
      severity: 'error',
      pace: 'fast',
      docs: 'An alias file holds the sha256 of the model that it was decided for, and the version file of that number holds another one. One of the two was edited, or the number was given out twice on two branches. `modelyard models promote` decides anew where a policy guards the alias, `modelyard models alias` where none does.',
    },
    {
      code: 'alias-withdrawn',
      title: 'An alias points at a withdrawn version',
      severity: 'warning',
      pace: 'fast',
      docs: 'The notes on the version say that it must not be used any more, and the alias still hands it out. Point the alias at another version.',
    },
  ],
  *check(project, file) {
    if (file.name === undefined || !KINDS.has(file.kind ?? '')) return;
    const place = rightPlace(file, file.name);
    if (place !== undefined && place !== file.path) yield misplaced(file, place);
    else if (file.kind !== 'model_version' && isWholeRegistry(project))
      yield* pointers(project, file, project.models.get(file.name));
  },
};

const KINDS = new Set(['model_version', 'model_notes', 'model_alias', 'approval']);

/** Where a file of this content lies; undefined while it does not say enough. */
function rightPlace({ kind, tree, path }: SpecFile, model: string): string | undefined {
  const version = numberAt(tree, ['version']);
  const alias = textAt(tree, ['alias']);
  if (kind === 'model_alias') return alias === undefined ? undefined : aliasFile(model, alias);
  if (kind === 'model_notes' && tree.node(['version']) === undefined) return modelNotesFile(model);
  if (version === undefined) return undefined;
  if (kind === 'model_version') return versionFile(model, version);
  if (kind === 'model_notes') return notesFile(model, version);
  const folder = `${REGISTRY_FOLDER}/${model}/approvals/`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const prefix = `v${version}-${alias}-`;
  if (alias === undefined) return undefined;
  return folder + (name.startsWith(prefix) ? name : `${prefix}${textAt(tree, ['by']) ?? 'KEY'}.approval.yaml`);
}

/** Outside of the registry it may be somebody's copy. */
function misplaced({ kind, path, tree }: SpecFile, place: string): Found {
  return {
    code: 'registry-place',
    ...(path.startsWith(`${REGISTRY_FOLDER}/`) ? {} : { severity: 'warning' as const }),
    file: path,
    range: tree.range([kind!]),
    message: `By what it says this file lies at ${place}; here nobody finds it`,
    data: { candidates: [place] },
  };
}

function* pointers(project: Project, file: SpecFile, model: RegisteredModel | undefined): Generator<Found> {
  const { kind, path, tree, name } = file;
  const version = numberAt(tree, ['version']);
  const found = version === undefined ? undefined : model?.versions.get(version);
  if (version !== undefined && found === undefined) yield missing(file, ['version'], model);
  if (kind !== 'model_alias') return;
  const previous = numberAt(tree, ['previous']);
  if (previous !== undefined && !model?.versions.has(previous))
    yield { ...missing(file, ['previous'], model), severity: 'warning' };
  yield* undeclared(project, file);
  if (found === undefined) return;
  const hash = textAt(tree, ['sha256']);
  if (hash !== undefined && found.sha256 !== undefined && hash !== found.sha256) {
    const alias = textAt(tree, ['alias']) ?? '';
    const isGuarded = policiesFor(project, name ?? '').some(({ aliases }) => aliases.has(alias));
    const decide = isGuarded ? `promote ${name}:${version} --alias ${alias}` : `alias ${name}:${version} ${alias}`;
    yield {
      code: 'alias-hash-differs',
      file: path,
      range: tree.range(['sha256']),
      message: `${name}:${version} has another sha256 (${found.sha256.slice(0, 12)}...): decide anew with \`modelyard models ${decide}\``,
    };
  }
  if (found.withdrawn)
    yield {
      code: 'alias-withdrawn',
      file: path,
      range: tree.range(['version']),
      message: `${name}:${version} is withdrawn; point the alias at another version`,
    };
}

function missing({ path, tree, name }: SpecFile, key: Path, model: RegisteredModel | undefined): Found {
  const there = [...(model?.versions.keys() ?? [])].toReversed();
  const known = there.length === 0 ? 'it has none' : `there is ${there.slice(0, 8).join(', ')}`;
  return {
    code: 'registry-version-missing',
    file: path,
    range: tree.range(key),
    message: `\`${name}\` has no version ${numberAt(tree, key)}; ${known}`,
    data: { candidates: there.map(String) },
  };
}

/** Any alias is free; one that is nearly a listed one may be misspelt all the same. */
function* undeclared(project: Project, { path, tree }: SpecFile): Generator<Found> {
  const alias = textAt(tree, ['alias']);
  const listed = declaredAliases(project) ?? [];
  const near = alias === undefined || listed.includes(alias) ? undefined : nearest(alias, listed);
  if (near === undefined) return;
  yield {
    code: 'unknown-alias',
    severity: 'hint',
    file: path,
    range: tree.range(['alias']),
    message: `modelyard.yaml does not list \`${alias}\`; did you mean \`${near}\`?`,
    data: { candidates: [near] },
  };
}
