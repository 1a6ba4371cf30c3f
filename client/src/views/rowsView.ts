import {
  Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
} from 'vscode';
import type { ViewId } from '../contributions.ts';
import type { Row } from './row.ts';
import type { Icon } from './rows/itemLook.ts';
import { further, type Reach, type RowNode, RowTree } from './rowTree.ts';

/** A tree of the side panel: draws the rows of a source, and only what has changed of them, and only while it is seen. */
export class RowsView implements Disposable {
  readonly #changed = new EventEmitter<RowNode | undefined>();
  readonly #subscriptions: Disposable;
  readonly #tree: RowTree;
  /** How far it is to be refreshed once it is seen. */
  #stale: Reach | undefined;

  readonly provider: TreeDataProvider<RowNode>;
  readonly view: TreeView<RowNode>;

  constructor(id: ViewId, top: () => Promise<readonly Row[]>) {
    const tree = new RowTree({ top, changed: (node) => this.#changed.fire(node) });
    this.#tree = tree;
    this.provider = {
      onDidChangeTreeData: this.#changed.event,
      getChildren: async (node) => [...(await tree.children(node))],
      getTreeItem: itemOf,
      getParent: (node) => node.parent,
      async resolveTreeItem(item, node) {
        item.tooltip = markdown((await node.row.explain?.()) ?? node.row.look.tooltip);
        return item;
      },
    };
    this.view = window.createTreeView<RowNode>(id, {
      showCollapseAll: true,
      treeDataProvider: this.provider,
      canSelectMany: id === 'modelyard.experiments',
    });
    this.#subscriptions = Disposable.from(
      this.view,
      this.#changed,
      this.view.onDidExpandElement(({ element }) => tree.opened(element, true)),
      this.view.onDidCollapseElement(({ element }) => tree.opened(element, false)),
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.#stale !== undefined) void this.refresh(this.#stale);
      }),
    );
  }

  /** The row with a key, where it is shown. */
  node(key: string): RowNode | undefined {
    return this.#tree.get(key);
  }

  /** Asks again for what is open, at once or as soon as it is seen. */
  async refresh(reach: Reach = 'away'): Promise<void> {
    const wanted = further(reach, this.#stale);
    this.#stale = this.view.visible ? undefined : wanted;
    if (this.view.visible) await this.#tree.refresh(wanted);
  }

  /** Asks again for what stands below the row with a key, where that is open and seen. */
  async refreshBelow(key: string): Promise<void> {
    const node = this.#tree.get(key);
    if (node !== undefined && this.view.visible) await this.#tree.refreshBelow(node);
  }

  /** Draws a row that is there already anew. */
  replace(row: Row): void {
    this.#tree.replace(row);
  }

  /** Forgets all rows: others are to be shown. */
  reset(): void {
    this.#tree.reset();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function itemOf({ row }: RowNode): TreeItem {
  const { look, key, opens, subject, file } = row;
  const item = new TreeItem(look.label, collapsible(row));
  item.id = key;
  item.contextValue = look.context;
  item.accessibilityInformation = { label: look.aria };
  if (look.description !== undefined) item.description = look.description;
  if (look.icon !== undefined) item.iconPath = themed(look.icon);
  if (file !== undefined) item.resourceUri = Uri.joinPath(Uri.parse(subject.root), file);
  if (opens !== undefined) item.command = { ...opens, arguments: [subject] };
  // One that explains itself is asked when the pointer rests on it.
  if (row.explain === undefined) item.tooltip = markdown(look.tooltip);
  return item;
}

function collapsible({ children, isOpen }: Row): TreeItemCollapsibleState {
  if (children === undefined) return TreeItemCollapsibleState.None;
  return isOpen === true ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

function themed({ id, color }: Icon): ThemeIcon {
  return color === undefined ? new ThemeIcon(id) : new ThemeIcon(id, new ThemeColor(color));
}

function markdown(text: string): MarkdownString {
  return new MarkdownString(text);
}
