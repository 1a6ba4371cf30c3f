import { commands, Uri, window } from 'vscode';
import { bytes } from '../../../engine/src/language/figures.ts';
import { openAt } from '../panels/openAt.ts';
import { refusalText } from '../views/outcome.ts';
import type { Subject } from '../views/row.ts';
import type { RowCommandOptions } from '../views/rowCommands.ts';
import { runsOf } from './runsOf.ts';

/** Opens the line of the pipeline that made a run. */
export async function openSpecOf(subject: Subject, { asking }: RowCommandOptions): Promise<void> {
  const [run] = runsOf(subject);
  if (run === undefined) return;
  const root = Uri.parse(subject.root);
  const told = await asking.ask(root, 'runPage', { run });
  if (told.kind === 'refused') void window.showWarningMessage(refusalText(told));
  else if (told.value.place === null)
    void window.showInformationMessage('The project has no pipeline of this name any more.');
  else await openAt(Uri.joinPath(root, told.value.place.file), told.value.place.line);
}

/** Lists what a run has made, to open it. */
export async function openArtifactsOf(subject: Subject, { asking }: RowCommandOptions): Promise<void> {
  const [run] = runsOf(subject);
  if (run === undefined) return;
  const root = Uri.parse(subject.root);
  const parts = await asking.ask(root, 'runParts', { run });
  if (parts.kind === 'refused') return void window.showWarningMessage(refusalText(parts));
  const { artifacts } = parts.value;
  if (artifacts.length === 0) return void window.showInformationMessage(`Run ${run.slice(0, 4)} has no artifacts.`);
  const picked = await window.showQuickPick(
    artifacts.map(({ path, size }) => ({ label: path, description: bytes(size), path })),
    { title: `Artifacts of run ${run.slice(0, 4)}`, matchOnDescription: true },
  );
  if (picked === undefined) return;
  const told = await asking.ask(root, 'artifact', { run, path: picked.path });
  if (told.kind === 'refused') void window.showWarningMessage(refusalText(told));
  else await commands.executeCommand('vscode.open', Uri.file(told.value.file));
}
