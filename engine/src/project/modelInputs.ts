import type { MetricTask } from '../catalog/metrics.ts';
import type { ColumnType } from '../language/columnType.ts';
import { parseModelReference } from '../language/modelReference.ts';
import { columnNames } from './columnNames.ts';
import { type Fact, UNKNOWN } from './facts.ts';
import { areJoinsKnown, joinedFields } from './featureViews.ts';
import type { ModelVersion } from './models.ts';
import { modelVersionOf } from './modelVersionOf.ts';
import type { UsesStep } from './pipeline.ts';
import type { Project } from './project.ts';
import { type Registration, registrationsFor, registrationsOf } from './registrations.ts';
import { exampleColumns, exampleNames } from './scoredColumns.ts';
import { type Examples, examplesOf, predictedDataset, rowsOf } from './tables.ts';
import { tasksOf } from './tasks.ts';
import { arePipelinesWhole } from './wholeFiles.ts';

/** An input of a model; its type where that is known. */
export interface ModelInput {
  readonly name: string;
  readonly kind: 'number' | 'category' | undefined;
}

/**
 * The inputs of what a reference stands for: as its version has them, else as the one pipeline that registers it makes them. Of models
 * that a program of the user made they are not known: such a model may take all columns as one matrix.
 */
export function modelInputs(project: Project, reference: string): Fact<readonly ModelInput[]> {
  const version = modelVersionOf(project, reference);
  if (version !== undefined)
    return version.inputs === undefined || !isTrainedHere(project, version)
      ? UNKNOWN
      : { kind: 'known', value: [...version.inputs].map(([name, type]) => ({ name, kind: KINDS[type] })) };
  const registration = registrationOf(project, reference);
  const made = registration && trainedOn(registration);
  if (registration === undefined || made === undefined || !areJoinsKnown(project, made)) return UNKNOWN;
  const typed = exampleColumns(project, registration.pipeline, made);
  const types = new Map(typed.kind === 'known' ? typed.value.map(({ name, type }) => [name, type]) : []);
  const names = [...made.columns.map(({ name }) => name), ...joinedFields(project, made).map(({ column }) => column)];
  return { kind: 'known', value: names.map((name) => ({ name, kind: kindOf(types.get(name)) })) };
}

function isTrainedHere(project: Project, { model, pipeline }: ModelVersion): boolean {
  const made = pipeline === undefined ? undefined : project.pipelines.get(pipeline);
  return made !== undefined && registrationsOf(made).some((one) => one.model === model && trainer(one) !== undefined);
}

const KINDS = { float: 'number', string: 'category' } as const;

function kindOf(type: ColumnType | undefined): ModelInput['kind'] {
  if (type === 'string' || type === 'category') return 'category';
  return type === 'integer' || type === 'float' || type === 'decimal' ? 'number' : undefined;
}

/** The tasks that what a reference stands for may have; undefined where that cannot be told. */
export function modelTasks(project: Project, reference: string): readonly MetricTask[] | undefined {
  const version = modelVersionOf(project, reference);
  if (version !== undefined) return version.tasks.length === 0 ? undefined : (version.tasks as readonly MetricTask[]);
  const registration = registrationOf(project, reference);
  const evaluation = registration?.evaluations.at(-1);
  return registration && evaluation && tasksOf(project, registration.pipeline, evaluation);
}

/** Columns of the rows that a registered model is tested on. */
export function testColumns(project: Project, { pipeline, evaluations }: Registration): readonly string[] | undefined {
  const evaluation = evaluations.at(-1);
  if (evaluation === undefined) return undefined;
  const dataset = predictedDataset(evaluation);
  if (dataset !== undefined) return columnNames(project, dataset)?.list;
  const made = examplesOf(pipeline, rowsOf(evaluation));
  return made && areJoinsKnown(project, made) ? exampleNames(project, made) : undefined;
}

/** The only step that registers the model under its name. */
function registrationOf(project: Project, reference: string): Registration | undefined {
  const parsed = parseModelReference(reference);
  if (parsed === undefined || parsed.kind === 'run') return undefined;
  if (!arePipelinesWhole(project)) return undefined;
  const [only, ...more] = registrationsFor(project, parsed.name);
  return more.length === 0 && only?.model !== undefined ? only : undefined;
}

function trainedOn(registration: Registration): Examples | undefined {
  const step = trainer(registration);
  return step && examplesOf(registration.pipeline, step.with.get('data'));
}

/** The step that trains the model, unless a program of the user makes it. */
function trainer({ pipeline, maker }: Registration): UsesStep | undefined {
  const step = maker === undefined ? undefined : pipeline.steps.get(maker);
  return step?.kind === 'uses' && step.uses === 'model/train' ? step : undefined;
}
