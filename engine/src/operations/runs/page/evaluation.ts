import type { Curves } from '../../../evaluation/curves/curves.ts';
import type { Evaluation, Metrics, SliceReport } from '../../../evaluation/evaluation.ts';
import { Failure } from '../../../failure.ts';
import { fixedPath } from '../../../language/expressions/references.ts';
import { TAGS } from '../../../pipeline/journal.ts';
import type { ArtifactStore } from '../../../ports/artifactStore.ts';
import type { Run } from '../../../ports/runStore.ts';
import type { TableValue } from '../../../ports/step.ts';
import { constantText, wholeExpression } from '../../../project/specValue.ts';
import { rowsOf } from '../../../project/tables.ts';
import { betterOf } from '../mainMetric.ts';
import { type RunFigure, stepIdOf } from '../runFigures.ts';
import type { WholeRun } from '../wholeRun.ts';
import { modelsOf, outputsOf, stepsBefore } from './outputs.ts';
import { stepName } from './places.ts';
import type { PageEvaluation, PageSlices } from './runPage.ts';

/** The step that measured what a run is judged by; the last evaluation where that is not known. */
export function evaluationStep(whole: WholeRun, main: RunFigure | undefined): Run | undefined {
  const evaluations = evaluationsOf(whole);
  return evaluations.find((step) => stepIdOf(step) === main?.step) ?? evaluations.at(-1);
}

/** The step that measured a model; the last evaluation where no step says that it made the model. */
export function evaluationOf(whole: WholeRun, sha256: string): Run | undefined {
  const evaluations = evaluationsOf(whole);
  const isMeasured = (step: Run) =>
    stepsBefore(whole, stepIdOf(step)).some((one) => modelsOf(one).some((model) => model.sha256 === sha256));
  return evaluations.findLast(isMeasured) ?? evaluations.at(-1);
}

function evaluationsOf({ steps }: WholeRun): readonly Run[] {
  return steps.filter((step) => step.tags[TAGS.uses] === 'model/evaluate' && step.status === 'finished');
}

/** What an evaluation has kept. */
export interface KeptEvaluation {
  readonly report: Omit<Evaluation, 'curves'>;
  /** Null where their bytes are not on this machine. */
  readonly curves: Curves | null;
}

/** Undefined where its bytes are not on this machine, or are something else. */
export async function keptEvaluation(step: Run, artifacts: ArtifactStore): Promise<KeptEvaluation | undefined> {
  const [report, curves] = await Promise.all([
    keptJson(step, 'evaluation.json', artifacts),
    keptJson(step, 'curves.json', artifacts),
  ]);
  if (report === undefined) return undefined;
  return { report: report as KeptEvaluation['report'], curves: (curves as Curves | undefined) ?? null };
}

async function keptJson(step: Run, path: string, artifacts: ArtifactStore): Promise<object | undefined> {
  const artifact = step.artifacts.find((one) => one.path === path);
  if (artifact === undefined || !(await artifacts.has(artifact.sha256))) return undefined;
  try {
    const bytes = await artifacts.bytes(artifact.sha256, path);
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    // Damaged bytes are as good as none; who opens the file is told so.
    if (error instanceof Failure || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export interface EvaluationParts {
  readonly step: Run;
  readonly kept: KeptEvaluation;
  readonly curvesAgainst: Curves | null;
  readonly main: string | undefined;
  /** Names, in lower case, of columns whose values may not be told. */
  readonly hidden: ReadonlySet<string>;
  readonly times: { readonly from: string; readonly to: string } | null;
}

export function pageEvaluation(whole: WholeRun, parts: EvaluationParts): PageEvaluation {
  const { step, kept, curvesAgainst, main, hidden, times } = parts;
  const { report, curves } = kept;
  const { intervals } = report;
  return {
    step: stepIdOf(step),
    task: report.task,
    rows: report.rows,
    target: targetOf(whole, stepIdOf(step)),
    from: times?.from ?? null,
    to: times?.to ?? null,
    classes: report.classes ?? [],
    threshold: curves?.confusion?.threshold ?? null,
    intervals: intervals === undefined ? null : { level: intervals.level, resamples: intervals.resamples },
    ...(curves === null ? { curvesMissing: true } : {}),
    curves: curves ?? {},
    curvesAgainst,
    slices: (report.slices ?? [])
      .filter(({ name }) => !hidden.has(name.toLowerCase()))
      .map((slices) => pageSlices(slices, main)),
  };
}

function targetOf(whole: WholeRun, step: string): string | null {
  const spec = whole.pipeline?.steps.get(stepName(step));
  const named = spec?.kind === 'uses' ? constantText(spec.with.get('target')) : undefined;
  if (named !== undefined) return named;
  const before = stepsBefore(whole, step);
  const candidates = before.length > 0 ? before : whole.steps;
  return candidates.flatMap(modelsOf).findLast(({ target }) => target !== null)?.target ?? null;
}

/** The table of rows that an evaluation was given, by its pipeline. */
export function measuredTable({ pipeline, steps }: WholeRun, evaluation: Run): TableValue | undefined {
  const spec = pipeline?.steps.get(stepName(stepIdOf(evaluation)));
  const expression = spec?.kind === 'uses' ? wholeExpression(rowsOf(spec)) : undefined;
  const [context, id, output] = (expression && fixedPath(expression)) ?? [];
  const maker = context === 'steps' ? steps.find((step) => stepIdOf(step) === id) : undefined;
  const value = maker === undefined ? undefined : outputsOf(maker)[String(output)];
  return (value as { readonly kind?: unknown } | null | undefined)?.kind === 'table'
    ? (value as TableValue)
    : undefined;
}

/** As many values of a column as a page may have. */
const MOST_SLICES = 500;

function pageSlices({ name, total, values }: SliceReport, main: string | undefined): PageSlices {
  const better = main === undefined ? null : betterOf(main);
  const ordered = main === undefined || better === null ? values : worstFirst(values, main, better);
  return { column: name, total, values: ordered.slice(0, MOST_SLICES) };
}

function worstFirst(values: SliceReport['values'], main: string, better: 'higher' | 'lower'): SliceReport['values'] {
  const measuredBy = (metrics: Metrics) => metrics[main]?.value ?? null;
  return values.toSorted((a, b) => {
    const [left, right] = [measuredBy(a.metrics), measuredBy(b.metrics)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || b.rows - a.rows;
    return better === 'higher' ? left - right : right - left;
  });
}
