import { COLUMN_TYPES, type Column } from '../language/columnType.ts';
import { featureSqlType } from '../language/featureType.ts';
import { type Fact, UNKNOWN } from './facts.ts';
import { type JoinedField, joinedFields } from './featureViews.ts';
import { onceForEach } from './onceForEach.ts';
import type { Pipeline, UsesStep } from './pipeline.ts';
import type { Project } from './project.ts';
import { textAt } from './read.ts';
import { constantText } from './specValue.ts';
import { sqlFactAt, sqlFactOf } from './sqlSites.ts';
import { type Examples, examplesOf, type NamedSql, predictedDataset, rowsOf } from './tables.ts';

/** The columns that own metrics of an evaluating step may name: what is scored and the columns of the test rows. */
export function scoredColumns(project: Project, pipeline: Pipeline, step: UsesStep): Fact<readonly Column[]> {
  const known = knownScored(project);
  const columns = known.get(step) ?? columnsScored(project, pipeline, step);
  known.set(step, columns);
  return columns;
}

const knownScored = onceForEach((_: Project) => new Map<UsesStep, Fact<readonly Column[]>>());

function columnsScored(project: Project, pipeline: Pipeline, step: UsesStep): Fact<readonly Column[]> {
  const columns = measuredColumns(project, pipeline, step);
  if (columns.kind !== 'known') return columns;
  const label = labelOf(columns.value, pipeline, step);
  if (label === undefined) return UNKNOWN;
  const scored: readonly Column[] = [
    { ...label, name: 'label' },
    { name: 'score', type: 'float', sqlType: 'DOUBLE' },
    { ...label, name: 'prediction' },
  ];
  const taken = new Set(scored.map((column) => column.name));
  return { kind: 'known', value: [...scored, ...columns.value.filter((column) => !taken.has(column.name))] };
}

/** The columns of the rows that an evaluating step measures: of its test rows, or of its predictions. */
export function measuredColumns(project: Project, pipeline: Pipeline, step: UsesStep): Fact<readonly Column[]> {
  const dataset = predictedDataset(step);
  if (dataset !== undefined) return project.facts.columns(dataset);
  const made = examplesOf(pipeline, rowsOf(step));
  return made === undefined ? UNKNOWN : exampleColumns(project, pipeline, made);
}

/** As the scores have it: numbers of a regression have a fraction. */
function labelOf(columns: readonly Column[], pipeline: Pipeline, step: UsesStep): Column | undefined {
  const name = constantText(step.with.get('target')) ?? examplesOf(pipeline, rowsOf(step))?.label?.name;
  const label = columns.find((column) => column.name === name);
  const isNumber = constantText(step.with.get('task')) === 'regression' || label?.type === 'decimal';
  return label && isNumber ? { ...label, type: 'float', sqlType: 'DOUBLE' } : label;
}

/** The columns of a table of examples: row id, timestamp, inputs, label, features. Unknown while one of their types is. */
export function exampleColumns(project: Project, pipeline: Pipeline, made: Examples): Fact<readonly Column[]> {
  const known = knownColumns(project);
  const columns = known.get(made) ?? columnsMade(project, pipeline, made);
  known.set(made, columns);
  return columns;
}

const knownColumns = onceForEach((_: Project) => new Map<Examples, Fact<readonly Column[]>>());

function columnsMade(project: Project, pipeline: Pipeline, made: Examples): Fact<readonly Column[]> {
  const inputs = [...made.columns, ...(made.label === undefined ? [] : [made.label])];
  const typed = inputs.map((sql) => columnOf(project, pipeline, sql));
  const features = joinedFields(project, made).map((field) => featureColumn(project, field));
  const all = [...typed, ...features];
  if (all.includes(undefined)) return UNKNOWN;
  return { kind: 'known', value: [...madeColumns(project, made), ...all.filter((column) => column !== undefined)] };
}

/** Names of the columns that data/examples makes. */
export const ROW_ID = 'row_id';
export const TIMESTAMP = 'timestamp';

function madeColumns(project: Project, { dataset }: Examples): readonly Column[] {
  const hasTime = dataset !== undefined && project.datasets.get(dataset)?.timestamp !== undefined;
  const id: Column = { name: ROW_ID, type: 'string', sqlType: 'VARCHAR' };
  return hasTime ? [id, { name: TIMESTAMP, type: 'timestamp', sqlType: 'TIMESTAMP' }] : [id];
}

/** Names that a column of a table of examples may have, known without looking at any data. */
export function exampleNames(project: Project, made: Examples): readonly string[] {
  const label = made.label === undefined ? [] : [made.label.name];
  return [
    ...made.columns.map((column) => column.name),
    ...label,
    ...madeColumns(project, made).map(({ name }) => name),
    ...joinedFields(project, made).map(({ column }) => column),
  ];
}

function featureColumn(project: Project, { file, field, column }: JoinedField): Column | undefined {
  const fact = sqlFactAt(project, file, ['fields', field, 'sql']);
  if (fact.kind !== 'known' || fact.value.kind !== 'bound') return undefined;
  const declared = textAt(file.tree, ['fields', field, 'type']);
  const type = COLUMN_TYPES.find((known) => known === declared);
  return type && { name: column, type, sqlType: featureSqlType(type, fact.value.sqlType) };
}

function columnOf(project: Project, pipeline: Pipeline, sql: NamedSql): Column | undefined {
  const fact = sqlFactOf(project, pipeline, sql);
  if (fact.kind !== 'known' || fact.value.kind !== 'bound') return undefined;
  return { name: sql.name, type: fact.value.type, sqlType: fact.value.sqlType };
}
