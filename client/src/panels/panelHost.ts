import { randomBytes } from 'node:crypto';
import {
  type Disposable,
  Uri,
  ViewColumn,
  type WebviewPanel,
  type WebviewPanelSerializer,
  window,
  workspace,
} from 'vscode';
import type { Topic } from '../../../server/src/protocol.ts';
import { type PageBundle, pageHtml } from './pageHtml.ts';
import type { PanelKind } from './panelKind.ts';
import type { PanelServices } from './panelServices.ts';
import { PanelSession } from './panelSession.ts';

/** A page loads no file: all of it stands in its document. */
const OPTIONS = { enableScripts: true, localResourceRoots: [] };

/** The panels of one kind: one for each subject, restored when the window is loaded again. */
export class PanelHost<S> implements Disposable, WebviewPanelSerializer {
  readonly #kind: PanelKind<S>;
  readonly #services: PanelServices;
  readonly #open = new Map<string, PanelSession<S>>();
  readonly #serializer: Disposable;
  #bundle: Promise<PageBundle> | undefined;

  constructor(kind: PanelKind<S>, services: PanelServices) {
    this.#kind = kind;
    this.#services = services;
    this.#serializer = window.registerWebviewPanelSerializer(kind.type, this);
  }

  /** Shows the panel of a subject, a new one where there is none. */
  show(subject: S): void {
    const open = this.#open.get(this.#kind.keyOf(subject));
    if (open !== undefined) {
      open.show(subject);
      return;
    }
    const { type, titleOf, hasOwnFind } = this.#kind;
    const options = { enableFindWidget: hasOwnFind !== true, ...OPTIONS };
    this.#take(window.createWebviewPanel(type, titleOf(subject), ViewColumn.Active, options), subject).open();
  }

  /** Tells the page in front of the user of something chosen outside of it. @returns whether there is one */
  act(act: string, argument: Readonly<Record<string, unknown>> = {}): boolean {
    const inFront = [...this.#open.values()].find(({ panel }) => panel.active);
    inFront?.act(act, argument);
    return inFront !== undefined;
  }

  /** Has all pages of a project ask again, before its files are seen to be others. */
  changed(root: string, topics: readonly Topic[]): void {
    for (const session of this.#open.values()) if (session.isOf(root)) session.changed(topics);
  }

  /** @param kept what the page kept of itself */
  async deserializeWebviewPanel(panel: WebviewPanel, kept: unknown): Promise<void> {
    const subject = this.#kind.read((kept as { readonly subject?: unknown } | undefined)?.subject);
    if (subject === undefined) panel.dispose();
    else this.#take(panel, subject).restore();
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const session of this.#open.values()) session.dispose();
  }

  #take(panel: WebviewPanel, subject: S): PanelSession<S> {
    const { keyOf, titleOf, icon } = this.#kind;
    const key = keyOf(subject);
    const session = new PanelSession(panel, this.#kind, subject, this.#services);
    this.#open.set(key, session);
    panel.onDidDispose(() => {
      session.dispose();
      if (this.#open.get(key) === session) this.#open.delete(key);
    });
    const iconOf = (theme: string) => Uri.joinPath(this.#services.extension, 'client/icons', `${icon}-${theme}.svg`);
    panel.iconPath = { light: iconOf('light'), dark: iconOf('dark') };
    panel.webview.options = OPTIONS;
    void session.guarded(this.#fill(session, titleOf(subject)));
    return session;
  }

  /** VS Code makes the panel meanwhile. */
  async #fill(session: PanelSession<S>, title: string): Promise<void> {
    this.#bundle ??= this.#readBundle();
    const html = pageHtml({ ...(await this.#bundle), title, nonce: randomBytes(16).toString('hex') });
    if (!session.isClosed) session.panel.webview.html = html;
  }

  async #readBundle(): Promise<PageBundle> {
    const folder = Uri.joinPath(this.#services.extension, 'dist/webviews');
    const read = (ending: string) => workspace.fs.readFile(Uri.joinPath(folder, `${this.#kind.page}.${ending}`));
    const [script, style] = await Promise.all([read('js'), read('css')]);
    const decoder = new TextDecoder();
    return { script: decoder.decode(script), style: decoder.decode(style) };
  }
}
