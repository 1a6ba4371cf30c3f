import { commands, ProgressLocation, Uri, window } from 'vscode';
import { fullTime } from '../../../engine/src/language/times.ts';
import type { MovedAlias } from '../../../engine/src/operations/models/move/movedAlias.ts';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { Asking } from '../asking.ts';
import type { Panels } from '../panels/panels.ts';
import { openCommit } from '../runs/openCommit.ts';
import { askProgram, Refused } from '../start/program.ts';
import { sentenceOf } from '../start/refusal.ts';
import { refusalText } from '../views/outcome.ts';
import { runInTerminal } from '../views/terminalTask.ts';
import { isName, readMove, referenceOf } from './move.ts';
import type { MoveGiven } from './moveGiven.ts';
import { notAllowed } from './notAllowed.ts';
import { pickHeldAlias, pickMove } from './pickMove.ts';
import { offer, showRolledBack } from './showMoved.ts';

export interface PromotionOptions {
  readonly asking: Asking;
  readonly panels: Panels;
  /** The command line's bundle. */
  readonly program: string;
}

/** Opens the page on which a version is moved to an alias. */
export async function promoteVersion(
  given: MoveGiven | undefined,
  { asking, panels }: PromotionOptions,
): Promise<void> {
  const move = await pickMove(asking, 'Promote', given);
  if (move !== undefined) panels.promote({ root: move.root, ...readMove({ ...move }) });
}

/** The comparison of the runs of two versions; where they are not here, what their files say in a terminal. */
export async function compareVersions(
  given: MoveGiven | undefined,
  { asking, program }: PromotionOptions,
): Promise<void> {
  const move = await pickMove(asking, 'Compare', given);
  if (move === undefined) return;
  const { root, model, version, alias } = move;
  const told = await asking.ask(Uri.parse(root), 'models', {});
  if (told.kind === 'refused') throw new Error(refusalText(told));
  const row = told.value.find(({ name }) => name === model);
  const held = row?.aliases?.find((one) => one.alias === alias)?.version ?? null;
  if (held === null) {
    void window.showInformationMessage(`${alias} of ${model} holds no version yet.`);
    return;
  }
  const both = [version, held].map((number) => row?.versions.find((one) => one.version === number));
  const runs = [...new Set(both.flatMap((one) => (one?.hasRun ? [one.run] : [])))];
  if (runs.length === 2) await commands.executeCommand(COMMANDS.compareRuns, { root, runs });
  else await runInTerminal(Uri.parse(root), ['models', 'compare', `${model}:${held}`, `${model}:${version}`], program);
}

/** Puts an alias back to the version before, with the reason that the user gives. */
export async function rollBackAlias(
  given: MoveGiven | undefined,
  { asking, panels, program }: PromotionOptions,
): Promise<void> {
  const held = await pickHeldAlias(asking, 'Roll back', given);
  if (held === undefined) return;
  const { root, model, alias, row } = held;
  if (!isName(model) || !isName(alias)) throw new Error(`${model}@${alias} is no alias of a model`);
  if (row === undefined || row.previous === null) {
    void window.showInformationMessage(`${alias} of ${model} has no version before this one.`);
    return;
  }
  const reason = await window.showInputBox({
    title: `Roll ${alias} of ${model} back from v${row.version} to v${row.previous}`,
    prompt: 'Why? The commit and the alias file say it.',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A rollback names its reason.' : undefined),
  });
  if (reason === undefined) return;
  const words = ['models', 'rollback', model, '--alias', alias, `--reason=${reason.trim()}`];
  const title = `Rolling ${alias} of ${model} back`;
  const folder = Uri.parse(root);
  const moved = await shown(title, () => askProgram<MovedAlias>(words, { program, folder: folder.fsPath }));
  if (moved?.allowed === false) void window.showErrorMessage(sentenceOf(notAllowed(moved)));
  else if (moved !== undefined) {
    panels.decided(root);
    showRolledBack(folder, moved);
  }
}

interface Approved {
  readonly file: string;
  readonly signed: boolean;
  readonly approvals: { readonly count: number; readonly needed: number };
}

/** Agrees that an alias may point at a version, with the user's key of git. */
export async function approveVersion(
  given: MoveGiven | undefined,
  { asking, panels, program }: PromotionOptions,
): Promise<void> {
  const chosen = await pickMove(asking, 'Approve', given);
  if (chosen === undefined) return;
  const { root } = chosen;
  const move = readMove({ ...chosen });
  const words = ['models', 'approve', referenceOf(move), '--alias', move.alias];
  const title = `Approving ${move.model} v${move.version} for ${move.alias}`;
  const told = await shown(title, () => askProgram<Approved>(words, { program, folder: Uri.parse(root).fsPath }));
  if (told === undefined) return;
  panels.decided(root);
  const { file, signed, approvals } = told;
  const text = `Approved ${move.model} v${move.version} for ${move.alias}${signed ? ', signed' : ''}: ${approvals.count} of ${approvals.needed}. Commit ${file} for others to see it.`;
  offer(text, [OPEN], { [OPEN]: () => commands.executeCommand('vscode.open', Uri.joinPath(Uri.parse(root), file)) });
}

const OPEN = 'Open Approval';

/** All moves of an alias in a list; the one that is chosen is shown with its commit. */
export async function showAliasHistory(given: MoveGiven | undefined, { asking }: PromotionOptions): Promise<void> {
  const held = await pickHeldAlias(asking, 'History', given);
  if (held === undefined) return;
  const { root, model, alias } = held;
  const told = await asking.ask(Uri.parse(root), 'aliasHistory', { model, alias });
  if (told.kind === 'refused') throw new Error(refusalText(told));
  const items = told.value.map(({ version, from, end, commit, by, reason }) => ({
    label: `$(${end === 'rolled back' ? 'discard' : 'tag'}) v${version}`,
    description: `from ${fullTime(from)}${end === 'rolled back' ? ', rolled back' : ''}`,
    detail: [by, commit === null ? 'not committed' : commit.slice(0, 7), ...(reason === null ? [] : [reason])].join(
      ', ',
    ),
    commit,
  }));
  const title = `${alias} of ${model} over time`;
  const chosen = await window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  if (chosen !== undefined && chosen.commit !== null) await openCommit(Uri.parse(root), chosen.commit);
}

/** What the command line refuses is shown; undefined then. */
async function shown<T>(title: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await window.withProgress({ location: ProgressLocation.Window, title }, work);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    void window.showErrorMessage(error.message);
    return undefined;
  }
}
