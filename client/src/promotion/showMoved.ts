import { commands, env, Uri, window } from 'vscode';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { MoveKind } from '../../../webviews/promotion/protocol.ts';
import { openCommit } from '../runs/openCommit.ts';
import type { Move } from './move.ts';

export interface MovedAlias extends Move {
  /** Address of the project's folder. */
  readonly root: string;
  readonly commit: string | undefined;
  /** Of the pull request, or where one is made by hand. */
  readonly url: string | undefined;
}

/** Says what is so now, with the commit, and the way back. The command is over before somebody has read it. */
export function showMoved(kind: MoveKind, moved: MovedAlias): void {
  const { root, model, version, alias, commit, url } = moved;
  if (kind === 'undo') {
    void window.showInformationMessage(`The move of ${alias} of ${model} is undone.`);
    return;
  }
  if (kind === 'pullRequest') {
    offer(`${model} v${version} to ${alias} is a pull request once you open it.`, url === undefined ? [] : [OPEN], {
      [OPEN]: () => env.openExternal(Uri.parse(url ?? '')),
    });
    return;
  }
  const committed = commit === undefined ? '' : ` Committed as ${commit.slice(0, 7)}.`;
  offer(`${model} v${version} is ${alias}.${committed}`, [...(commit === undefined ? [] : [SHOW]), BACK], {
    [SHOW]: () => openCommit(Uri.parse(root), commit ?? ''),
    [BACK]: () => commands.executeCommand(COMMANDS.rollBackAlias, { root, model, alias }),
  });
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

/** The same after a rollback. */
export function showRolledBack(
  root: string,
  model: string,
  alias: string,
  commit: string | undefined,
  version: number | undefined,
): void {
  const to = version === undefined ? 'is rolled back' : `is v${version} again`;
  const committed = commit === undefined ? '' : ` Committed as ${commit.slice(0, 7)}.`;
  offer(`${alias} of ${model} ${to}.${committed}`, commit === undefined ? [] : [SHOW], {
    [SHOW]: () => openCommit(Uri.parse(root), commit ?? ''),
  });
}
