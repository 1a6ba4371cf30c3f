import type { Disposable } from 'vscode';
import type { ReportArgument, RunArgument } from '../../../server/src/protocol.ts';
import type { RunSubject } from '../../../webviews/run/protocol.ts';
import { PanelHost } from './panelHost.ts';
import type { PanelServices } from './panelServices.ts';
import { pickRun } from './pickRun.ts';
import { RUN_KIND } from './runPanel.ts';

/** All panels, and what opens them. */
export class Panels implements Disposable {
  readonly #services: PanelServices;
  readonly #runs: PanelHost<RunSubject>;

  constructor(services: PanelServices) {
    this.#services = services;
    this.#runs = new PanelHost(RUN_KIND, services);
  }

  /** The page of a run; one that the user chooses where none is named. */
  async openRun(argument: RunArgument | undefined): Promise<void> {
    const chosen = argument ?? (await pickRun(this.#services.asking));
    if (chosen !== undefined) this.#runs.show({ root: chosen.root, run: chosen.run });
  }

  /** The page of a run, at one of its steps. */
  openReport({ root, run, step }: ReportArgument): void {
    this.#runs.show({ root, run, step });
  }

  dispose(): void {
    this.#runs.dispose();
  }
}
