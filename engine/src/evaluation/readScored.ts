import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import { nearest } from '../language/nearest.ts';
import type { DataSource, Values } from '../ports/dataSource.ts';
import type { Task } from '../ports/learner.ts';
import { identifier } from '../ports/sqlText.ts';
import { columnCollector, numberCollector } from './collect.ts';
import type { Scored } from './scored.ts';
import { scoredFrom } from './scoredFrom.ts';

export interface ReadScoredRequest {
  readonly data: DataSource;
  /** What stands after FROM, and how it is called in messages. */
  readonly relation: string;
  readonly name: string;
  /** Columns by name, as `PredictionColumns` has them. */
  readonly target: string;
  readonly scores: readonly { readonly column: string; readonly class?: string | undefined }[];
  readonly prediction?: string | undefined;
  readonly task?: Task | undefined;
  readonly positive?: string | undefined;
  readonly slices: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** The rows of a file of predictions, ours or not, as arrays to measure. A column that is not there is a `Failure`. */
export async function readScored(request: ReadScoredRequest): Promise<Scored> {
  const { target, scores, prediction, task, positive, slices } = request;
  const labels = [target, ...(prediction === undefined ? [] : [prediction])];
  const columns = await namedColumns(request, [...labels, ...scores.map((score) => score.column), ...slices]);
  const collectors = new Map<string, Collector>([
    ...slices.map((name) => [name, textCollector()] as const),
    ...scores.map(({ column }) => [column, quantityCollector()] as const),
    ...labels.map((name) => [name, collectorOf(columns.get(name)!)] as const),
  ]);
  await collect(request, collectors);
  const valuesOf = (name: string): Values => collectors.get(name)!.result();
  const numbersOf = (name: string) => {
    const values = valuesOf(name);
    if (values.kind === 'numbers') return values.values;
    throw new Failure('score-type', `The column \`${name}\` holds no numbers, so it is no score.`, {
      next: 'Name a column of predicted classes as the prediction instead.',
    });
  };
  return scoredFrom({
    target: valuesOf(target),
    scores: scores.map((score) => ({ class: score.class, values: numbersOf(score.column) })),
    prediction: prediction === undefined ? undefined : valuesOf(prediction),
    task,
    positive,
    slices: slices.map((name) => ({ name, values: valuesOf(name) })),
  });
}

interface Collector {
  readonly sqlType: 'VARCHAR' | 'DOUBLE';
  add(part: Values): void;
  result(): Values;
}

function textCollector(): Collector {
  const collector = columnCollector();
  const result = (): Values => {
    const { codes, dictionary } = collector.result();
    return { kind: 'codes', values: codes, dictionary };
  };
  return { sqlType: 'VARCHAR', add: collector.add, result };
}

function quantityCollector(): Collector {
  const collector = numberCollector();
  return { sqlType: 'DOUBLE', add: collector.add, result: () => ({ kind: 'numbers', values: collector.values() }) };
}

/** Labels stay what they are: numbers may be quantities, all else is the name of a class. */
function collectorOf({ type }: Column): Collector {
  return type === 'integer' || type === 'float' || type === 'decimal' ? quantityCollector() : textCollector();
}

async function collect(request: ReadScoredRequest, collectors: ReadonlyMap<string, Collector>): Promise<void> {
  const { data, relation, signal } = request;
  const all = [...collectors];
  const items = all.map(([name, { sqlType }], index) => `cast(${identifier(name)} as ${sqlType}) as c${index}`);
  for await (const { columns } of data.batches(`select ${items.join(', ')} from ${relation}`, {}, { signal }))
    for (const [index, [, collector]] of all.entries()) collector.add(columns[`c${index}`]!);
}

async function namedColumns(
  { data, relation, name }: ReadScoredRequest,
  asked: readonly string[],
): Promise<ReadonlyMap<string, Column>> {
  const columns = new Map((await data.columns(`select * from ${relation}`)).map((column) => [column.name, column]));
  const missing = asked.find((column) => !columns.has(column));
  if (missing === undefined) return columns;
  const near = nearest(missing, [...columns.keys()]);
  throw new Failure('unknown-column', `${name} has no column \`${missing}\`.`, {
    next: near ? `Did you mean \`${near}\`?` : `It has: ${[...columns.keys()].slice(0, 30).join(', ')}.`,
  });
}
