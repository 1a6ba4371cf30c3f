import { type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon, window, workspace } from 'vscode';
import { openAt } from '../openAt.ts';
import { deleteView, renameView, type ViewHands } from './saveView.ts';
import type { NamedView, UnreadableView } from './viewStore.ts';

interface Item extends QuickPickItem {
  readonly named?: NamedView;
  readonly unreadable?: UnreadableView;
  /** What the page is to do with the view that it shows. */
  readonly act?: 'saveView' | 'saveViewAs' | 'newView';
}

const RENAME: QuickInputButton = { iconPath: new ThemeIcon('edit'), tooltip: 'Rename' };
const DELETE: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Delete' };

/** Lists the named views of a project, to look through one of them; each can be renamed and deleted too. */
export async function openView(current: string | null, hands: ViewHands): Promise<void> {
  const picker = window.createQuickPick<Item>();
  picker.title = 'Views of the comparison';
  picker.placeholder = 'View to look through, or what to do with this one';
  picker.matchOnDescription = true;
  picker.items = await itemsOf(current, hands);
  picker.onDidAccept(() => {
    const [picked] = picker.selectedItems;
    picker.hide();
    if (picked !== undefined) void hands.guarded(take(picked, hands));
  });
  picker.onDidTriggerItemButton(({ item: { named }, button }) => {
    picker.hide();
    if (named !== undefined) void hands.guarded((button === RENAME ? renameView : deleteView)(named, hands));
  });
  picker.onDidHide(() => picker.dispose());
  picker.show();
}

async function take({ named, unreadable, act }: Item, { tell }: ViewHands): Promise<void> {
  if (act !== undefined) tell({ kind: 'act', act, argument: {} });
  else if (named !== undefined) tell({ kind: 'act', act: 'view', argument: { name: named.name, view: named.view } });
  else if (unreadable !== undefined) await openAt(unreadable.file, unreadable.wrong.place.line);
}

async function itemsOf(current: string | null, { store }: ViewHands): Promise<readonly Item[]> {
  const { views, unreadable } = await store.all();
  const own = views.filter(({ file }) => file === null);
  const shared = views.filter(({ file }) => file !== null);
  const item = (named: NamedView): Item => ({
    label: named.name,
    description: [
      named.name === current ? 'this one' : '',
      named.file === null ? '' : workspace.asRelativePath(named.file),
    ]
      .filter(Boolean)
      .join(', '),
    buttons: [RENAME, DELETE],
    named,
  });
  return [
    ...group('In this workspace', own.map(item)),
    ...group('Files', shared.map(item)),
    ...group(
      'Files that cannot be read',
      unreadable.map((one) => ({
        label: `$(warning) ${workspace.asRelativePath(one.file)}`,
        description: `line ${one.wrong.place.line + 1}, column ${one.wrong.place.column + 1}`,
        detail: one.wrong.message,
        unreadable: one,
      })),
    ),
    ...group('This view', [
      ...(current === null ? [] : [{ label: `$(save) Save ${current}`, act: 'saveView' as const }]),
      { label: '$(save-as) Save this view as…', act: 'saveViewAs' },
      { label: '$(clear-all) Begin a new view', act: 'newView' },
    ]),
  ];
}

function group(label: string, items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}
