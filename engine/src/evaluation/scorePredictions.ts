import { rowIdSql } from '../data/rowId.ts';
import { Failure, keyNotUnique } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, SinkColumn } from '../ports/dataSource.ts';
import { identifier, literal } from '../ports/sqlText.ts';
import { type ReadScoredRequest, readScored } from './readScored.ts';
import type { Scored } from './scored.ts';
import type { ScoredTable } from './scoring.ts';

export interface ScorePredictionsRequest extends ReadScoredRequest {
  /** Columns that tell rows apart; rows are numbered without. */
  readonly key: readonly string[];
  /** Other columns that stand in the file of scores. */
  readonly extras: readonly SinkColumn[];
  /** Binary: from which probability on a row is predicted positive, where no class is given. */
  readonly threshold: number;
  /** The file of scores, Parquet. */
  readonly file: string;
}

/** Columns that every file of scores has; those by class are called `score_CLASS`. */
const OWN = ['row_id', 'label', 'prediction', 'score'];

/**
 * Predictions that anybody made, beside the truth: arrays to measure, and a file such as `scoreTable` writes.
 * @throws Failure of `readScored`, `key-not-unique`, `name-taken`
 */
export async function scorePredictions(
  request: ScorePredictionsRequest,
): Promise<Pick<ScoredTable, 'scored' | 'rows' | 'columns'>> {
  const { data, relation, key, file, signal } = request;
  const columns = await data.columns(`select * from ${relation}`);
  checkNames(request, columns);
  const scored = await readScored(request);
  if (key.length > 0) await checkKey(request);
  const type = labelType(scored, columns.find(({ name }) => name === request.target)!);
  const items = scoreItems(request, scored, { columns, type });
  const select = items.map(([name, sql]) => `${sql} as ${identifier(name)}`).join(', ');
  const written = await data.write(`select ${select} from ${relation}`, file, { signal });
  return { rows: written.rows, columns: written.columns, scored };
}

type Item = readonly [name: string, sql: string];

function scoreItems(
  request: ScorePredictionsRequest,
  scored: Scored,
  { columns, type }: { readonly columns: readonly Column[]; readonly type: string },
): readonly Item[] {
  const { key, target, extras, slices } = request;
  const { classes = [], task } = scored;
  const ofClasses = classColumns(request, scored);
  return [
    ['row_id', key.length === 0 ? 'cast(row_number() over () as VARCHAR)' : rowIdSql(columns, key)],
    ['label', `cast(${identifier(target)} as ${type})`],
    ['prediction', predictionSql(request, scored, type)],
    ['score', scoreSql(request, scored)],
    ...(task === 'multiclass' && ofClasses.length > 0
      ? ofClasses.map((sql, code): Item => [`score_${classes[code]}`, sql])
      : []),
    ...extras.map(({ name }): Item => [name, identifier(name)]),
    ...slices.map((name): Item => [name, `cast(${identifier(name)} as VARCHAR)`]),
  ];
}

/** As a model's labels are typed, so that SQL over the scores reads the same. */
function labelType({ task }: Scored, target: Column): string {
  if (task === 'regression') return 'DOUBLE';
  return LABEL_TYPES[target.type] ?? 'VARCHAR';
}

const LABEL_TYPES: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  float: 'DOUBLE',
  decimal: 'DOUBLE',
};

function predictionSql(request: ScorePredictionsRequest, scored: Scored, type: string): string {
  const { classes = [], task } = scored;
  if (task === 'regression') return scoreSql(request, scored);
  if (request.prediction !== undefined) return `try_cast(${identifier(request.prediction)} as ${type})`;
  const [first, ...more] = classColumns(request, scored);
  const named = (code: number) => `cast(${literal(classes[code] ?? '')} as ${type})`;
  if (task === 'binary') return `case when ${first} >= ${request.threshold} then ${named(1)} else ${named(0)} end`;
  const all = [first, ...more].join(', ');
  return `list_extract([${classes.map((_, code) => named(code)).join(', ')}], list_position([${all}], greatest(${all})))`;
}

/** Null where only classes were predicted. */
function scoreSql(request: ScorePredictionsRequest, scored: Scored): string {
  if (scored.task === 'regression') return double(request.scores[0]?.column ?? request.prediction ?? '');
  const columns = classColumns(request, scored);
  return columns.length === 0
    ? 'cast(null as DOUBLE)'
    : columns.length === 1
      ? columns[0]!
      : `greatest(${columns.join(', ')})`;
}

/** Binary: of the positive class; else of each class, in their order. */
function classColumns({ scores }: ScorePredictionsRequest, { task, classes = [] }: Scored): readonly string[] {
  const byClass = new Map(scores.map((score) => [score.class, score.column]));
  const wanted = task === 'binary' ? classes.slice(1) : classes;
  return wanted.flatMap((name) => {
    const column = byClass.get(name) ?? (task === 'binary' ? scores[0]?.column : undefined);
    return column === undefined ? [] : [double(column)];
  });
}

function double(column: string): string {
  return `cast(${identifier(column)} as DOUBLE)`;
}

function checkNames({ name, key, slices }: ScorePredictionsRequest, columns: readonly Column[]): void {
  const missing = key.find((one) => !columns.some((column) => column.name === one));
  if (missing !== undefined)
    throw new Failure('unknown-column', `${name} has no column \`${missing}\`.`, {
      next: `It has: ${columns
        .map((column) => column.name)
        .slice(0, 30)
        .join(', ')}.`,
    });
  const taken = slices.find((one) => OWN.includes(one.toLowerCase()) || /^score_/i.test(one));
  if (taken === undefined) return;
  throw new Failure('name-taken', `Rows cannot be sliced by a column that is called \`${taken}\`.`, {
    next: `The scores have columns of their own that are called ${OWN.join(', ')} and score_CLASS: give it another name.`,
  });
}

async function checkKey({
  data,
  relation,
  key,
  signal,
}: ScorePredictionsRequest & { readonly data: DataSource }): Promise<void> {
  const absent = key.map((name) => `${identifier(name)} is null`).join(' or ');
  const id = rowIdSql([], key);
  const [row] = await data.rows(
    `select case when ${absent} then null else ${id} end as id, count(*) as times from ${relation}
     group by 1 having count(*) > 1 or id is null order by 1 nulls first limit 1`,
    {},
    { signal },
  );
  if (row !== undefined)
    throw keyNotUnique(key, row['id'] === null ? undefined : String(row['id']), Number(row['times']));
}
