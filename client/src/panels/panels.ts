import type { Disposable } from 'vscode';
import type { CompareArgument, ReportArgument, RunArgument } from '../../../server/src/protocol.ts';
import type { CompareSubject } from '../../../webviews/compare/protocol.ts';
import type { DriftSubject, FilesSubject } from '../../../webviews/drift/protocol.ts';
import type { PromotionSubject } from '../../../webviews/promotion/protocol.ts';
import type { RunSubject } from '../../../webviews/run/protocol.ts';
import { type MonitorGiven, pickMonitor } from '../monitors/pickMonitor.ts';
import { COMPARE_KIND } from './comparePanel.ts';
import { DRIFT_KIND } from './driftPanel.ts';
import { PanelHost } from './panelHost.ts';
import type { PanelServices } from './panelServices.ts';
import { pickExperiment } from './pickExperiment.ts';
import { pickRun } from './pickRun.ts';
import { PROMOTION_KIND } from './promotionPanel.ts';
import { RUN_KIND } from './runPanel.ts';

/** All panels, and what opens them. */
export class Panels implements Disposable {
  readonly #services: PanelServices;
  readonly #runs: PanelHost<RunSubject>;
  readonly #comparisons: PanelHost<CompareSubject>;
  readonly #promotions: PanelHost<PromotionSubject>;
  readonly #drift: PanelHost<DriftSubject>;

  constructor(services: PanelServices) {
    this.#services = services;
    this.#runs = new PanelHost(RUN_KIND, services);
    this.#comparisons = new PanelHost(COMPARE_KIND, services);
    this.#promotions = new PanelHost(PROMOTION_KIND, services);
    this.#drift = new PanelHost(DRIFT_KIND, services);
  }

  /** The page of a run; one that the user chooses where none is named. */
  async openRun(argument: RunArgument | undefined): Promise<void> {
    const chosen = argument ?? (await pickRun(this.#services.asking));
    if (chosen !== undefined) this.#runs.show({ root: chosen.root, run: chosen.run });
  }

  /** The page on which a version is moved to an alias. */
  promote(move: PromotionSubject): void {
    this.#promotions.show(move);
  }

  /** An alias of the project was moved, or somebody approved of it. */
  decided(root: string): void {
    this.#promotions.changed(root, ['models']);
  }

  /** What a monitor found; one that the user chooses where none is named, at its newest check where no other is. */
  async openDriftReport(argument: (MonitorGiven & { readonly check?: string }) | undefined): Promise<void> {
    const picked = await pickMonitor(argument, 'Monitor to look at');
    const check = argument?.check;
    if (picked !== undefined) this.#drift.show({ ...picked, ...(check !== undefined && { check }) });
  }

  /** How far two files have moved from each other. */
  compareFiles(files: FilesSubject): void {
    this.#drift.show(files);
  }

  /** The page of a run, at one of its steps. */
  openReport({ root, run, step }: ReportArgument): void {
    this.#runs.show({ root, run, step });
  }

  /** The comparison of runs; of an experiment that the user chooses where none is named. */
  async compareRuns(argument: CompareArgument | undefined): Promise<void> {
    const chosen = argument ?? (await pickExperiment(this.#services.asking));
    if (chosen === undefined) return;
    const { root, pipeline, experiments, runs, filter, source, also } = chosen;
    this.#comparisons.show({
      root,
      experiments: experiments ?? (pipeline === undefined ? [] : [pipeline]),
      ...(source !== undefined && { source }),
      ...(also !== undefined && { also }),
      ...(runs !== undefined && { runs }),
      ...(filter !== undefined && { filter }),
    });
  }

  /** Has the page of the comparison in front do something. @returns whether there is one */
  actInComparison(act: string, argument: Readonly<Record<string, unknown>>): boolean {
    return this.#comparisons.act(act, argument);
  }

  dispose(): void {
    this.#comparisons.dispose();
    this.#promotions.dispose();
    this.#drift.dispose();
    this.#runs.dispose();
  }
}
