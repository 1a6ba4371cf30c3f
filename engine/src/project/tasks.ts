import type { MetricTask } from '../catalog/metrics.ts';
import type { Pipeline, UsesStep } from './pipeline.ts';
import type { Project } from './project.ts';
import { measuredColumns } from './scoredColumns.ts';
import { constantText } from './specValue.ts';
import { sqlFactOf } from './sqlSites.ts';
import { examplesOf, stepOf } from './tables.ts';

/** The tasks that the model of an evaluating step may have; undefined where that cannot be told. */
export function tasksOf(project: Project, pipeline: Pipeline, evaluate: UsesStep): readonly MetricTask[] | undefined {
  if (evaluate.with.has('predictions')) return tasksOfPredictions(project, pipeline, evaluate);
  const model = evaluate.with.get('model');
  const train = model && stepOf(pipeline, model);
  if (train?.kind !== 'uses' || train.uses !== 'model/train') return undefined;
  const said = train.with.get('task');
  if (said?.kind === 'constant') return TASKS.filter((task) => task === said.value);
  const label = examplesOf(pipeline, train.with.get('data'))?.label;
  const target = train.with.get('target');
  if (label === undefined || target?.kind !== 'constant' || target.value !== label.name) return undefined;
  const fact = sqlFactOf(project, pipeline, label);
  return fact.kind === 'known' && fact.value.kind === 'bound' ? TASKS_BY_TYPE[fact.value.type] : undefined;
}

/** As it says; else what the type of the truth tells. */
function tasksOfPredictions(project: Project, pipeline: Pipeline, step: UsesStep): readonly MetricTask[] | undefined {
  const { with: given } = step;
  const said = constantText(given.get('task'));
  if (said !== undefined) return TASKS.filter((task) => task === said);
  const columns = measuredColumns(project, pipeline, step);
  const target = constantText(given.get('target'));
  const label = columns.kind === 'known' ? columns.value.find(({ name }) => name === target) : undefined;
  return label && TASKS_BY_CLASSES[label.type];
}

const TASKS: readonly MetricTask[] = ['binary', 'multiclass', 'regression'];

/** Numbers may be classes or quantities in a table that somebody else wrote. */
const TASKS_BY_CLASSES: Readonly<Record<string, readonly MetricTask[]>> = {
  boolean: ['binary'],
  string: ['binary', 'multiclass'],
  category: ['binary', 'multiclass'],
};

const TASKS_BY_TYPE: Readonly<Record<string, readonly MetricTask[]>> = {
  ...TASKS_BY_CLASSES,
  float: ['regression'],
  decimal: ['regression'],
};
