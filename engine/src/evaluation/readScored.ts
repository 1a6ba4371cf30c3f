import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import { nearest } from '../language/nearest.ts';
import type { DataSource, Values } from '../ports/dataSource.ts';
import type { Task } from '../ports/learner.ts';
import { identifier } from '../ports/sqlText.ts';
import { columnCollector, numberCollector } from './collect.ts';
import type { Scored } from './scored.ts';

export interface ReadScoredRequest {
  readonly data: DataSource;
  /** What stands after FROM, and how it is called in messages. */
  readonly relation: string;
  readonly name: string;
  readonly target: string;
  /** Binary: one column, the probability of the positive class. Multiclass: a column for each class, by class. */
  readonly scores: readonly ScoreColumn[];
  readonly prediction?: string | undefined;
  /** Told from the data when absent. */
  readonly task?: Task | undefined;
  /** Binary: the positive class; default `true`, `1`, `yes`, else the last in order. */
  readonly positive?: string | undefined;
  readonly slices: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export interface ScoreColumn {
  readonly column: string;
  /** Of a multiclass task. */
  readonly class?: string | undefined;
}

const MOST_CLASSES = 1000;
const POSITIVES = ['true', '1', 'yes', 'y', 't', 'positive'];

/** The rows of a file of predictions, ours or not, as arrays to measure. Rejects with `Failure` where they do not make sense. */
export async function readScored(request: ReadScoredRequest): Promise<Scored> {
  const columns = await namedColumns(request);
  const task = request.task ?? (await inferTask(request, columns));
  return task === 'regression' ? readNumbers(request) : readClasses(request, task);
}

async function namedColumns(request: ReadScoredRequest): Promise<ReadonlyMap<string, Column>> {
  const { data, relation, name, target, prediction, scores, slices } = request;
  const columns = new Map((await data.columns(`select * from ${relation}`)).map((column) => [column.name, column]));
  const asked = [
    target,
    ...(prediction === undefined ? [] : [prediction]),
    ...scores.map((score) => score.column),
    ...slices,
  ];
  for (const column of asked) {
    if (columns.has(column)) continue;
    const near = nearest(column, [...columns.keys()]);
    throw new Failure('unknown-column', `${name} has no column \`${column}\`.`, {
      next: near ? `Did you mean \`${near}\`?` : `It has: ${[...columns.keys()].slice(0, 30).join(', ')}.`,
    });
  }
  return columns;
}

async function inferTask(request: ReadScoredRequest, columns: ReadonlyMap<string, Column>): Promise<Task> {
  const target = columns.get(request.target) as Column;
  if (request.scores.length > 1 || request.scores.some((score) => score.class !== undefined)) return 'multiclass';
  const continuous = target.type === 'float' || target.type === 'decimal';
  const predicted = request.prediction === undefined ? undefined : columns.get(request.prediction)?.type;
  if (continuous || (target.type === 'integer' && (predicted === 'float' || predicted === 'decimal')))
    if ((await classesOf(request, 3)).length > 2) return 'regression';
  return (await classesOf(request, 3)).length > 2 ? 'multiclass' : 'binary';
}

async function classesOf(
  { data, relation, target, signal }: ReadScoredRequest,
  limit: number,
): Promise<readonly string[]> {
  const column = identifier(target);
  const rows = await data.rows(
    `select cast(${column} as VARCHAR) as class from ${relation} where ${column} is not null group by ${column} order by ${column} limit ${limit}`,
    {},
    { signal },
  );
  return rows.map((row) => String(row['class']));
}

async function readNumbers(request: ReadScoredRequest): Promise<Scored> {
  const column = request.prediction ?? request.scores[0]?.column;
  if (column === undefined) throw nothingToMeasure();
  const labels = numberCollector();
  const scores = numberCollector();
  const items = [
    `cast(${identifier(request.target)} as DOUBLE) as label`,
    `cast(${identifier(column)} as DOUBLE) as score`,
  ];
  const slices = await read(request, items, (part) => {
    labels.add(part['label'] as Values);
    scores.add(part['score'] as Values);
  });
  return { task: 'regression', labels: labels.values(), scores: [scores.values()], slices };
}

async function readClasses(request: ReadScoredRequest, task: Task): Promise<Scored> {
  const found = await classesOf(request, MOST_CLASSES + 1);
  if (found.length > MOST_CLASSES)
    throw new Failure('too-many-classes', `\`${request.target}\` has more than ${MOST_CLASSES} values.`, {
      next: 'Say `--task regression` if it is a number to be estimated.',
    });
  const classes = task === 'binary' ? binaryClasses(request, found) : found;
  const columns = task === 'binary' ? request.scores : classes.flatMap((name) => scoreOf(request, name));
  if (columns.length === 0 && request.prediction === undefined) throw nothingToMeasure();
  const labels = columnCollector(classes);
  const predictions = columnCollector(classes);
  const scores = columns.map(() => numberCollector());
  const items = [
    `cast(${identifier(request.target)} as VARCHAR) as label`,
    ...(request.prediction === undefined ? [] : [`cast(${identifier(request.prediction)} as VARCHAR) as prediction`]),
    ...columns.map(({ column }, index) => `cast(${identifier(column)} as DOUBLE) as score_${index}`),
  ];
  const slices = await read(request, items, (part) => {
    labels.add(part['label'] as Values);
    if (part['prediction']) predictions.add(part['prediction']);
    for (const [index, collector] of scores.entries()) collector.add(part[`score_${index}`] as Values);
  });
  return {
    task,
    classes,
    labels: labels.values(),
    scores: scores.map((collector) => collector.values()),
    ...(request.prediction === undefined ? {} : { predictions: predictions.values() }),
    slices,
  };
}

/** The negative class, then the positive one. */
function binaryClasses({ positive, target }: ReadScoredRequest, found: readonly string[]): readonly string[] {
  const chosen = positive ?? found.find((name) => POSITIVES.includes(name.toLowerCase())) ?? found.at(-1) ?? 'true';
  if (positive !== undefined && !found.includes(positive))
    throw new Failure('unknown-class', `\`${target}\` is never \`${positive}\`.`, {
      next: `It is ${found.join(' or ') || 'always null'}.`,
    });
  const others = found.filter((name) => name !== chosen);
  return [others[0] ?? (chosen === 'true' ? 'false' : `not ${chosen}`), chosen];
}

function scoreOf({ scores }: ReadScoredRequest, name: string): readonly ScoreColumn[] {
  const named = scores.find((score) => score.class === name);
  if (named) return [named];
  if (scores.length === 0) return [];
  throw new Failure('missing-score', `There is no score column for the class \`${name}\`.`, {
    next: `Name one for every class: \`--score ${name}=COLUMN\`.`,
  });
}

async function read(
  request: ReadScoredRequest,
  items: readonly string[],
  add: (part: Readonly<Record<string, Values>>) => void,
): Promise<NonNullable<Scored['slices']>> {
  const { data, relation, slices, signal } = request;
  const collectors = slices.map(() => columnCollector());
  const sliced = slices.map((column, index) => `cast(${identifier(column)} as VARCHAR) as slice_${index}`);
  for await (const { columns } of data.batches(
    `select ${[...items, ...sliced].join(', ')} from ${relation}`,
    {},
    { signal },
  )) {
    add(columns);
    for (const [index, collector] of collectors.entries()) collector.add(columns[`slice_${index}`] as Values);
  }
  return slices.map((name, index) => ({ name, ...(collectors[index] as (typeof collectors)[number]).result() }));
}

function nothingToMeasure(): Failure {
  return new Failure('nothing-to-measure', 'There is neither a score nor a prediction to measure.', {
    next: 'Name a column with `--score` or `--prediction`, or a model with `--model`.',
  });
}
