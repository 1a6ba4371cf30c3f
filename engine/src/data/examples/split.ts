import { Failure } from '../../failure.ts';
import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import { identifier, literal } from '../../ports/sqlText.ts';
import { rowIdSql } from '../rowId.ts';

export interface SplitRequest {
  readonly files: TableFiles;
  readonly how: SplitBy;
  /** Shares of the rows, 0 to 1; what they leave is for training. */
  readonly validation: number;
  readonly test: number;
  /** Column of the row id; without one a row is known by its values. */
  readonly rowId?: string;
  /** Parquet files that are written; those of parts with share 0 are not. */
  readonly write: Readonly<Record<Part, string>>;
  readonly signal?: AbortSignal | undefined;
}

export type Part = 'train' | 'validation' | 'test';

export type SplitBy =
  /** Cuts in time order. `gap` in microseconds: rows that long before a cut are left out. */
  | { readonly kind: 'time'; readonly column: string; readonly gap: number }
  /** By chance, from seed and row id alone: a row stays where it is when rows are added. */
  | { readonly kind: 'random'; readonly seed: number }
  /** By chance within each value of a column, so that every part has the same shares of values. */
  | { readonly kind: 'stratified'; readonly seed: number; readonly column: string }
  /** By chance, rows of one value together; a row without a value is by itself. */
  | { readonly kind: 'group'; readonly seed: number; readonly column: string };

export interface Split {
  readonly rows: Readonly<Record<Part, number>>;
  /** Rows left out: before a cut, or without a timestamp. */
  readonly dropped: { readonly gap: number; readonly withoutTime: number };
  /** For `time`: where validation and test begin, ISO 8601. */
  readonly cuts: { readonly validation?: string; readonly test?: string };
}

/**
 * Cuts a table into Parquet files. Rows keep the order they had.
 * @throws Failure `shares`, `unknown-column`, `empty-part` with shares and row counts
 */
export async function splitTable(source: DataSource, request: SplitRequest): Promise<Split> {
  if (!(request.validation + request.test < 1)) throw noTrainShare(request);
  const relation = await source.relation(request.files);
  await checkColumn(source, relation, request);
  const total = await count(source, relation, 'true', request);
  const plan =
    request.how.kind === 'time'
      ? await planByTime(source, relation, request.how, total, request)
      : await planByChance(source, relation, request.how, request);
  const rows: Record<Part, number> = { train: 0, validation: 0, test: 0 };
  for (const part of PARTS) {
    if (part !== 'train' && request[part] === 0) continue;
    const sql = `SELECT * FROM ${relation} WHERE ${plan.parts[part]}`;
    rows[part] = (await source.write(sql, request.write[part], { signal: request.signal })).rows;
    if (rows[part] === 0) throw emptyPart(part, request, total, plan);
  }
  const gap = total - plan.withoutTime - rows.train - rows.validation - rows.test;
  return { rows, dropped: { gap, withoutTime: plan.withoutTime }, cuts: plan.cuts };
}

const PARTS: readonly Part[] = ['train', 'validation', 'test'];

interface Plan {
  /** A predicate for each part. */
  readonly parts: Readonly<Record<Part, string>>;
  readonly withoutTime: number;
  readonly cuts: Split['cuts'];
}

async function checkColumn(source: DataSource, relation: string, { how, rowId }: SplitRequest): Promise<void> {
  const columns = await source.columns(`SELECT * FROM ${relation}`);
  const names = columns.map((column) => column.name);
  const needed = [...(how.kind === 'random' ? [] : [how.column]), ...(rowId === undefined ? [] : [rowId])];
  const missing = needed.find((name) => !names.includes(name));
  if (missing === undefined) return;
  throw new Failure('unknown-column', `the table to split has no column \`${missing}\``, {
    next: `It has: ${names.slice(0, 20).join(', ')}.`,
  });
}

async function count(source: DataSource, relation: string, predicate: string, request: SplitRequest): Promise<number> {
  const sql = `SELECT count(*) AS n FROM ${relation} WHERE ${predicate}`;
  return Number((await source.rows(sql, {}, { signal: request.signal }))[0]!['n']);
}

/** The later part begins with the timestamp of its first row by share, so that equal timestamps stay together. */
async function planByTime(
  source: DataSource,
  relation: string,
  how: Extract<SplitBy, { kind: 'time' }>,
  total: number,
  request: SplitRequest,
): Promise<Plan> {
  const time = `${identifier(how.column)}::TIMESTAMP`;
  const timed = await count(source, relation, `${time} IS NOT NULL`, request);
  const cutAt = async (share: number): Promise<Cut | undefined> => {
    if (share === 0) return undefined;
    const [row] = await source.rows(
      `SELECT epoch_us(t)::VARCHAR AS micros, t AS iso
       FROM (SELECT ${time} AS t FROM ${relation} WHERE ${time} IS NOT NULL ORDER BY 1 LIMIT 1 OFFSET $skip)`,
      { skip: BigInt(Math.min(timed - 1, Math.round(timed * (1 - share)))) },
      { signal: request.signal },
    );
    return row && { micros: BigInt(String(row['micros'])), iso: String(row['iso']) };
  };
  const test = await cutAt(request.test);
  const validation = request.validation === 0 ? undefined : await cutAt(request.validation + request.test);
  return {
    parts: timeParts(`epoch_us(${time})`, validation?.micros, test?.micros, BigInt(Math.round(how.gap))),
    withoutTime: total - timed,
    cuts: { ...(validation && { validation: validation.iso }), ...(test && { test: test.iso }) },
  };
}

