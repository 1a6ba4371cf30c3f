import { Cancelled, Failure } from '../../../failure.ts';
import type { DriftRule } from '../../../monitoring/drift/driftRule.ts';
import type { ColumnReport } from '../../../monitoring/report/columnReport.ts';
import type {
  CorrelationChange,
  ReportCheck,
  ReportSide,
  Separation,
  UnusualRows,
} from '../../../monitoring/report/monitorReport.ts';
import type { Monitor } from '../../../monitoring/spec/monitor.ts';
import type { CheckAround } from './around.ts';
import { datasetRows, whereOf } from './currentRows.ts';
import { driftOfRows, predictionCheck } from './driftOfRows.ts';
import { explainedRows, withWhere } from './explained.ts';
import { healthOfRows } from './healthOfRows.ts';
import { withLabelKey } from './labelKey.ts';
import { type Answering, type ModelRows, reasonOf } from './modelRows.ts';
import { performanceChecks } from './performance.ts';
import { predictionRows } from './predictionRows.ts';
import type { Recipe } from './recipe.ts';
import { type Reference, referenceOf } from './referenceRows.ts';
import { openWatched, type WatchedModel } from './watchedModel.ts';
import type { Window } from './windows.ts';

export interface LookRequest {
  readonly monitor: Monitor;
  readonly watched: WatchedModel;
  readonly recipe: Recipe;
  readonly due: number;
  readonly window: Window;
  readonly at: number;
  readonly allTests: boolean;
}

/** What one check found, before it is put into words. */
export interface Found {
  readonly reference: ReportSide;
  readonly current: ReportSide;
  readonly columns: readonly ColumnReport[];
  readonly rule: DriftRule;
  /** But those of drift and of unusual rows. */
  readonly checks: readonly ReportCheck[];
  readonly correlations: readonly CorrelationChange[];
  readonly separation: Separation | null;
  readonly unusual: UnusualRows | null;
  /** Why there is no verdict; null where there is one. */
  readonly why: string | null;
}

const NO_SIDE: ReportSide = {
  name: '',
  rows: 0,
  from: null,
  to: null,
  dataset: null,
  version: null,
  isBaseline: false,
};

/** A check that could look at nothing. */
export function nothingFound(monitor: Monitor, { resolved }: WatchedModel, why: string): Found {
  const { reference, current } = monitor;
  const name = (side: typeof reference | typeof current) =>
    side.kind === 'dataset'
      ? side.dataset
      : side.kind === 'predictions'
        ? `predictions of ${side.model}`
        : side.kind === 'baselineFile'
          ? side.file
          : null;
  return {
    reference: {
      ...NO_SIDE,
      name: name(reference) ?? `baseline of ${resolved.reference}`,
      isBaseline: reference.kind === 'baseline' || reference.kind === 'baselineFile',
    },
    current: { ...NO_SIDE, name: name(current) ?? '' },
    columns: [],
    rule: { test: monitor.drift?.test ?? 'auto' },
    checks: [],
    correlations: [],
    separation: null,
    unusual: null,
    why,
  };
}

/** Looks at the current rows as a monitor asks. What one part cannot tell keeps no other from telling. */
export async function lookAt(around: CheckAround, request: LookRequest): Promise<Found> {
  const { monitor, watched } = request;
  const needsModel = monitor.predictionDrift !== null || monitor.performance !== null;
  const model = needsModel ? await opened(around, watched) : null;
  try {
    return await look(around, request, model);
  } finally {
    if (model !== null && !(model instanceof Failure)) await model.model.close();
  }
}

async function opened(around: CheckAround, watched: WatchedModel): Promise<Answering> {
  try {
    return await openWatched(around, watched);
  } catch (error) {
    return failureOf(error);
  }
}

