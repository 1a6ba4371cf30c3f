import { type Memento, Uri, workspace } from 'vscode';
import type { CompareView } from '../../../../webviews/compare/protocol.ts';
import { type FoundFile, type NamedViewOf, type NamedViews, namedViews, type UnreadableViewOf } from './namedViews.ts';
import { VIEW_ENDING, VIEWS_FOLDER, viewFileName, viewText } from './viewFile.ts';

export type NamedView = NamedViewOf<Uri>;
export type UnreadableView = UnreadableViewOf<Uri>;

/** The named views of a project: in the workspace, and as files that git may keep. */
export class ViewStore {
  readonly #root: Uri;
  readonly #memento: Memento;

  constructor(root: Uri, memento: Memento) {
    this.#root = root;
    this.#memento = memento;
  }

  async all(): Promise<NamedViews<Uri>> {
    return namedViews(this.#kept(), await Promise.all((await this.#files()).map(readFile)));
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

async function readFile(file: Uri): Promise<FoundFile<Uri>> {
  try {
    return { file, text: new TextDecoder().decode(await workspace.fs.readFile(file)) };
  } catch (error) {
    return { file, refusal: error instanceof Error ? error.message : String(error) };
  }
}
