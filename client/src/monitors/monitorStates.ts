import { Disposable, EventEmitter, Uri, workspace } from 'vscode';
import type { Topic } from '../../../server/src/protocol.ts';
import type { Asking } from '../asking.ts';
import type { LanguageServer } from '../languageServer.ts';
import { namedSpecs } from '../projects.ts';
import type { KnownMonitor } from './monitorText.ts';

export interface MonitorStatesOptions {
  readonly asking: Asking;
  readonly server: LanguageServer;
  readonly failed: (error: unknown) => void;
}

const LOOKED_AT: readonly Topic[] = ['monitors', 'models', 'runs'];

/** What the monitors of this window's projects found last, asked again when it is other. A project without monitors is asked nothing. */
export class MonitorStates implements Disposable {
  readonly #options: MonitorStatesOptions;
  readonly #changed = new EventEmitter<readonly KnownMonitor[]>();
  readonly #subscriptions: Disposable;
  #known: readonly KnownMonitor[] = [];
  #looking: Promise<void> = Promise.resolve();
  #isAsked = false;

  readonly onDidChange = this.#changed.event;

  constructor(options: MonitorStatesOptions) {
    this.#options = options;
    const { asking, server } = options;
    const specs = workspace.createFileSystemWatcher('**/*.monitor.yaml', false, true, false);
    const look = () => this.look();
    this.#subscriptions = Disposable.from(
      specs,
      specs.onDidCreate(look),
      specs.onDidDelete(look),
      asking.onDidChange(({ topics }) => {
        // A run that an alert began may have registered a version.
        if (LOOKED_AT.some((topic) => topics.includes(topic))) look();
      }),
      workspace.onDidGrantWorkspaceTrust(look),
      server.onDidChangeState((state) => {
        if (state === 'running') look();
      }),
    );
    look();
  }

  get known(): readonly KnownMonitor[] {
    return this.#known;
  }

  /** Looks soon: once, however often that was asked for before it begins. */
  look(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#looking = this.#looking.then(() => this.#ask()).catch(this.#options.failed);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  async #ask(): Promise<void> {
    this.#isAsked = false;
    const { asking, server } = this.#options;
    if (!workspace.isTrusted || server.state !== 'running') return;
    const roots = [...new Set((await namedSpecs('monitor')).map(({ root }) => root.toString()))];
    const before = new Map(this.#known.map((one) => [one.root, this.#known.filter(({ root }) => root === one.root)]));
    const told = await Promise.all(
      roots.map(async (root) => {
        const answer = await asking.ask(Uri.parse(root), 'monitors', {});
        // What was known stays, where nobody can tell now.
        if (answer.kind === 'refused') return before.get(root) ?? [];
        return answer.value.map((monitor) => ({ root, monitor }));
      }),
    );
    this.#known = told.flat();
    this.#changed.fire(this.#known);
  }
}
