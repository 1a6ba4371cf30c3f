import { posix } from 'node:path';
import { type Uri, window, workspace } from 'vscode';
import { TABLE_ENDINGS } from './tableFiles.ts';

export interface PickTableOptions {
  readonly placeHolder: string;
  /** Of the button where a file elsewhere is chosen. */
  readonly openLabel: string;
  /** Not among those that are offered. */
  readonly without?: Uri;
}

const MOST = 200;

/** A file of data in the workspace, or another one, that the user picks. */
export async function pickTable({ placeHolder, openLabel, without }: PickTableOptions): Promise<Uri | undefined> {
  const pattern = `**/*.{${TABLE_ENDINGS.join(',')}}`;
  const found = await workspace.findFiles(pattern, '**/{node_modules,.git,.modelyard}/**', MOST);
  const offered = found.filter((uri) => uri.toString() !== without?.toString());
  const items = [
    ...offered.map((uri) => ({
      label: posix.basename(uri.path),
      description: workspace.asRelativePath(posix.dirname(uri.path)),
      uri,
    })),
    { label: 'Another file…', description: '', uri: undefined },
  ];
  const picked =
    offered.length === 0 ? items[0] : await window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (picked === undefined || picked.uri !== undefined) return picked?.uri;
  const [chosen] =
    (await window.showOpenDialog({ title: placeHolder, filters: { Tables: [...TABLE_ENDINGS] }, openLabel })) ?? [];
  return chosen;
}
