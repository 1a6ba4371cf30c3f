import { Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { Asking } from '../asking.ts';
import type { MoveGiven } from './moveGiven.ts';
import { pickMove } from './pickMove.ts';
import { policyName, policyText } from './policyText.ts';

/** Opens the policy of a model; where there is none, one with a first gate that the user goes on with. */
export async function writePolicy(given: MoveGiven | undefined, asking: Asking): Promise<void> {
  const move = await pickMove(asking, 'Guard', given && { version: 1, ...given });
  if (move === undefined) return;
  const { model, alias } = move;
  const file = Uri.joinPath(Uri.parse(move.root), `${policyName(model)}.policy.yaml`);
  const edit = new WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true, contents: new TextEncoder().encode(policyText(model, alias)) });
  if (!(await workspace.applyEdit(edit))) throw new Error(`${file.fsPath} could not be written`);
  const editor = await window.showTextDocument(file);
  const at = editor.document.getText().indexOf('- {name:');
  if (at >= 0) {
    const { line } = editor.document.positionAt(at);
    editor.revealRange(new Range(line, 0, line, 0));
  }
}
