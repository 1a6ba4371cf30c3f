import { commands, env, Uri, window } from 'vscode';
import type { MovedAlias } from '../../../engine/src/operations/models/move/movedAlias.ts';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { MoveKind } from '../../../webviews/promotion/protocol.ts';
import { openCommit } from '../runs/openCommit.ts';

/** Says what is so now, with the commit, and the way back. The command is over before somebody has read it. */
export function showMoved(kind: MoveKind, root: Uri, moved: MovedAlias): void {
  const { model, version, alias, commit, url, opened, guarded } = moved;
  if (kind === 'undo') {
    void window.showInformationMessage(`The move of ${alias} of ${model} is undone.`);
    return;
  }
  if (kind === 'pullRequest') {
    const text = `${alias} of ${model} goes to v${version} when ${opened ? 'the pull request' : 'its branch'} is merged.`;
    offer(text, url === null ? [] : [OPEN], { [OPEN]: () => env.openExternal(Uri.parse(url ?? '')) });
    return;
  }
  const buttons = [...(commit === null ? [] : [SHOW]), BACK];
  offer(`${model} v${version} is ${alias}.${committed(commit, guarded)}`, buttons, {
    [SHOW]: () => openCommit(root, commit ?? ''),
    [BACK]: () => commands.executeCommand(COMMANDS.rollBackAlias, { root: root.toString(), model, alias }),
  });
}

/** The same after a rollback. */
export function showRolledBack(root: Uri, { model, version, alias, commit, guarded }: MovedAlias): void {
  offer(`${alias} of ${model} is v${version} again.${committed(commit, guarded)}`, commit === null ? [] : [SHOW], {
    [SHOW]: () => openCommit(root, commit ?? ''),
  });
}

function committed(commit: string | null, guarded: boolean): string {
  if (commit !== null) return ` Committed as ${commit.slice(0, 7)}.`;
  return guarded ? '' : ' No policy guards it: commit its file for others to see it.';
}

const OPEN = 'Open Pull Request';
const SHOW = 'Show Commit';
const BACK = 'Roll Back';

/** A notification with buttons. */
export function offer(
  text: string,
  buttons: readonly string[],
  does: Readonly<Record<string, () => Thenable<unknown>>>,
): void {
  window.showInformationMessage(text, ...buttons).then(
    (chosen) => (chosen === undefined ? undefined : does[chosen]?.()),
    () => {},
  );
}