interface Cut {
  readonly micros: bigint;
  readonly iso: string;
}

function timeParts(
  micros: string,
  validation: bigint | undefined,
  test: bigint | undefined,
  gap: bigint,
): Readonly<Record<Part, string>> {
  const before = (cut: bigint | undefined) =>
    cut === undefined ? `${micros} IS NOT NULL` : `${micros} < ${cut - gap}`;
  const from = (cut: bigint | undefined) => (cut === undefined ? 'false' : `${micros} >= ${cut}`);
  return {
    train: before(validation ?? test),
    validation: validation === undefined ? 'false' : `${from(validation)} AND ${before(test)}`,
    test: from(test),
  };
}

/** Draws are 52 bits of an md5 over seed and row id: the same everywhere, for ever. */
async function planByChance(
  source: DataSource,
  relation: string,
  how: Exclude<SplitBy, { kind: 'time' }>,
  request: SplitRequest,
): Promise<Plan> {
  const rowId = request.rowId
    ? `${identifier(request.rowId)}::VARCHAR`
    : rowIdSql(await source.columns(`FROM ${relation}`), undefined);
  const drawnBy = how.kind === 'group' ? `coalesce(${identifier(how.column)}::VARCHAR, chr(31) || ${rowId})` : rowId;
  const draw = `('0x' || left(md5('${Math.trunc(how.seed)}:' || ${drawnBy}), 13))::BIGINT`;
  const limits =
    how.kind === 'stratified'
      ? await limitsByValue(source, relation, draw, identifier(how.column), request)
      : { test: share(request.test), validation: share(request.validation + request.test) };
  return {
    parts: {
      test: `${draw} < ${limits.test}`,
      validation: `${draw} >= ${limits.test} AND ${draw} < ${limits.validation}`,
      train: `${draw} >= ${limits.validation}`,
    },
    withoutTime: 0,
    cuts: {},
  };
}

const DRAWS = 2n ** 52n;

function share(value: number): string {
  return String(BigInt(Math.round(value * Number(DRAWS))));
}

/** Values of a column that rows may be stratified by, at most. */
const STRATA = 1000;

/** Limits that cut each value's rows at the shares, to the row: the draws of the first row of the next part. */
async function limitsByValue(
  source: DataSource,
  relation: string,
  draw: string,
  column: string,
  request: SplitRequest,
): Promise<{ readonly test: string; readonly validation: string }> {
  const value = `coalesce(${column}::VARCHAR, chr(31))`;
  const limit = (share: string) => `coalesce(draws[round(len(draws) * ${share})::BIGINT + 1], ${DRAWS})::VARCHAR`;
  const rows = await source.rows(
    `SELECT value, ${limit('$test')} AS test, ${limit('$both')} AS validation FROM
     (SELECT ${value} AS value, list_sort(list(${draw})) AS draws FROM ${relation} GROUP BY 1) ORDER BY 1 LIMIT ${STRATA + 1}`,
    { test: request.test, both: request.validation + request.test },
    { signal: request.signal },
  );
  if (rows.length > STRATA) throw tooManyStrata(column);
  const byValue = (name: 'test' | 'validation') =>
    `CASE ${value} ${rows.map((row) => `WHEN ${literal(String(row['value']))} THEN ${row[name]}`).join(' ')} END`;
  return { test: byValue('test'), validation: byValue('validation') };
}

function tooManyStrata(column: string): Failure {
  return new Failure('too-many-strata', `column ${column} has more than ${STRATA} values to stratify by`, {
    next: 'Stratify by a column of few values, such as a class label, or split `by: random`.',
  });
}

function noTrainShare({ validation, test }: SplitRequest): Failure {
  return new Failure(
    'shares',
    `validation ${percent(validation)} and test ${percent(test)} leave nothing to train on`,
    {
      next: 'Lower `validation` or `test`; together they must stay below 100%.',
    },
  );
}

function emptyPart(part: Part, request: SplitRequest, total: number, plan: Plan): Failure {
  const shares = `train ${percent(1 - request.validation - request.test)}, validation ${percent(request.validation)}, test ${percent(request.test)}`;
  const cuts = Object.entries(plan.cuts).map(([name, time]) => `, ${name} from ${time}`);
  return new Failure('empty-part', `the ${part} part has no row (${total} rows; ${shares}${cuts.join('')})`, {
    next:
      request.how.kind === 'time'
        ? 'Choose other shares, a shorter `gap`, or data with more different timestamps.'
        : 'Choose a larger share, or more data.',
  });
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(6))}%`;
}
