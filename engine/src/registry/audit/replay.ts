import { posix as path } from 'node:path';
import { ENDINGS, PROJECT_FILE } from '../../language/kinds.ts';
import type { FileChange, FolderChange } from '../../ports/gitHistory.ts';
import type { ModelAlias } from '../../ports/modelRegistry.ts';
import { excluded, ownPolicies } from '../policies/ownPolicies.ts';
import type { RegistryHistory } from './registryHistory.ts';
import { registryPath } from './registryPath.ts';

/** One commit with the registry as it was before and after it. */
export interface Replayed {
  readonly change: FolderChange;
  /** Files of the registry after it: blobs by path. */
  readonly files: ReadonlyMap<string, string>;
  /** What it changed of the registry. */
  readonly changed: readonly FileChange[];
  /** Policies by path, as texts. */
  readonly policiesBefore: ReadonlyMap<string, string>;
  readonly policies: ReadonlyMap<string, string>;
  /** Blob with which a version file or a report first appeared, by path. */
  readonly first: ReadonlyMap<string, string>;
}

/** States of one alias up to a commit. */
export interface AliasPast {
  readonly now: ModelAlias | undefined;
  readonly states: readonly ModelAlias[];
  /** Versions that were rolled back from and did not pass the gates since. */
  readonly barred: ReadonlySet<number>;
}

export const NO_PAST: AliasPast = { now: undefined, states: [], barred: new Set() };

/** What is past of an alias after it was moved. */
export function pastAfter(past: AliasPast, now: ModelAlias): AliasPast {
  const barred = new Set(past.barred);
  if (now.reason !== undefined && past.now !== undefined) barred.add(past.now.version);
  if (now.reason === undefined) barred.delete(now.version);
  return { now, states: [...past.states, now], barred };
}

/**
 * The commits of a history in their order, with what stood before and after each. The maps are the same objects throughout, so that
 * what is wanted of one commit is asked while it is at hand.
 */
export function* replay({ changes, text }: Pick<RegistryHistory, 'changes' | 'text'>): Generator<Replayed> {
  const files = new Map<string, string>();
  const first = new Map<string, string>();
  let texts: ReadonlyMap<string, string> = new Map();
  let policies: ReadonlyMap<string, string> = new Map();
  for (const change of changes) {
    const policiesBefore = policies;
    const changed = change.files.filter((file) => registryPath(file.path) !== undefined);
    const deciding = change.files.filter((file) => decides(file.path));
    if (deciding.length > 0) {
      texts = withChanges(texts, deciding, text);
      policies = policiesOf(texts);
    }
    for (const { path: file, after } of changed) {
      if (after === undefined) files.delete(file);
      else files.set(file, after);
    }
    yield { change, files, changed, policiesBefore, policies, first };
    for (const { path: file, after } of changed) if (after !== undefined && !first.has(file)) first.set(file, after);
  }
}

/** Whether a file says what the rules are. */
export function decides(file: string): boolean {
  return file.endsWith(ENDINGS.policy) || path.basename(file) === PROJECT_FILE;
}

function policiesOf(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const own = ownPolicies([...texts.keys()], excluded(texts.get(PROJECT_FILE)));
  return new Map(own.map((file) => [file, texts.get(file)!]));
}

function withChanges(
  before: ReadonlyMap<string, string>,
  changes: readonly FileChange[],
  text: RegistryHistory['text'],
): ReadonlyMap<string, string> {
  const policies = new Map(before);
  for (const { path: file, after } of changes) {
    const now = text(after);
    if (now === undefined) policies.delete(file);
    else policies.set(file, now);
  }
  return policies;
}
