import type { Column } from '../language/columnType.ts';
import { pipelineOf } from '../project/ofFile.ts';
import type { Pipeline, UsesStep } from '../project/pipeline.ts';
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
      title: 'A step measures neither a model nor predictions, or both',
      severity: 'error',
      pace: 'fast',
      docs: 'model/evaluate measures a model on rows (`model` and `data`), or a table that somebody else predicted (`predictions`, with `target` and with `score` or `prediction`). One of them is given, with the keys that belong to it.',
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

/** The evaluation that a version is to show. */
function* shown({ steps, file, tree }: Pipeline, { path, with: given }: UsesStep): Generator<Found> {
  const named = constantText(given.get('evaluation'));
  const step = named === undefined ? undefined : steps.get(named);
  if (step === undefined || (step.kind === 'uses' && (step.uses === 'model/evaluate' || step.entry === undefined)))
    return;
  yield {
    code: 'evaluation-input',
    file,
    range: tree.range([...path, 'with', 'evaluation']),
    message: `The step \`${named}\` measures nothing: name one that uses model/evaluate`,
  };
}

/** Keys that go with `predictions` only. */
const OF_PREDICTIONS = ['target', 'score', 'prediction', 'key', 'task', 'positive'];

function* inputs(pipeline: Pipeline, step: UsesStep): Generator<Found> {
  const { with: given } = step;
  const { file, tree } = pipeline;
  const at = (key: string): Pick<Found, 'file' | 'range'> => ({
    file,
    range: given.has(key) ? tree.range([...step.path, 'with', key], 'key') : step.range,
  });
  const say = (key: string, message: string): Found => ({ code: 'evaluation-input', ...at(key), message });
  if (given.has('predictions')) {
    if (given.has('model'))
      yield say('model', '`model` does not go with `predictions`, which are measured as they are');
    if (given.has('data'))
      yield say('data', '`data` does not go with `predictions`: the truth stands in that table itself');
    if (!given.has('score') && !given.has('prediction'))
      yield say('predictions', '`score` or `prediction` is missing: the column that says what was predicted');
    if (!given.has('target') && examplesOf(pipeline, rowsOf(step))?.label === undefined)
      yield say('predictions', '`target` is missing: the column that holds the truth');
    return;
  }
  for (const key of OF_PREDICTIONS)
    if (given.has(key)) yield say(key, `\`${key}\` goes with \`predictions\`, not with \`model\``);
  if (!given.has('model'))
    yield say(
      '',
      '`model` is missing: what is measured, on the rows of `data`; or `predictions`, a table that has them',
    );
  else if (!given.has('data')) yield say('model', '`data` is missing: the rows that the model is measured on');
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
