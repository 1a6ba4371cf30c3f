import { ProgressLocation, type Uri, window, workspace } from 'vscode';
import type { MovedAlias } from '../../../engine/src/operations/models/move/movedAlias.ts';
import { MOVING, type MoveKind, type MovingTold } from '../../../webviews/promotion/protocol.ts';
import type { ToPage } from '../../../webviews/shared/protocol.ts';
import { askProgram, Refused } from '../start/program.ts';
import { type Move, referenceOf } from './move.ts';
import { notAllowed } from './notAllowed.ts';
import { showMoved } from './showMoved.ts';

export interface MovingHands {
  readonly root: Uri;
  /** The command line's bundle. */
  readonly program: string;
  readonly tell: (message: ToPage) => void;
}

const FLAGS: Readonly<Record<MoveKind, readonly string[]>> = {
  promote: [],
  pullRequest: ['--pr'],
  finish: ['--finish'],
  undo: ['--undo'],
};

/** Moves an alias, or takes a move back, by the command line, which judges the gates itself; what came of it is shown with its commit. */
export async function moveAlias(kind: MoveKind, move: Move, { root, program, tell }: MovingHands): Promise<void> {
  if (!workspace.isTrusted) return;
  const act = (told: MovingTold) => tell({ kind: 'act', act: MOVING, argument: { ...told } });
  act({ kind: 'begun', move: kind });
  const words = ['models', 'promote', referenceOf(move), '--alias', move.alias, ...FLAGS[kind]];
  try {
    const moved = await window.withProgress({ location: ProgressLocation.Window, title: titleOf(kind, move) }, () =>
      askProgram<MovedAlias>(words, { program, folder: root.fsPath }),
    );
    if (!moved.allowed) throw new Refused(notAllowed(moved));
    const { commit, url } = moved;
    act({ kind: 'done', move: kind, ...(commit !== null && { commit }), ...(url !== null && { url }) });
    tell({ kind: 'changed', topics: ['models'] });
    showMoved(kind, root, moved);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { message, next } = error.refusal;
    act({ kind: 'refused', move: kind, message, ...(next === undefined ? {} : { next }) });
    void window.showErrorMessage(error.message);
  }
}

function titleOf(kind: MoveKind, { model, version, alias }: Move): string {
  return kind === 'undo' ? `Undoing the move of ${alias}` : `Promoting ${model} v${version} to ${alias}`;
}
