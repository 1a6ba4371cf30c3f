import { Disposable, EventEmitter, type Memento, workspace } from 'vscode';
import { type Answer, type Consent, consentOf, readLogRuns } from './consent.ts';

/** What the user has said of this workspace, kept with it; asked for again when trust or settings change. */
export class KeptConsent implements Disposable {
  readonly #kept: Memento;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(kept: Memento) {
    this.#kept = kept;
    this.#subscriptions = Disposable.from(
      workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`modelyard.${SETTING}`)) this.#changed.fire();
      }),
    );
  }

  get now(): Consent {
    return consentOf({ trusted: workspace.isTrusted, setting: this.setting, answer: this.#kept.get<Answer>(KEY) });
  }

  get setting(): ReturnType<typeof readLogRuns> {
    return readLogRuns(workspace.getConfiguration('modelyard').get(SETTING));
  }

  async answer(answer: Answer): Promise<void> {
    await this.#kept.update(KEY, answer);
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

const KEY = 'modelyard.python.logRuns';
const SETTING = 'python.logRuns';
