import { readScored } from '../evaluation/readScored.ts';
import type { Scored } from '../evaluation/scored.ts';
import type { DataSource } from '../ports/dataSource.ts';
import type { GateContext } from '../ports/gate.ts';
import type { SignatureOutput } from '../ports/learner.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import { identifier } from '../ports/sqlText.ts';

/** Where scores are read. */
export type ScoresContext = Pick<GateContext, 'host' | 'stores' | 'data' | 'tmpFolder' | 'signal'>;

/** What stands after FROM for an object that is a table. */
export async function objectRelation(
  { data, stores }: Pick<ScoresContext, 'data' | 'stores'>,
  sha256: string,
  what: string,
): Promise<string> {
  const file = await stores.artifacts.path(sha256, what);
  return (await data()).relation({ files: [file], format: 'parquet' });
}

/** Whose scores they are. */
export interface Scorer {
  /** As messages name it: `late:2`. */
  readonly name: string;
  /** What it answers; undefined where only its predictions tell. */
  readonly output: Pick<SignatureOutput, 'task' | 'classes'> | undefined;
}

export function scorerOf(version: ModelVersion): Scorer {
  return { name: `${version.name}:${version.version}`, output: outputOf(version) };
}

/** What a version answers; undefined where only its predictions tell. */
export function outputOf({ signature }: ModelVersion): SignatureOutput | undefined {
  return Object.values(signature.outputs)[0];
}

export interface ScoreColumns {
  readonly label: string;
  readonly prediction: string;
  /** Probability of the positive class, or the predicted value. */
  readonly score: string;
  /** Begins the columns of the probabilities of each class. */
  readonly ofClass: string;
}

/** Columns of `scores.parquet` of a run. */
export const SCORE_COLUMNS: ScoreColumns = {
  label: 'label',
  prediction: 'prediction',
  score: 'score',
  ofClass: 'score_',
};

/** Rows of a table of scores, whose columns may have names of their own, as arrays to measure. */
export async function scoredOf(
  data: DataSource,
  relation: string,
  { of, columns = SCORE_COLUMNS, slices = [], signal }: ScoredRequest,
): Promise<Scored> {
  const { output } = of;
  const classes = output?.task === 'multiclass' ? (output.classes ?? []) : [];
  const scores =
    classes.length > 0
      ? classes.map((name) => ({ column: `${columns.ofClass}${name}`, class: name }))
      : [{ column: columns.score }];
  const there = (await data.columns(`select * from ${relation}`)).map(({ name }) => name);
  const asked = scores.every(({ column }) => there.includes(column)) ? scores : [];
  const has = asked.length > 0 && (await hasValues(data, relation, asked[0]!.column));
  return readScored({
    data,
    relation,
    name: `the scores of ${of.name}`,
    target: columns.label,
    scores: has ? asked : [],
    prediction: output?.task === 'regression' ? undefined : columns.prediction,
    task: output?.task,
    positive: output?.task === 'binary' ? output.classes?.[1] : undefined,
    slices,
    signal,
  });
}

export interface ScoredRequest {
  readonly of: Scorer;
  readonly columns?: ScoreColumns;
  /** Columns by which the rows are sliced. */
  readonly slices?: readonly string[];
  readonly signal: AbortSignal;
}

/** A model that names classes alone has no scores. */
async function hasValues(data: DataSource, relation: string, column: string): Promise<boolean> {
  const [row] = await data.rows(`select count(${identifier(column)}) as given from ${relation}`);
  return Number(row?.['given'] ?? 0) > 0;
}
