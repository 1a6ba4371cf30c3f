import { type Memento, Uri, workspace } from 'vscode';
import type { CompareView } from '../../../../webviews/compare/protocol.ts';
import { readViewFile, VIEW_ENDING, VIEWS_FOLDER, type ViewFile, viewFileName, viewText } from './viewFile.ts';

/** A view that has a name, and where it is kept. */
export interface NamedView {
  readonly name: string;
  readonly view: CompareView;
  /** Its file; null: in the workspace, for this user alone. */
  readonly file: Uri | null;
}

/** A file that should hold a view. */
export interface UnreadableView {
  readonly file: Uri;
  readonly wrong: ViewFile & { readonly kind: 'wrong' };
}

/** The named views of a project: in the workspace, and as files that git may keep. */
export class ViewStore {
  readonly #root: Uri;
  readonly #memento: Memento;

  constructor(root: Uri, memento: Memento) {
    this.#root = root;
    this.#memento = memento;
  }

  /** By name; of two with one name the file is meant. */
  async all(): Promise<{ readonly views: readonly NamedView[]; readonly unreadable: readonly UnreadableView[] }> {
    const read = await Promise.all((await this.#files()).map(readFile));
    const views = new Map(
      Object.entries(this.#kept()).map(([name, view]) => [name, { name, view, file: null } as NamedView]),
    );
    for (const one of read) if ('view' in one) views.set(one.name, one);
    return {
      views: [...views.values()].sort((a, b) => a.name.localeCompare(b.name, 'en')),
      unreadable: read.filter((one) => 'wrong' in one),
    };
  }

  async named(name: string): Promise<NamedView | undefined> {
    return (await this.all()).views.find((view) => view.name === name);
  }

  /** Where a view of this name has its file, or would have it. */
  fileOf(name: string): Uri {
    return Uri.joinPath(this.#root, VIEWS_FOLDER, viewFileName(name));
  }

  async write({ name, view, file }: NamedView): Promise<void> {
    if (file === null) await this.#keep({ ...this.#kept(), [name]: view });
    else await workspace.fs.writeFile(file, new TextEncoder().encode(viewText(name, view)));
  }

  async remove({ name, file }: NamedView): Promise<void> {
    if (file !== null) return workspace.fs.delete(file, { useTrash: true });
    const { [name]: _, ...others } = this.#kept();
    await this.#keep(others);
  }

  async #files(): Promise<readonly Uri[]> {
    const folder = Uri.joinPath(this.#root, VIEWS_FOLDER);
    const entries = await Promise.resolve(workspace.fs.readDirectory(folder)).catch(() => []);
    return entries.flatMap(([name]) => (name.endsWith(VIEW_ENDING) ? [Uri.joinPath(folder, name)] : []));
  }

  get #key(): string {
    return `comparisonViews ${this.#root.toString()}`;
  }

  #kept(): Readonly<Record<string, CompareView>> {
    return this.#memento.get(this.#key, {});
  }

  #keep(views: Readonly<Record<string, CompareView>>): Thenable<void> {
    return this.#memento.update(this.#key, views);
  }
}

async function readFile(file: Uri): Promise<NamedView | UnreadableView> {
  const read = readViewFile(new TextDecoder().decode(await workspace.fs.readFile(file)));
  return read.kind === 'view' ? { name: read.name, view: read.view, file } : { file, wrong: read };
}
