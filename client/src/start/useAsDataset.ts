import { posix } from 'node:path';
import { commands, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { count } from '../../../engine/src/language/figures.ts';
import type { Initialised } from '../../../engine/src/operations/init.ts';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { TableArgument } from '../contributions.ts';
import { projectFolders, projectOf } from '../projects.ts';
import { busy } from './busy.ts';
import type { DataProfile } from './dataProfile.ts';
import { askForFolder, freeFolder } from './folders.ts';
import { pickTable } from './pickTable.ts';
import { askProgram } from './program.ts';
import type { Start } from './start.ts';
import { tableName } from './tableFiles.ts';
import { type Target, targetsOf } from './targets.ts';

/** Drafts a dataset and a pipeline from a table: into the project around it or another, else into a new one. */
export async function useAsDataset(given: Uri | TableArgument | undefined, start: Start): Promise<void> {
  const file = await fileOf(given);
  if (file === undefined) return;
  const target = given instanceof Uri || given?.target === undefined ? await askForTarget(file, start) : given.target;
  if (target === undefined) return;
  const asked = given instanceof Uri ? undefined : given?.project;
  const root = asked === undefined ? await homeOf(file) : Uri.parse(asked);
  if (root === undefined) return;
  const words = ['init', root.fsPath, '--data', file.fsPath, '--target', target];
  const made = await busy(`Drafting a dataset from ${nameOf(file)}`, (signal) =>
    askProgram<Initialised>(words, { program: start.program, signal }),
  );
  if (made?.draft === null || made === undefined) return;
  start.milestones.reached('projectMade', 'datasetDrafted');
  await start.openings.open({ root, file: `${made.draft.pipeline}.pipeline.yaml` });
  void tell(root, made);
}

async function fileOf(given: Uri | TableArgument | undefined): Promise<Uri | undefined> {
  if (given instanceof Uri) return given;
  if (given !== undefined) return Uri.parse(given.file);
  return pickTable({ placeHolder: 'Table', openLabel: 'Use as Dataset' });
}

async function askForTarget(file: Uri, { program }: Start): Promise<string | undefined> {
  const words = ['data', 'profile', file.fsPath];
  const profile = await busy(`Reading ${nameOf(file)}`, (signal) =>
    askProgram<DataProfile>(words, { program, signal }),
  );
  if (profile === undefined) return undefined;
  const targets = targetsOf(profile);
  if (targets.length === 0)
    throw new Error(`${nameOf(file)} has no column that a model can learn: a target needs two values or more`);
  const rows = `${count(profile.rows)} ${profile.rows === 1 ? 'row' : 'rows'}`;
  const picked = await window.showQuickPick(itemsOf(targets), {
    title: `${nameOf(file)}: ${rows}, ${profile.columns.length} columns`,
    placeHolder: 'Column that the model shall answer',
    matchOnDescription: true,
  });
  return picked?.label;
}

function itemsOf(targets: readonly Target[]): readonly QuickPickItem[] {
  return targets.flatMap(({ kind, column, about }, index) => [
    ...(targets[index - 1]?.kind === kind ? [] : [{ label: kind, kind: QuickPickItemKind.Separator }]),
    { label: column, description: about },
  ]);
}

/** The project around the file; else one that the user picks, the file's workspace folder, or a new folder. */
async function homeOf(file: Uri): Promise<Uri | undefined> {
  const around = await projectOf(file);
  if (around !== undefined) return around;
  const projects = await projectFolders();
  const folder = workspace.getWorkspaceFolder(file)?.uri;
  const others = folder === undefined ? [] : [{ label: 'New project', description: folder.fsPath, uri: folder }];
  const items = [
    ...projects.map((uri) => ({ label: nameOf(uri), description: uri.fsPath, uri })),
    ...others,
    { label: 'New project in another folder…', description: '', uri: undefined },
  ];
  const picked =
    projects.length === 0 && folder !== undefined
      ? others[0]
      : items.length === 1
        ? items[0]
        : await window.showQuickPick(items, { placeHolder: `Project that ${nameOf(file)} becomes part of` });
  if (picked === undefined || picked.uri !== undefined) return picked?.uri;
  const parent = await askForFolder('Folder that the project is made in', 'Make Project Here');
  return parent && freeFolder(parent, tableName(file.path));
}

async function tell(root: Uri, { draft, rows }: Initialised): Promise<void> {
  if (draft === null) return;
  const { pipeline, target, inputs, leftOut } = draft;
  const left =
    leftOut.length === 0
      ? ''
      : `; ${leftOut.length} left out: ${leftOut
          .map(({ column }) => column)
          .slice(0, 5)
          .join(', ')}${leftOut.length > 5 ? ', …' : ''}`;
  const columns = `${inputs.length} ${inputs.length === 1 ? 'column' : 'columns'}`;
  const run = `Run ${pipeline}`;
  const text = `Drafted ${pipeline}: ${target} from ${columns} of ${count(rows ?? 0)} rows${left}`;
  if ((await window.showInformationMessage(text, run)) === run)
    await commands.executeCommand(COMMANDS.runPipeline, { root: root.toString(), pipeline });
}

function nameOf(file: Uri): string {
  return posix.basename(file.path);
}
