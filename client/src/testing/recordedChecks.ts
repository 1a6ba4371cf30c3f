import { type TestController, type TestItem, TestRunRequest, Uri } from 'vscode';
import { tableTime } from '../../../engine/src/language/times.ts';
import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import type { Asking } from '../asking.ts';
import type { KnownMonitor } from '../monitors/monitorText.ts';
import { monitorOutcome } from './monitorOutcome.ts';
import { say, tellOutcome } from './tellOutcome.ts';
import type { MonitorAsked } from './testNode.ts';
import type { TestTree } from './testTree.ts';

export interface RecordedChecksOptions {
  readonly controller: TestController;
  readonly tree: TestTree;
  readonly asking: Asking;
}

/**
 * Shows in the Testing view what the newest check of each monitor found, whoever made it. One that was asked otherwise than its spec
 * asks now, or of another version than it watches now, is not shown: it says nothing of these tests.
 */
export class RecordedChecks {
  readonly #options: RecordedChecksOptions;
  /** Id of the check whose outcome an item shows. */
  readonly #shown = new WeakMap<TestItem, string>();
  #work: Promise<void> = Promise.resolve();

  constructor(options: RecordedChecksOptions) {
    this.#options = options;
  }

  /** An item shows the outcome of a check that was just made for it. */
  note(item: TestItem, check: string | null): void {
    if (check !== null) this.#shown.set(item, check);
  }

  /** Shows what is not shown yet, one monitor after another. */
  show(known: readonly KnownMonitor[]): Promise<void> {
    this.#work = this.#work
      .catch(() => undefined)
      .then(async () => {
        for (const one of known) await this.#show(one);
      });
    return this.#work;
  }

  async #show({ root, monitor: { name, newest } }: KnownMonitor): Promise<void> {
    if (newest === null) return;
    const items = this.#itemsOf(root, name).filter(({ item }) => this.#shown.get(item) !== newest.id);
    if (items.length === 0) return;
    const told = await this.#options.asking.ask(Uri.parse(root), 'monitorReport', { monitor: name, check: newest.id });
    const report = told.kind === 'told' ? told.value.page?.report : undefined;
    if (report === undefined) return;
    for (const { item } of items) this.#shown.set(item, newest.id);
    const answered = items.filter(({ asks }) => isOf(report, asks));
    if (answered.length > 0) this.#tell(report, answered);
  }

  #itemsOf(root: string, monitor: string) {
    const { tree } = this.#options;
    return tree.tests(undefined).flatMap((item) => {
      const asks = tree.asks(item);
      return asks?.kind === 'monitor' && asks.root === root && asks.monitor === monitor ? [{ item, asks }] : [];
    });
  }

  #tell(report: MonitorReport, items: readonly { readonly item: TestItem; readonly asks: MonitorAsked }[]): void {
    const { controller } = this.#options;
    const name = `${report.monitor}: check of ${tableTime(report.due, { now: Date.now() })}`;
    const run = controller.createTestRun(new TestRunRequest(items.map(({ item }) => item)), name, false);
    say(run, `${name}: ${report.headline}`);
    for (const { item, asks } of items) tellOutcome(run, item, monitorOutcome(report, asks.about));
    run.end();
  }
}

function isOf({ project, model }: MonitorReport, { asked, version }: MonitorAsked): boolean {
  return project?.asked === asked && (version === null || model?.version === version);
}
