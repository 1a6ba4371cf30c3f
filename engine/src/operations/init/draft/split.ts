import type { DataSource } from '../../../ports/dataSource.ts';
import { identifier } from '../../../ports/sqlText.ts';
import type { TargetGuess } from './target.ts';
import { day, type TimeGuess } from './time.ts';

/** How the rows are cut; shares in percent, 0 for no such part. */
export interface SplitGuess {
  readonly by: 'time' | 'stratified' | 'random' | 'group';
  /** The input of `by: group`. */
  readonly group?: string;
  readonly validation: number;
  readonly test: number;
  /** Rows are cut by chance although they have a time. */
  readonly despiteTime: boolean;
  readonly why: string;
}

export interface SplitRequest {
  readonly rows: number;
  readonly target: TargetGuess;
  readonly time: TimeGuess | undefined;
  readonly entity: string | undefined;
  readonly signal: AbortSignal;
}

/** Rows up to which none are spared for early stopping. */
const SMALL = 1500;
const WITHOUT_VALIDATION = { validation: 0, test: 25 };

/** By time where that works, else by entity, else by chance. */
export async function guessSplit(source: DataSource, relation: string, request: SplitRequest): Promise<SplitGuess> {
  const { rows, time, entity, target } = request;
  const shares = rows < SMALL ? WITHOUT_VALIDATION : { validation: 15, test: 15 };
  if (time !== undefined)
    for (const cut of shares.validation > 0 ? [shares, WITHOUT_VALIDATION] : [shares]) {
      const from = await cutByTime(source, relation, { ...request, time, ...cut });
      if (from !== undefined) return { by: 'time', ...cut, despiteTime: false, why: aboutTime(time, from) };
    }
  const despiteTime = time !== undefined;
  if (entity !== undefined)
    return {
      by: 'group',
      group: entity,
      ...shares,
      despiteTime,
      why: `Rows of one \`${entity}\` stay together, so that the test asks about ones that training has not seen.`,
    };
  const chance = target.task === 'regression' ? 'random' : 'stratified';
  const how =
    chance === 'random'
      ? 'By chance: no column says when a row happened.'
      : `By chance, with the same shares of every value of the target in each part: no column says when a row happened.`;
  const why = despiteTime
    ? `By chance although \`${time.column.name}\` holds times: cut by them, a part would have too few rows or not every class.`
    : `${how} If rows are in the order of time, cutting them by chance lets the test look better than the future will be.`;
  return { by: chance, ...shares, despiteTime, why };
}

function aboutTime({ column }: TimeGuess, from: string): string {
  return `By time, as the model will be used: it learns from what was and is tested on what came after, from ${day(from)} on. If the answer is known only some time after \`${column.name}\`, say so as \`known_after\` in the dataset and as \`gap\` here.`;
}

/** Where the test begins; undefined where a part would have less than half of its rows, or a class that training has not. */
async function cutByTime(
  source: DataSource,
  relation: string,
  {
    rows,
    target,
    time,
    validation,
    test,
    signal,
  }: SplitRequest & { readonly time: TimeGuess; readonly validation: number; readonly test: number },
): Promise<string | undefined> {
  const stamp = `${identifier(time.column.name)}::TIMESTAMP`;
  const known = `${stamp} IS NOT NULL AND (${target.sql}) IS NOT NULL`;
  const cutAt = (share: number) =>
    `(SELECT ${stamp} FROM ${relation} WHERE ${known} ORDER BY 1 LIMIT 1 OFFSET ${Math.min(rows - 1, Math.round(rows * (1 - share / 100)))})`;
  const label = target.task === 'regression' ? `''` : `(${target.sql})::VARCHAR`;
  const found = await source.rows(
    `WITH cuts AS (SELECT ${cutAt(validation + test)} AS later, ${cutAt(test)} AS last)
     SELECT ${label} AS label, any_value(last) AS last, count(*) FILTER (${stamp} < later) AS train,
            count(*) FILTER (${stamp} >= later AND ${stamp} < last) AS validation, count(*) FILTER (${stamp} >= last) AS test
     FROM ${relation}, cuts WHERE ${known} GROUP BY 1`,
    {},
    { signal },
  );
  const sum = (part: string) => found.reduce((total, row) => total + Number(row[part]), 0);
  const isEnough = (part: string, share: number) => sum(part) >= (rows * share) / 200;
  const isTold = target.task === 'regression' || (found.length > 1 && found.every((row) => Number(row['train']) > 0));
  const isAsked = target.task !== 'binary' || found.every((row) => Number(row['test']) > 0);
  const isWhole =
    isEnough('train', 100 - validation - test) && isEnough('validation', validation) && isEnough('test', test);
  return isWhole && isTold && isAsked ? String(found[0]?.['last']) : undefined;
}