async function look(around: CheckAround, request: LookRequest, model: Answering | null): Promise<Found> {
  const { monitor, watched, due, at } = request;
  const recipe = withLabelKey(request.recipe, monitor.performance?.labels.key ?? []);
  const side = { monitor, recipe, window: request.window, model, sha256: watched.resolved.sha256 };
  around.progress(0.05, 'reading the current rows');
  const current = await currentOf(around, watched, side);
  if (current instanceof Failure) return nothingFound(monitor, watched, reasonOf(current));
  around.progress(0.35, 'reading the reference');
  const asked = monitor.predictionDrift === null ? null : model;
  const reference = await referenceOf(around, watched, { ...side, recipe: request.recipe, model: asked }).catch(
    failureOf,
  );
  const inputs = inputsOf(watched, model);
  const names = Object.keys(inputs);
  const held = reference instanceof Failure ? null : reference;
  const empty = nothingFound(monitor, watched, '');
  const common = { ...empty, current: current.told, reference: held?.told ?? empty.reference };
  around.progress(0.6, 'looking at the rows');
  const health = await healthOfRows(around, { monitor, watched, current, reference: held, inputs: names, at });
  const performance =
    monitor.performance === null
      ? []
      : await performanceChecks(around, {
          spec: monitor.performance,
          rows: current,
          recipe,
          due,
          outputs: watched.version.signature.outputs,
        });
  const why = whyNot(current, reference) ?? whyNoInputs(request, names);
  if (why !== null || held === null) {
    const predictions = monitor.predictionDrift === null ? [] : [predictionCheck([], why)];
    return { ...common, checks: [...predictions, ...performance, ...health], why };
  }
  const { allTests } = request;
  const drift = await driftOfRows(around, { monitor, current, reference: held, recipe, inputs, allTests });
  around.progress(0.8, 'looking for what explains it');
  const explain = { monitor, current, reference: held, inputs: names };
  const predictions = monitor.predictionDrift === null ? [] : [predictionCheck(drift.columns, drift.silent)];
  return {
    ...common,
    columns: await withWhere(around, drift.columns, explain),
    rule: drift.rule,
    checks: [...predictions, ...performance, ...health],
    correlations: drift.correlations,
    ...(await explainedRows(around, explain)),
    why: null,
  };
}

async function currentOf(
  around: CheckAround,
  watched: WatchedModel,
  side: Parameters<typeof referenceOf>[2],
): Promise<ModelRows | Failure> {
  const { current } = side.monitor;
  try {
    if (current.kind === 'predictions') {
      const labelKey = side.monitor.performance?.labels.key ?? [];
      return await predictionRows(around, { ...side, watched, model: current.model, ofVersion: true, labelKey });
    }
    const where = whereOf(around, current.where);
    return await datasetRows(around, { ...side, name: current.dataset, where, keeps: false });
  } catch (error) {
    return failureOf(error);
  }
}

/** Of a model that takes tables, what its signature in the registry says. */
function inputsOf({ version }: WatchedModel, model: Answering | null) {
  const own = model === null || model instanceof Failure ? {} : model.signature.inputs;
  return Object.keys(own).length > 0 ? own : version.signature.inputs;
}

function whyNot(current: ModelRows, reference: Reference | Failure): string | null {
  if (current.relation === null) return `There are no current rows: ${emptyText(current)}`;
  if (reference instanceof Failure) return reasonOf(reference);
  if (reference.kind === 'rows' && reference.rows.relation === null)
    return `There are no rows of the reference: ${emptyText(reference.rows)}`;
  return null;
}

/** A model that takes whatever it is given says nothing that rows of a dataset could be made by. */
function whyNoInputs({ monitor, watched }: LookRequest, inputs: readonly string[]): string | null {
  if (inputs.length > 0 || monitor.current.kind === 'predictions') return null;
  const { reference } = watched.resolved;
  return `${reference} does not say what it reads, so no rows can be made for it. Log the model with a signature and register it again, or watch what it was asked: \`current: {predictions: ${watched.version.name}}\`.`;
}

function emptyText({ told }: ModelRows): string {
  return `${told.name} has none. Widen \`window\` or \`where\`, or name another moment with \`--at\`.`;
}

function failureOf(error: unknown): Failure {
  if (error instanceof Cancelled || !(error instanceof Failure)) throw error;
  return error;
}
