import type { Row, Subject } from './row.ts';

/** A row that was told to the editor, and its subject: the same object for the same key as long as it is there. */
export interface RowNode extends Subject {
  readonly parent: RowNode | undefined;
  readonly row: Row;
}

interface Node extends RowNode {
  row: Row;
  children: readonly Node[] | undefined;
  loading: Promise<readonly Node[]> | undefined;
  /** While it is asked anew beside the others. */
  renewing?: boolean;
  isOpen: boolean;
}

/** How far a refresh goes: to what is the project's own, to all that is on this machine, or to everything. */
export type Reach = (typeof REACHES)[number];

const REACHES = ['near', 'here', 'away'] as const;

/** The one that goes further. */
export function further(one: Reach, other: Reach | undefined): Reach {
  return other !== undefined && REACHES.indexOf(other) > REACHES.indexOf(one) ? other : one;
}

export interface RowTreeOptions {
  readonly top: () => Promise<readonly Row[]>;
  /** The row, or what stands below it, is other now; without one: what stands at the top. */
  readonly changed: (node: RowNode | undefined) => void;
}

/** Rows that were asked for, kept so that only what has changed is drawn again. */
export class RowTree {
  readonly #options: RowTreeOptions;
  readonly #nodes = new Map<string, Node>();
  readonly #root: Node;
  #refreshing: Promise<void> | undefined;
  #again: Reach | undefined;

  constructor(options: RowTreeOptions) {
    this.#options = options;
    const row = { key: '', look: NOTHING, subject: { root: '' }, children: options.top };
    this.#root = { root: '', parent: undefined, row, children: undefined, loading: undefined, isOpen: true };
  }

  get(key: string): RowNode | undefined {
    return this.#nodes.get(key);
  }

  /** What stands below a row, asked for where it is not known. */
  async children(of?: RowNode): Promise<readonly RowNode[]> {
    const node = this.#nodeOf(of);
    if (node === undefined) return [];
    node.isOpen = true;
    return node.children ?? (await this.#load(node));
  }

  /** Follows what the user opens and closes: what is closed is not kept up to date. */
  opened(of: RowNode, isOpen: boolean): void {
    const node = this.#nodeOf(of);
    if (node) node.isOpen = isOpen;
  }

  /** Puts another row in the place of the one with its key, where that is shown. */
  replace(row: Row): void {
    const node = this.#nodes.get(row.key);
    if (node === undefined) return;
    const looksSame = same(node.row, row);
    Object.assign(node, row.subject, { row });
    if (!looksSame) this.#options.changed(node);
  }

  /** Asks again for all that is open and tells what became other; one at a time, with one more after it where it is wanted. */
  refresh(reach: Reach = 'away'): Promise<void> {
    if (this.#refreshing) {
      this.#again = further(reach, this.#again);
      return this.#refreshing;
    }
    this.#refreshing = this.#refreshAll(reach).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Asks again for what stands below one row. */
  async refreshBelow(of: RowNode): Promise<void> {
    const node = this.#nodeOf(of);
    if (node?.children) await this.#renew(node, 'away');
  }

  /** Forgets all and lets it be asked for anew. */
  reset(): void {
    this.#drop(this.#root);
    this.#options.changed(undefined);
  }

  async #refreshAll(first: Reach): Promise<void> {
    for (let reach: Reach | undefined = first; reach !== undefined; reach = this.#again) {
      this.#again = undefined;
      if (this.#root.children ?? this.#root.loading) await this.#renew(this.#root, reach);
    }
  }

  async #renew(node: Node, reach: Reach): Promise<void> {
    // What is on its way may be of before the change.
    await node.loading;
    const before = node.children ?? [];
    const looks = new Map(before.map((child) => [child.row.key, child.row]));
    const after = await this.#load(node);
    const moved = before.length !== after.length || after.some((child, at) => child !== before[at]);
    if (moved) this.#options.changed(node === this.#root ? undefined : node);
    for (const child of after) {
      const old = looks.get(child.row.key);
      const becameOther = old !== undefined && !same(old, child.row);
      if (!child.isOpen && child.children) {
        for (const below of child.children) this.#forget(below);
        child.children = undefined;
        this.#options.changed(child);
      } else if (becameOther && !moved) this.#options.changed(child);
      if (!child.isOpen || !(child.children ?? child.loading)) continue;
      const { apart } = child.row;
      if (apart === undefined) await this.#renew(child, reach);
      else if (further(reach, apart) === reach) void this.#renewApart(child);
    }
  }

  /** One that is slow is not asked twice. */
  async #renewApart(node: Node): Promise<void> {
    if (node.renewing === true) return;
    node.renewing = true;
    await this.#renew(node, 'away').finally(() => {
      node.renewing = false;
    });
  }

  /** Rows that are there already keep their nodes, so that the editor knows them again. */
  #load(node: Node): Promise<readonly Node[]> {
    node.loading ??= this.#ask(node).finally(() => {
      node.loading = undefined;
    });
    return node.loading;
  }

  async #ask(node: Node): Promise<readonly Node[]> {
    const rows = (await node.row.children?.()) ?? [];
    const kept = new Set(rows.map(({ key }) => key));
    for (const child of node.children ?? []) if (!kept.has(child.row.key)) this.#forget(child);
    const parent = node === this.#root ? undefined : node;
    const children = [...new Map(rows.map((row) => [row.key, row])).values()].map((row) => this.#place(row, parent));
    node.children = children;
    return children;
  }

  #place(row: Row, parent: Node | undefined): Node {
    const known = this.#nodes.get(row.key);
    if (known !== undefined && known.parent === parent) {
      return Object.assign(known, row.subject, { row });
    }
    const isOpen = row.isOpen === true;
    const node: Node = { ...row.subject, parent, row, children: undefined, loading: undefined, isOpen };
    this.#nodes.set(row.key, node);
    return node;
  }

  #forget(node: Node): void {
    if (this.#nodes.get(node.row.key) === node) this.#nodes.delete(node.row.key);
    this.#drop(node);
  }

  #drop(node: Node): void {
    for (const child of node.children ?? []) this.#forget(child);
    node.children = undefined;
  }

  #nodeOf(of: RowNode | undefined): Node | undefined {
    return of === undefined ? this.#root : this.#nodes.get(of.row.key);
  }
}

const NOTHING = { label: '', tooltip: '', aria: '', context: '' };

/** Whether two rows are drawn alike. */
function same(one: Row, other: Row): boolean {
  return (
    JSON.stringify([one.look, one.opens]) === JSON.stringify([other.look, other.opens]) &&
    (one.children === undefined) === (other.children === undefined)
  );
}
