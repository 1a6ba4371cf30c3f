import * as vscode from 'vscode';
import type { Exports } from '../../client/src/extension.ts';
import type { RowNode } from '../../client/src/views/rowTree.ts';
import { ASK_REQUEST, type ProjectStatus, type ServerStatus, STATUS_REQUEST } from '../../server/src/protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../server/src/views/viewQuestions.ts';
import { addressOf } from './workspace.ts';

/** What the extension gives to its own tests. */
export async function extension(): Promise<Exports> {
  const found = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'modelyard');
  if (found === undefined) throw new Error('the extension is not installed');
  return (await found.activate()) as Exports;
}

/** What the language server is doing. */
export async function status(): Promise<ServerStatus> {
  const told = await (await extension()).server.request<ServerStatus>(STATUS_REQUEST, undefined);
  if (told === undefined) throw new Error('the language server does not answer');
  return told;
}

/** What it is doing for the project in a folder of the workspace. */
export async function projectStatus(folder = ''): Promise<ProjectStatus | undefined> {
  const root = addressOf(folder).toString().replace(/\/$/, '');
  return (await status()).projects.find((project) => project.root.replace(/\/$/, '') === root);
}

/** Asks the stores of the project in a folder of the workspace, as views do. */
export async function ask<Q extends ViewQuestion>(
  question: Q,
  params: ViewQuestions[Q]['params'],
  folder = '',
): Promise<Told<ViewQuestions[Q]['answer']>> {
  const root = addressOf(folder).toString().replace(/\/$/, '');
  const told = await (await extension()).server.request<Told<ViewQuestions[Q]['answer']>>(ASK_REQUEST, {
    root,
    question,
    params,
  });
  if (told === undefined) throw new Error('the language server does not answer');
  return told;
}

/** Rows of the side panel as the editor is told them. */
export async function rows(name: 'experiments' | 'models' | 'data', of?: RowNode): Promise<readonly RowNode[]> {
  return (await (await extension()).views[name].provider.getChildren(of)) ?? [];
}

/** Rows below the first row with a label. */
export async function rowsBelow(name: 'experiments' | 'models' | 'data', label: string): Promise<readonly RowNode[]> {
  const found = (await rows(name)).find(({ row }) => row.look.label === label);
  return found === undefined ? [] : rows(name, found);
}
