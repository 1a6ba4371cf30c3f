import { commands, Uri, window, workspace } from 'vscode';
import { clockTime } from '../../../engine/src/language/times.ts';
import type { LogLine } from '../../../server/src/views.ts';
import type { PageArguments } from '../../../webviews/shared/protocol.ts';
import type { Asking } from '../asking.ts';
import { insideFolder } from './insideFolder.ts';
import { openAt } from './openAt.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface PageHands {
  /** The project's folder. */
  readonly root: Uri;
  readonly asking: Asking;
  readonly showOutput: () => void;
}

/** Does what a page asks the panel itself to do. */
export async function doForPage(command: keyof PageArguments, argument: Fields, hands: PageHands): Promise<void> {
  switch (command) {
    case 'openPlace':
      return openPlace(argument, hands);
    case 'openArtifact':
      return openArtifact(argument, hands);
    case 'openLog':
      return openLog(argument, hands);
    case 'showOutput':
      return hands.showOutput();
    case 'manageTrust':
      await commands.executeCommand('workbench.trust.manage');
  }
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
