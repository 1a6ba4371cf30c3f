import { isAbsolute } from 'node:path';
import { commands, type Memento, Uri, window, workspace } from 'vscode';
import { clockTime } from '../../../engine/src/language/times.ts';
import type { LogLine } from '../../../server/src/views/runPage.ts';
import type { MoveKind } from '../../../webviews/promotion/protocol.ts';
import type { FilePair, PageArguments, RunPair, ToPage } from '../../../webviews/shared/protocol.ts';
import type { Asking } from '../asking.ts';
import type { Judgement, Judging } from '../promotion/judging.ts';
import { readMove } from '../promotion/move.ts';
import { moveAlias } from '../promotion/moving.ts';
import { choose } from './choose.ts';
import { openView } from './compareViews/openView.ts';
import { saveView, type ViewHands } from './compareViews/saveView.ts';
import { ViewStore } from './compareViews/viewStore.ts';
import type { Comparing } from './comparing.ts';
import type { Explaining } from './explaining.ts';
import { insideFolder } from './insideFolder.ts';
import { openAt } from './openAt.ts';
import { replaceText } from './replaceText.ts';
import { openRunDiff, type RunFilePair } from './runFiles.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface PageHands {
  /** The project's folder. */
  readonly root: Uri;
  readonly asking: Asking;
  readonly showOutput: () => void;
  readonly memento: Memento;
  readonly explaining: Explaining;
  readonly judging: Judging;
  readonly comparing: Comparing;
  /** The command line's bundle. */
  readonly program: string;
  readonly tell: (message: ToPage) => void;
  /** Shows what goes wrong in work that nobody waits for. */
  readonly guarded: ViewHands['guarded'];
}

/** Does what a page asks the panel itself to do. */
export async function doForPage(command: keyof PageArguments, argument: Fields, hands: PageHands): Promise<void> {
  switch (command) {
    case 'openPlace':
      return openPlace(argument, hands);
    case 'replaceText':
      return replaceText(argument as Parameters<typeof replaceText>[0], hands.root);
    case 'openArtifact':
      return openArtifact(argument, hands);
    case 'openLog':
      return openLog(argument, hands);
    case 'openDiff':
      return openRunDiff(hands.root, readPair(argument), hands.asking);
    case 'showOutput':
      return hands.showOutput();
    case 'manageTrust':
      return void (await commands.executeCommand('workbench.trust.manage'));
    case 'choose':
      return choose(argument, hands.tell);
    case 'openView':
      return openView(typeof argument['name'] === 'string' ? argument['name'] : null, viewHands(hands));
    case 'saveView':
      return saveView(argument, viewHands(hands));
    case 'explain':
      return hands.explaining.start(pairOf(argument));
    case 'judge':
      return hands.judging.start(judgementOf(argument));
    case 'stopJudging':
      return hands.judging.stop();
    case 'compareFiles':
      return hands.comparing.start(filesOf(argument));
    case 'saveFilesReport':
      return hands.comparing.save(filesOf(argument));
    case 'move':
      return moveAlias(moveKindOf(argument), readMove(argument), hands);
    case 'choosePython':
      return void (await commands.executeCommand('python.setInterpreter'));
    case 'stopExplaining':
      return hands.explaining.stop(pairOf(argument));
  }
}

function judgementOf(argument: Fields): Judgement {
  const standsOn = argument['standsOn'] as Judgement['standsOn'];
  return { ...readMove(argument), again: argument['again'] === true, standsOn };
}

function moveKindOf({ kind }: Fields): MoveKind {
  const known = MOVE_KINDS.find((one) => one === kind);
  if (known === undefined) throw new Error(`${String(kind)} is no move of an alias`);
  return known;
}

const MOVE_KINDS: readonly MoveKind[] = ['promote', 'pullRequest', 'finish', 'undo'];

function viewHands({ root, memento, tell, guarded }: PageHands): ViewHands {
  return { store: new ViewStore(root, memento), tell, guarded };
}

/** Ids, for they become words of a command line. */
function pairOf({ a, b }: Fields): RunPair {
  const isId = (id: unknown): id is string => typeof id === 'string' && /^[0-9a-f]{4,32}$/.test(id);
  if (!isId(a) || !isId(b)) throw new Error(`${String(a)} and ${String(b)} are no runs of this project`);
  return { a, b };
}

/** Absolute, for they become words of a command line. */
function filesOf({ reference, current }: Fields): FilePair {
  const isFile = (path: unknown): path is string => typeof path === 'string' && isAbsolute(path);
  if (!isFile(reference) || !isFile(current))
    throw new Error(`${String(reference)} and ${String(current)} are no files`);
  return { reference, current };
}

function readPair({ run, other, path }: Fields): RunFilePair {
  return { run: String(run), other: String(other), path: String(path) };
}

async function openPlace({ file, line }: Fields, { root }: PageHands): Promise<void> {
  const parts = insideFolder(file);
  if (parts === undefined) throw new Error(`${String(file)} lies outside of the project`);
  await openAt(Uri.joinPath(root, ...parts), Number.isSafeInteger(line) ? (line as number) : 0);
}

async function openArtifact({ run, path }: Fields, { root, asking }: PageHands): Promise<void> {
  const told = await asking.ask(root, 'artifact', { run: String(run), path: String(path) });
  if (told.kind === 'told') await commands.executeCommand('vscode.open', Uri.file(told.value.file));
  else void window.showErrorMessage([told.message, told.next].filter(Boolean).join(' '));
}

const LINES = 100_000;

async function openLog({ run }: Fields, { root, asking }: PageHands): Promise<void> {
  const told = await asking.ask(root, 'log', { run: String(run), from: 0, lines: LINES });
  if (told.kind === 'refused') {
    void window.showErrorMessage([told.message, told.next].filter(Boolean).join(' '));
    return;
  }
  const content = told.value.lines.map(lineText).join('\n');
  await window.showTextDocument(await workspace.openTextDocument({ content, language: 'log' }), { preview: true });
}

function lineText({ at, step, text }: LogLine): string {
  return [at === undefined ? '' : clockTime(at), step, text].filter((part) => part !== '').join(' ');
}
