import { type TestController, type TestItem, type TestRun, type TestRunRequest, Uri, workspace } from 'vscode';
import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import type { DataValidation } from '../../../engine/src/operations/data/validate.ts';
import type { GateResult } from '../../../engine/src/operations/promotion/gateResult.ts';
import type { Told } from '../../../server/src/views/viewQuestions.ts';
import type { Asking } from '../asking.ts';
import { referenceOf } from '../promotion/move.ts';
import { askProgram, Refused, Stopped } from '../start/program.ts';
import { checkOutcome } from './checkOutcomes.ts';
import { gateOutcome } from './gateOutcome.ts';
import { monitorOutcome } from './monitorOutcome.ts';
import type { Outcome } from './outcome.ts';
import type { RecordedChecks } from './recordedChecks.ts';
import { runPipelineOnce } from './runPipelineOnce.ts';
import { say, tellOutcome } from './tellOutcome.ts';
import type { CheckAsked, GateAsked, MonitorAsked, ThresholdAsked } from './testNode.ts';
import type { TestTree } from './testTree.ts';
import { noRun, thresholdOutcome } from './thresholdOutcome.ts';

export interface TestRunOptions {
  readonly controller: TestController;
  readonly tree: TestTree;
  readonly asking: Asking;
  readonly recorded: RecordedChecks;
  /** The command line's bundle. */
  readonly program: string;
  /** Whether pipelines are run first; else thresholds are held against the newest finished run. */
  readonly runsPipelines: boolean;
}

interface Asked<A> {
  readonly item: TestItem;
  readonly asks: A;
}

/** Runs the tests that were asked for: one look at each dataset, one run or one look at each pipeline, one check of each monitor. */
export async function runTests(request: TestRunRequest, signal: AbortSignal, options: TestRunOptions): Promise<void> {
  const { controller, tree } = options;
  const run = controller.createTestRun(request);
  const tests = tree.tests(request.include, request.exclude).map((item) => ({ item, asks: tree.asks(item) }));
  for (const { item } of tests) run.enqueued(item);
  const checks = tests.filter((one): one is Asked<CheckAsked> => one.asks?.kind === 'check');
  const thresholds = tests.filter((one): one is Asked<ThresholdAsked> => one.asks?.kind === 'threshold');
  const gates = tests.filter((one): one is Asked<GateAsked> => one.asks?.kind === 'gate');
  const monitors = tests.filter((one): one is Asked<MonitorAsked> => one.asks?.kind === 'monitor');
  try {
    for (const group of grouped(checks, ({ root, dataset }) => `${root} ${dataset}`))
      await together(run, group, signal, () => checkDataset(run, group, signal, options));
    for (const group of grouped(thresholds, ({ root, pipeline }) => `${root} ${pipeline}`))
      await together(run, group, signal, () => checkPipeline(run, group, signal, options));
    for (const group of grouped(gates, ({ root, model, alias }) => `${root} ${model} ${alias}`))
      await together(run, group, signal, () => checkMove(run, group, signal, options));
    for (const group of grouped(monitors, ({ root, monitor }) => `${root} ${monitor}`))
      await together(run, group, signal, () => checkMonitor(run, group, signal, options));
  } finally {
    run.end();
  }
}

type Outcomes<A> = (asks: A) => Outcome;

/** Tests that one look answers; what goes wrong with it is said at each of them. */
async function together<A>(
  run: TestRun,
  group: readonly Asked<A>[],
  signal: AbortSignal,
  look: () => Promise<Outcomes<A>>,
): Promise<void> {
  const tell = (outcomes: Outcomes<A>) => {
    for (const { item, asks } of group) tellOutcome(run, item, outcomes(asks));
  };
  if (signal.aborted) return skip(run, group);
  for (const { item } of group) run.started(item);
  try {
    tell(await look());
  } catch (error) {
    if (error instanceof Stopped || signal.aborted) return skip(run, group);
    const said = error instanceof Error ? error.message : String(error);
    say(run, said);
    tell(() => ({ kind: 'errored', said }));
  }
}

function skip(run: TestRun, group: readonly Asked<unknown>[]): void {
  for (const { item } of group) run.skipped(item);
}

