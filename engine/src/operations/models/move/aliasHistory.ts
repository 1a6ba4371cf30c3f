import { Failure } from '../../../failure.ts';
import type { ModelAlias } from '../../../ports/modelRegistry.ts';
import { parseAliasFile } from '../../../registry/aliasFile.ts';
import { aliasPath } from '../../../registry/registryFolder.ts';
import { inRepository, type MovePlace } from './movePlace.ts';

/**
 * Earlier states of an alias that it may go back to, the newest first: those that it was moved on from, and not those that it was
 * rolled back from since. Without git only what the file itself remembers, the version before.
 * @throws Failure `history-cut-off` in a shallow clone
 */
export async function statesThatHeld(place: MovePlace, model: string, alias: string): Promise<readonly ModelAlias[]> {
  const { repository, stores } = place;
  if (repository?.commit === undefined) return beforeByFile(place, model, alias);
  const { history } = repository.git;
  if (await history.isShallow()) throw cutOff(model, alias);
  const file = aliasPath(model, alias);
  const [path = file] = inRepository(repository, [file]);
  const changes = await history.changesOf(path, repository.commit);
  const blobs = changes.flatMap(({ files }) => files.flatMap(({ after }) => after ?? []));
  const texts = await history.texts(blobs);
  const states = blobs.flatMap((blob) => readable(texts.get(blob), file));
  const { versions, aliases } = await stores.registry.model(model);
  // A free alias may have moved on without a commit.
  const held = aliases.filter((one) => one.alias === alias && !isSame(one, states.at(-1)));
  const back = wayBack([...states, ...held]);
  if (back.length === 0 && held.length > 0) return beforeByFile(place, model, alias);
  return back
    .flatMap((state) => {
      // A version that was renumbered is still found by its bytes.
      const version =
        versions.find((one) => one.sha256 === state.sha256 && one.version === state.version) ??
        versions.find((one) => one.sha256 === state.sha256);
      return version === undefined ? [] : [{ ...state, version: version.version }];
    })
    .reverse();
}

function isSame(a: ModelAlias, b: ModelAlias | undefined): boolean {
  return a.sha256 === b?.sha256 && a.since === b.since;
}

/** States below the one that holds, oldest first. Going back takes away what was on top. */
export function wayBack(states: readonly ModelAlias[]): readonly ModelAlias[] {
  let stack: ModelAlias[] = [];
  for (const state of states) {
    const at = stack.findLastIndex((one) => one.sha256 === state.sha256);
    if (state.reason !== undefined && at >= 0) stack = [...stack.slice(0, at), state];
    // Judged anew: the same version with other evidence.
    else if (at === stack.length - 1 && at >= 0) stack[at] = state;
    else stack.push(state);
  }
  return stack.slice(0, -1);
}

async function beforeByFile({ stores }: MovePlace, model: string, alias: string): Promise<readonly ModelAlias[]> {
  const { aliases, versions } = await stores.registry.model(model);
  const held = aliases.find((one) => one.alias === alias);
  const before = versions.find(({ version }) => version === held?.previous);
  if (held === undefined || before === undefined) return [];
  const { version, sha256 } = before;
  return [{ model, alias, version, sha256, previous: undefined, since: held.since }];
}

/** A state that was committed with a conflict in it is none. */
function readable(text: string | undefined, file: string): readonly ModelAlias[] {
  try {
    return text === undefined ? [] : [parseAliasFile(text, file)];
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

function cutOff(model: string, alias: string): Failure {
  return new Failure(
    'history-cut-off',
    `This clone is shallow: which versions held ${model}@${alias} before is cut off.`,
    {
      next: 'Fetch it with `git fetch --unshallow`; in CI check out with `fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` (GitLab).',
    },
  );
}
