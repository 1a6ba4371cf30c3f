import { posix as path } from 'node:path';
import type { Scored } from '../evaluation/scored.ts';
import type { Column } from '../language/columnType.ts';
import { identifier } from '../ports/sqlText.ts';
import { objectRelation, SCORE_COLUMNS, type Scorer, type ScoresContext, scoredOf } from './scoresOf.ts';

/** What two tables of scores say of the rows that stand in both. */
export interface Pairs {
  /** Rows of the candidate's. */
  readonly rows: number;
  /** Rows that stand in both, by row id. */
  readonly shared: number;
  /** Row ids that stand twice in one of them: then nobody can tell which row is which. */
  readonly repeated: boolean;
  /** Shared rows of which the two say another truth. */
  readonly differing: number;
  /** Row by row. @param slices columns of both by which rows are sliced */
  read(slices?: readonly string[]): Promise<readonly [candidate: Scored, champion: Scored]>;
}

const THEIRS = 'champion_';

/** A table of scores: sha256 of the object that it is. */
export interface ScoreTable extends Scorer {
  readonly scores: string;
}

/** Lines up two tables of scores by row id. */
export async function pairScores(ours: ScoreTable, theirs: ScoreTable, context: ScoresContext): Promise<Pairs> {
  const { signal, tmpFolder, host } = context;
  const data = await context.data();
  const a = await objectRelation(context, ours.scores, `scores of ${ours.name}`);
  const b = await objectRelation(context, theirs.scores, `scores of ${theirs.name}`);
  const columns = await data.columns(`select * from ${b}`);
  const file = path.join(tmpFolder, `pairs-${host.ids.runId().slice(0, 12)}.parquet`);
  const { rows: shared } = await data.write(
    `select a.*, ${renamed(columns)} from ${a} a join ${b} b on a.row_id = b.row_id order by a.row_id`,
    file,
    { signal },
  );
  const relation = await data.relation({ files: [file], format: 'parquet' });
  const [counted] = await data.rows(
    `select (select count(*) from ${a}) as rows, (select count(distinct row_id) from ${a}) as ids,
       (select count(*) from ${b}) as other_rows, (select count(distinct row_id) from ${b}) as other_ids,
       (select count(*) from ${relation} where cast(label as VARCHAR) is distinct from cast(${THEIRS}label as VARCHAR)) as differing`,
    {},
    { signal },
  );
  const number = (key: string) => Number(counted?.[key] ?? 0);
  return {
    rows: number('rows'),
    shared,
    repeated: number('rows') !== number('ids') || number('other_rows') !== number('other_ids'),
    differing: number('differing'),
    read: async (slices = []) => [
      await scoredOf(data, relation, { of: ours, slices, signal }),
      await scoredOf(data, relation, {
        of: theirs,
        columns: THEIR_COLUMNS,
        slices: slices.map((name) => `${THEIRS}${name}`),
        signal,
      }),
    ],
  };
}

const THEIR_COLUMNS = {
  label: SCORE_COLUMNS.label,
  prediction: `${THEIRS}${SCORE_COLUMNS.prediction}`,
  score: `${THEIRS}${SCORE_COLUMNS.score}`,
  ofClass: `${THEIRS}${SCORE_COLUMNS.ofClass}`,
};

function renamed(columns: readonly Column[]): string {
  return columns
    .filter(({ name }) => name !== 'row_id')
    .map(({ name }) => `b.${identifier(name)} as ${identifier(`${THEIRS}${name}`)}`)
    .join(', ');
}
