import type { Tree } from './tree.ts';

/** The kinds of spec; each is the first key of its files. */
export const KINDS = [
  'project',
  'dataset',
  'dataset_lock',
  'features',
  'pipeline',
  'modelcard',
  'policy',
  'monitor',
  'model_version',
  'model_notes',
  'model_alias',
  'approval',
] as const;

export type Kind = (typeof KINDS)[number];

/** Version of the spec language that this program reads. */
export const LANGUAGE_VERSION = 1;

/** Name of the file that makes its folder a project. */
export const PROJECT_FILE = 'modelyard.yaml';

/** How the names of files of a kind end; a project has its file. */
export const ENDINGS: Readonly<Record<Exclude<Kind, 'project'>, string>> = {
  dataset: '.dataset.yaml',
  dataset_lock: '.dataset.lock.yaml',
  features: '.features.yaml',
  pipeline: '.pipeline.yaml',
  modelcard: '.modelcard.yaml',
  policy: '.policy.yaml',
  monitor: '.monitor.yaml',
  model_version: '.version.yaml',
  model_notes: '.notes.yaml',
  model_alias: '.alias.yaml',
  approval: '.approval.yaml',
};

/** Kinds of file below `registry/`: their first key names the model that they are of, so that many have one name. */
export const REGISTRY_KINDS: readonly Kind[] = ['model_version', 'model_notes', 'model_alias', 'approval'];

/** What a file is to the language. */
export type SpecFile =
  | {
      readonly kind: Kind;
      /** Value of the first key; undefined while the file is empty or the name is no text. */
      readonly name: string | undefined;
    }
  /** It has the ending of a kind and another first key: it belongs to another tool, or the key is misspelt. */
  | { readonly kind: 'foreign'; readonly ending: Kind; readonly firstKey: string | undefined };

/** The kind that a path has by its ending: `a/b.dataset.yaml` is a dataset. */
export function kindOfPath(path: string): Kind | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (file === PROJECT_FILE) return 'project';
  return KINDS.find((kind) => kind !== 'project' && file.endsWith(ENDINGS[kind]));
}

/** The path a spec of this kind and name usually has, such as `flights.dataset.yaml`. */
export function defaultPath(kind: Kind, name: string): string {
  return kind === 'project' ? PROJECT_FILE : `${name}${ENDINGS[kind]}`;
}

/** What the file at `path` is to the language; undefined when its path says nothing. The path has `/`. */
export function specFileOf(path: string, tree: Tree): SpecFile | undefined {
  const kind = kindOfPath(path);
  if (kind === undefined) return undefined;
  if (tree.firstKey !== kind && tree.root !== undefined)
    return { kind: 'foreign', ending: kind, firstKey: tree.firstKey };
  return { kind, name: tree.firstKey === kind ? tree.firstText : undefined };
}
