import { posix as path } from 'node:path';
import { scoreTable } from '../evaluation/scoreTable.ts';
import type { GateContext } from '../ports/gate.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import { identifier } from '../ports/sqlText.ts';
import { impliedThreshold } from './impliedThreshold.ts';
import { withVersion } from './openVersion.ts';
import { objectRelation } from './scoresOf.ts';

/** Kind of the answers that are kept between processes. */
const MEMO = 'champion-scores';
const LABEL = 'modelyard label';

/** Evidence of the candidate, by hash. */
export interface CandidateRows {
  readonly test: string;
  readonly scores: string;
}

/**
 * Hash of the scores that the champion gives the candidate's test rows, in the form and the order of the candidate's own:
 * `row_id, label, prediction, score`. Scored on this machine, unless the champion was measured on these very rows.
 * @throws Failure `missing-input` where the rows lack a column that the champion reads, and what opening it may throw
 */
export async function championScores(
  champion: ModelVersion,
  rows: CandidateRows,
  context: GateContext,
): Promise<string> {
  const { evidence } = champion;
  const { artifacts, memo } = context.stores;
  if (evidence.test === rows.test && evidence.scores !== undefined && (await artifacts.has(evidence.scores)))
    return evidence.scores;
  const threshold = await impliedThreshold(champion, context);
  const key = `1 ${champion.sha256} ${rows.test} ${rows.scores} ${threshold}`;
  const known = champion.format === 'onnx' ? await memo.get(MEMO, key) : undefined;
  if (typeof known === 'string' && (await artifacts.has(known))) return known;
  const { sha256 } = await artifacts.take(await score(champion, rows, { context, threshold }));
  if (champion.format === 'onnx') await memo.set(MEMO, key, sha256);
  return sha256;
}

async function score(
  champion: ModelVersion,
  rows: CandidateRows,
  { context, threshold }: { readonly context: GateContext; readonly threshold: number },
): Promise<string> {
  const { candidate, host, tmpFolder, signal } = context;
  const data = await context.data();
  const test = await objectRelation(context, rows.test, `test rows of ${candidate.name}:${candidate.version}`);
  const columns = (await data.columns(`select * from ${test}`)).map(({ name }) => name);
  const labels = await objectRelation(context, rows.scores, `scores of ${candidate.name}:${candidate.version}`);
  const named = Object.keys(candidate.signature.outputs).find((name) => columns.includes(name));
  const relation =
    named === undefined
      ? `(select t.*, s.${identifier(LABEL)} from ${test} t positional join (select label as ${identifier(LABEL)} from ${labels}) s)`
      : test;
  const total = Number((await data.rows(`select count(*) as rows from ${test}`))[0]?.['rows'] ?? 0);
  const file = path.join(tmpFolder, `champion-${host.ids.runId().slice(0, 12)}.parquet`);
  await withVersion(champion, context, ({ model, signature }) =>
    scoreTable({
      data,
      relation,
      name: `the test rows of ${candidate.name}:${candidate.version}`,
      model,
      signature,
      target: named ?? LABEL,
      rowId: columns.includes('row_id') ? 'row_id' : undefined,
      slices: [],
      extras: [],
      threshold,
      file,
      signal,
      progress: (done) => context.progress((0.5 * done) / Math.max(1, total), 'scoring the champion'),
    }),
  );
  return file;
}
