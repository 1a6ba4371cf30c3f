import { window } from 'vscode';
import type { ToPage } from '../../../../webviews/shared/protocol.ts';
import { readView } from './readView.ts';
import { VIEWS_FOLDER, viewFileName } from './viewFile.ts';
import type { NamedView, ViewStore } from './viewStore.ts';

export interface ViewHands {
  readonly store: ViewStore;
  readonly tell: (message: ToPage) => void;
  /** Shows what goes wrong in work that nobody waits for. */
  readonly guarded: (work: Promise<unknown>) => Promise<unknown>;
}

/** Saves a view under the name that it has, or under one that the user gives. */
export async function saveView(given: Readonly<Record<string, unknown>>, hands: ViewHands): Promise<void> {
  const read = readView(given['view'] as Readonly<Record<string, unknown>>);
  if (read.kind === 'wrong') throw new Error(read.message);
  const { view } = read;
  const name = typeof given['name'] === 'string' ? given['name'] : undefined;
  const known = name === undefined ? undefined : await hands.store.named(name);
  const place = known ?? (await askForPlace(hands.store, name ?? ''));
  if (place === undefined) return;
  await hands.store.write({ ...place, view });
  told('viewSaved', { name: place.name, view }, hands);
}

export async function renameView(named: NamedView, hands: ViewHands): Promise<void> {
  const name = await askForName(hands.store, named.name, `Name of the view ${named.name}`);
  if (name === undefined || name === named.name) return;
  await hands.store.write({ ...named, name, file: named.file === null ? null : hands.store.fileOf(name) });
  await hands.store.remove(named);
  told('viewRenamed', { from: named.name, to: name }, hands);
}

export async function deleteView(named: NamedView, hands: ViewHands): Promise<void> {
  const yes = 'Delete view';
  const detail = named.file === null ? 'It is kept in this workspace only.' : 'Its file goes to the trash.';
  if ((await window.showWarningMessage(`Delete the view ${named.name}?`, { modal: true, detail }, yes)) !== yes) return;
  await hands.store.remove(named);
  told('viewDeleted', { name: named.name }, hands);
}

async function askForPlace(store: ViewStore, suggested: string): Promise<Omit<NamedView, 'view'> | undefined> {
  const name = await askForName(store, suggested, 'Name of the view');
  if (name === undefined) return undefined;
  const file = `${VIEWS_FOLDER}/${viewFileName(name)}`;
  const places = [
    { label: 'In this workspace', detail: 'For you, on this machine', file: null },
    {
      label: 'As a file',
      description: file,
      detail: 'For everyone who has the project, by git',
      file: store.fileOf(name),
    },
  ];
  const place = await window.showQuickPick(places, { title: `Where to keep ${name}` });
  return place && { name, file: place.file };
}

/** A name that no other view has. */
async function askForName(store: ViewStore, value: string, title: string): Promise<string | undefined> {
  const { views } = await store.all();
  const typed = await window.showInputBox({
    title,
    value,
    validateInput: (text) => {
      const name = text.trim();
      if (name === '') return 'A view has a name.';
      if (name.length > 80) return 'A name has at most 80 characters.';
      return name !== value && views.some((view) => view.name === name)
        ? `There is a view ${name} already.`
        : undefined;
    },
  });
  return typed?.trim();
}

function told(act: string, argument: Readonly<Record<string, unknown>>, { tell }: ViewHands): void {
  tell({ kind: 'act', act, argument });
}