async function checkDataset(
  run: TestRun,
  [first]: readonly Asked<CheckAsked>[],
  signal: AbortSignal,
  { program }: TestRunOptions,
): Promise<Outcomes<CheckAsked>> {
  const { root, dataset } = first!.asks;
  const words = ['data', 'validate', dataset, ...environmentFlag(root)];
  say(run, `modelyard ${words.join(' ')}`);
  const told = await askProgram<DataValidation>(words, { program, folder: Uri.parse(root).fsPath, signal });
  const found = told.datasets.find((one) => one.dataset === dataset);
  return ({ check }) =>
    found === undefined ? { kind: 'errored', said: `Nothing was told of \`${dataset}\`` } : checkOutcome(found, check);
}

/** Specs are read for the environment of the settings. */
function environmentFlag(root: string): readonly string[] {
  const environment = workspace.getConfiguration('modelyard', Uri.parse(root)).get('environment', '');
  return environment === '' ? [] : ['--env', environment];
}

async function checkPipeline(
  run: TestRun,
  [first]: readonly Asked<ThresholdAsked>[],
  signal: AbortSignal,
  options: TestRunOptions,
): Promise<Outcomes<ThresholdAsked>> {
  const { root, pipeline } = first!.asks;
  const folder = Uri.parse(root);
  const id = options.runsPipelines
    ? await runFirst(run, { pipeline, folder: folder.fsPath, program: options.program, signal })
    : await newestFinished(options.asking, folder, pipeline);
  if (id === undefined) return () => noRun(pipeline);
  const page = answerOf(await options.asking.ask(folder, 'runPage', { run: id }));
  return ({ threshold }) => thresholdOutcome(page, threshold);
}

async function checkMove(
  run: TestRun,
  [first]: readonly Asked<GateAsked>[],
  signal: AbortSignal,
  { program }: TestRunOptions,
): Promise<Outcomes<GateAsked>> {
  const { root, alias, ...version } = first!.asks;
  const words = ['gate', referenceOf(version), '--alias', alias];
  say(run, `modelyard ${words.join(' ')}`);
  const told = await askProgram<GateResult>(words, { program, folder: Uri.parse(root).fsPath, signal });
  return ({ gate }) => gateOutcome(told, gate);
}

/** By hand: nobody is told of it, and one whose version, data and spec are those of a recorded check is that one. */
async function checkMonitor(
  run: TestRun,
  group: readonly Asked<MonitorAsked>[],
  signal: AbortSignal,
  { program, recorded }: TestRunOptions,
): Promise<Outcomes<MonitorAsked>> {
  const { root, monitor } = group[0]!.asks;
  const words = ['monitor', 'run', monitor, '--all-tests'];
  say(run, `modelyard ${words.join(' ')}`);
  const report = await askProgram<MonitorReport>(words, { program, folder: Uri.parse(root).fsPath, signal });
  say(run, report.headline);
  for (const { item } of group) recorded.note(item, report.id);
  return ({ about }) => monitorOutcome(report, about);
}

function runFirst(run: TestRun, call: Omit<Parameters<typeof runPipelineOnce>[0], 'output'>): Promise<string> {
  say(run, `modelyard run ${call.pipeline}`);
  return runPipelineOnce({ ...call, output: (text) => run.appendOutput(text.replace(/\r?\n/g, '\r\n')) });
}

const PART = 100;
const FAR = 1000;

/** Of the runs that anybody will look back for, the newest that has finished. */
async function newestFinished(asking: Asking, root: Uri, pipeline: string): Promise<string | undefined> {
  for (let offset = 0; offset < FAR; offset += PART) {
    const part = answerOf(await asking.ask(root, 'runs', { experiment: pipeline, offset, limit: PART }));
    const found = part.runs.find(({ status }) => status === 'finished');
    if (found !== undefined) return found.id;
    if (part.runs.length < PART) return undefined;
  }
  return undefined;
}

function answerOf<T>(told: Told<T>): T {
  if (told.kind === 'told') return told.value;
  throw new Refused({ message: told.message, next: told.next });
}

function grouped<A>(tests: readonly Asked<A>[], keyOf: (asks: A) => string): readonly (readonly Asked<A>[])[] {
  return [...Map.groupBy(tests, ({ asks }) => keyOf(asks)).values()];
}
