import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { ToPage } from '../../../webviews/shared/protocol.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Item extends QuickPickItem {
  readonly id?: string;
}

/** Lets the user choose of what a page offers; what was chosen is told as an act, nothing where the user left. */
export async function choose({ act, title, items, isMany }: Fields, tell: (message: ToPage) => void): Promise<void> {
  const shown = Array.isArray(items) ? itemsOf(items) : [];
  const picked = await pick(shown, String(title), isMany === true);
  if (picked === undefined) return;
  const ids = picked.flatMap(({ id }) => id ?? []);
  tell({ kind: 'act', act: String(act), argument: { ids } });
}

async function pick(items: readonly Item[], title: string, isMany: boolean): Promise<readonly Item[] | undefined> {
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  if (isMany) return window.showQuickPick(items, { ...options, canPickMany: true });
  const one = await window.showQuickPick(items, options);
  return one && [one];
}

function itemsOf(items: readonly Fields[]): readonly Item[] {
  return items.flatMap(({ id, label, description, detail, group, isPicked }): readonly Item[] => [
    ...(typeof group === 'string' ? [{ label: group, kind: QuickPickItemKind.Separator }] : []),
    {
      id: String(id),
      label: String(label),
      ...(typeof description === 'string' && { description }),
      ...(typeof detail === 'string' && { detail }),
      picked: isPicked === true,
    },
  ]);
}
