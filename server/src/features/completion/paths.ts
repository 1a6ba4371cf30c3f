import { CompletionItemKind } from 'vscode-languageserver';
import type { FolderEntry, Snapshot } from '../spot.ts';
import type { Ask } from './ask.ts';
import type { Choice } from './choice.ts';
import type { ScalarAround } from './scalarText.ts';

/** Files of the project that go on a path, folder by folder; with nothing typed yet also those one folder down. */
export async function pathChoices(
  ask: Ask,
  { before, after }: ScalarAround,
  wanted: RegExp,
): Promise<readonly Choice[]> {
  const typed = /[^\s"']*$/.exec(before)![0];
  const cut = typed.lastIndexOf('/') + 1;
  const folder = typed.slice(0, cut).replace(/^\.\//, '').replace(/\/$/, '');
  if (/^\/|^[a-z]:|(^|\/)\.\.(\/|$)|[*{$]/i.test(typed.slice(0, cut))) return [];
  const { snapshot, offset } = { ...ask.spot, snapshot: ask.spot.snapshot };
  const entries = (await snapshot.list(folder)).filter(isShown);
  const span = { start: offset - (typed.length - cut), end: offset + /^[^\s"',\]}]*/.exec(after)![0].length };
  const deeper = typed === '' ? await oneDown(snapshot, entries, wanted) : [];
  const folders = entries.filter(({ kind }) => kind === 'folder').map(({ name }) => `${name}/`);
  const files = entries.filter(({ name, kind }) => kind === 'file' && wanted.test(name)).map(({ name }) => name);
  return [...files, ...deeper, ...folders].map((text): Choice => {
    const isFolder = text.endsWith('/');
    return {
      label: text,
      kind: isFolder ? CompletionItemKind.Folder : CompletionItemKind.File,
      text,
      rank: isFolder ? 'usual' : 'likely',
      span,
    };
  });
}

/** Files of data as a source may be, packed or not. */
export const DATA_FILES = /\.(?:parquet|csv|tsv|json|jsonl|ndjson|arrow|feather)(?:\.gz|\.zst)?$/i;
export const SCRIPTS = /\.(?:py|ipynb|r|jl|sh|ps1|cmd|bat|mjs|js|ts|sql|rb|pl)$/i;
export const ANY_FILE = /./;

const MAX_FOLDERS = 12;

async function oneDown(
  snapshot: Snapshot,
  entries: readonly FolderEntry[],
  wanted: RegExp,
): Promise<readonly string[]> {
  const folders = entries.filter(({ kind }) => kind === 'folder').slice(0, MAX_FOLDERS);
  const lists = await Promise.all(folders.map(({ name }) => snapshot.list(name)));
  return lists.flatMap((list, index) =>
    list
      .filter((entry) => entry.kind === 'file' && isShown(entry) && wanted.test(entry.name))
      .map(({ name }) => `${folders[index]!.name}/${name}`),
  );
}

function isShown({ name }: FolderEntry): boolean {
  return !name.startsWith('.') && name !== 'node_modules' && name !== '__pycache__';
}
