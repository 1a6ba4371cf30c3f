import type { Column } from '../language/columnType.ts';
import { pipelineOf } from '../project/ofFile.ts';
import type { Pipeline, PipelineStep, UsesStep } from '../project/pipeline.ts';
import type { Project } from '../project/project.ts';
import { measuredColumns } from '../project/scoredColumns.ts';
import { constantText, type SpecValue } from '../project/specValue.ts';
import { examplesOf, rowsOf } from '../project/tables.ts';
import type { Family, Found } from './rule.ts';

/** What `model/evaluate` measures: a model on rows, or a table of predictions. */
export const evaluations: Family = {
  rules: [
    {
      code: 'evaluation-input',
      title: 'A step measures a model and predictions, or a key goes with the other of them',
      severity: 'error',
      pace: 'fast',
      docs: 'model/evaluate measures a model on rows (`model` and `data`), or a table that somebody else predicted (`predictions`, with `target` and with `score` or `prediction`). One of them is given, with the keys that belong to it. `evaluation` of model/register names such a step.',
    },
    {
      code: 'score-type',
      title: 'A column of scores holds no numbers',
      severity: 'error',
      pace: 'slow',
      docs: '`score` names columns of probabilities, or of predicted numbers. A column of predicted classes stands under `prediction`.',
    },
  ],
  *check(project, file) {
    const pipeline = pipelineOf(project, file);
    if (pipeline === undefined) return;
    for (const step of pipeline.steps.values())
      if (step.kind === 'uses' && step.uses === 'model/evaluate') {
        yield* inputs(pipeline, step);
        yield* scores(project, pipeline, step);
      } else if (step.kind === 'uses' && step.uses === 'model/register') yield* shown(pipeline, step);
  },
};

function isEvaluation(step: PipelineStep): boolean {
  return step.kind === 'uses' && step.uses === 'model/evaluate';
}

/** The evaluation that a version is to show. */
function* shown({ steps, file, tree }: Pipeline, { path, with: given }: UsesStep): Generator<Found> {
  const named = constantText(given.get('evaluation'));
  const step = named === undefined ? undefined : steps.get(named);
  if (step === undefined || isEvaluation(step) || (step.kind === 'uses' && step.entry === undefined)) return;
  yield {
    code: 'evaluation-input',
    file,
    range: tree.range([...path, 'with', 'evaluation']),
    message: `The step \`${named}\` measures nothing: name one that uses model/evaluate`,
    data: { candidates: [...steps.values()].flatMap((one) => (isEvaluation(one) ? [one.id] : [])) },
  };
}

/** Keys that go with `predictions` only. */
const OF_PREDICTIONS = ['target', 'score', 'prediction', 'key', 'task', 'positive'];

function* inputs(pipeline: Pipeline, step: UsesStep): Generator<Found> {
  const { with: given } = step;
  if (!given.has('predictions')) {
    for (const key of OF_PREDICTIONS.filter((one) => given.has(one)))
      yield misplaced(pipeline, step, key, `\`${key}\` goes with \`predictions\`, not with \`model\``);
    const instead = given.has('model') ? '' : ', unless `predictions` is given';
    if (!given.has('model')) yield* missing(pipeline, step, 'model', `what is measured${instead}`);
    if (!given.has('data')) yield* missing(pipeline, step, 'data', `the rows that the model is measured on${instead}`);
    return;
  }
  const why = {
    model: 'which are measured as they are',
    data: 'whose table holds the truth itself',
  };
  for (const [key, reason] of Object.entries(why))
    if (given.has(key)) yield misplaced(pipeline, step, key, `\`${key}\` does not go with \`predictions\`, ${reason}`);
  if (!given.has('target') && examplesOf(pipeline, rowsOf(step))?.label === undefined)
    yield* missing(pipeline, step, 'target', 'the column that holds the truth');
  if (!given.has('score') && !given.has('prediction'))
    yield* missing(pipeline, step, 'score', 'the column that says what was predicted, or `prediction` for a class');
}

function misplaced({ file, tree }: Pipeline, step: UsesStep, key: string, message: string): Found {
  const path = [...step.path, 'with', key];
  return { code: 'evaluation-input', file, range: tree.range(path, 'key'), message, data: { path } };
}

/** As the schema says it of keys that every step must have. */
function* missing({ file, tree }: Pipeline, step: UsesStep, key: string, what: string): Generator<Found> {
  if (tree.brokenAt !== undefined) return;
  const path = [...step.path, 'with'];
  const range = step.with.size > 0 ? tree.range(path, 'key') : step.range;
  yield { code: 'missing-key', file, range, message: `\`${key}\` is missing: ${what}`, data: { path, missing: key } };
}

const NUMBERS: ReadonlySet<Column['type']> = new Set(['integer', 'float', 'decimal']);

function* scores(project: Project, pipeline: Pipeline, step: UsesStep): Generator<Found> {
  if (!step.with.has('predictions')) return;
  const columns = measuredColumns(project, pipeline, step);
  if (columns.kind !== 'known') return;
  for (const { name, path } of scoreColumns(step)) {
    const column = columns.value.find((one) => one.name === name);
    if (column === undefined || NUMBERS.has(column.type)) continue;
    yield {
      code: 'score-type',
      file: pipeline.file,
      range: pipeline.tree.range(path),
      message: `The column \`${name}\` holds no numbers but ${column.type}; predicted classes stand under \`prediction\``,
    };
  }
}

function scoreColumns({ path, with: given }: UsesStep) {
  const score: SpecValue | undefined = given.get('score');
  const at = [...path, 'with', 'score'];
  const entries =
    score?.kind === 'map' ? [...score.entries].map(([name, one]) => ({ value: one, path: [...at, name] })) : [];
  return [{ value: score, path: at }, ...entries].flatMap(({ value, path: place }) => {
    const name = constantText(value);
    return name === undefined ? [] : [{ name, path: place }];
  });
}
