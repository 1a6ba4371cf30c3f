import { resolve } from 'node:path';
import { commands, type Uri, window, workspace } from 'vscode';
import type { ViewId } from '../contributions.ts';
import type { AddedSources } from './addedSources.ts';
import type { SourceArgument } from './sourceArgument.ts';
import { isAddress, nameOfPlace, readAddress } from './sourcePlace.ts';

/** Adds a server, a folder or a database from which runs are read; the user says which. */
export async function addSource(given: SourceArgument | undefined, added: AddedSources): Promise<void> {
  const chosen = given === undefined ? await askForPlace() : read(given);
  if (chosen === undefined) return;
  // The token first: what is added is asked at once.
  if (chosen.token !== undefined && chosen.token !== '') await added.setToken(chosen.place, chosen.token);
  await added.add(chosen.place);
  await commands.executeCommand(`${'modelyard.experiments' satisfies ViewId}.focus`);
}

/** Asks for the secret of a server; undefined where the user goes away, empty where it wants none. */
export function askForToken(place: string): Thenable<string | undefined> {
  return window.showInputBox({
    title: `Token of ${nameOfPlace(place)}`,
    prompt: 'A bearer token, or user:password. The editor keeps it as a secret. Empty: the server wants none.',
    password: true,
    ignoreFocusOut: true,
  });
}

function read({ place, token }: SourceArgument): SourceArgument {
  const typed = isAddress(place) ? readAddress(place) : { place: resolve(place) };
  if (typed === undefined) throw new Error(`${place} is no address of a server`);
  return token === undefined ? typed : { ...typed, token };
}

const SERVER = { label: '$(server) MLflow server…', description: 'an address that begins with http:// or https://' };
const FOLDER = { label: '$(folder-library) Folder…', description: 'mlruns, or one of DVC or DVCLive' };
const DATABASE = { label: '$(database) Database…', description: 'mlflow.db' };

async function askForPlace(): Promise<SourceArgument | undefined> {
  const kind = await window.showQuickPick([SERVER, FOLDER, DATABASE], {
    title: 'Add Run Source',
    placeHolder: 'Where another tool keeps runs; they are read where they lie',
  });
  if (kind === undefined) return undefined;
  if (kind === SERVER) return askForServer();
  const chosen = await askForFile(kind === FOLDER);
  return chosen === undefined ? undefined : { place: chosen.fsPath };
}

async function askForServer(): Promise<SourceArgument | undefined> {
  const typed = await window.showInputBox({
    title: 'Address of an MLflow server',
    placeHolder: 'https://mlflow.example.com',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || readAddress(text) !== undefined
        ? undefined
        : 'Write it as https://HOST or http://HOST:PORT.',
  });
  const address = readAddress(typed ?? '');
  if (address === undefined) return undefined;
  if (address.token !== undefined) return address;
  const token = await askForToken(address.place);
  return token === undefined ? undefined : { ...address, token };
}

async function askForFile(isFolder: boolean): Promise<Uri | undefined> {
  const defaultUri = workspace.workspaceFolders?.[0]?.uri;
  const [chosen] =
    (await window.showOpenDialog({
      title: isFolder ? 'Folder with runs' : 'Database of MLflow',
      openLabel: 'Add Run Source',
      canSelectFiles: !isFolder,
      canSelectFolders: isFolder,
      ...(isFolder ? {} : { filters: { Databases: ['db', 'sqlite', 'sqlite3'], 'All files': ['*'] } }),
      ...(defaultUri === undefined ? {} : { defaultUri }),
    })) ?? [];
  return chosen;
}
