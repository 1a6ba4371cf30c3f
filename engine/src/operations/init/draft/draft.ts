import type { LeakageFinding } from '../../../data/leakage/finding.ts';
import { findLeakage } from '../../../data/leakage/leakage.ts';
import { Failure } from '../../../failure.ts';
import type { DataSource } from '../../../ports/dataSource.ts';
import { nothingToLearnFrom } from './draftFailures.ts';
import { chooseInputs, type Inputs } from './inputs.ts';
import { guessKey, type KeyGuess } from './key.ts';
import { guessLearner, type LearnerGuess } from './learner.ts';
import { type DraftTable, withTimeParts } from './readTable.ts';
import { guessSplit, type SplitGuess } from './split.ts';
import { guessTarget, type TargetGuess } from './target.ts';
import { guessTime, madeTime, type TimeGuess } from './time.ts';

/** What the user said about their table. */
export interface DraftRequest {
  readonly target: string;
  readonly positive: string | undefined;
  readonly time: string | undefined;
  readonly key: readonly string[];
}

/** Everything that is guessed about a table, each with its reason. */
export interface Draft {
  readonly table: DraftTable;
  readonly target: TargetGuess;
  readonly time: TimeGuess | undefined;
  readonly key: KeyGuess | undefined;
  readonly inputs: Inputs;
  readonly split: SplitGuess;
  readonly learner: LearnerGuess;
}

/**
 * Looks at a table as a data scientist would before the first model. The same table gives the same draft.
 * @throws Failure of the target, of columns that the user named, `no-inputs`
 */
export async function draftOf(
  source: DataSource,
  read: DraftTable,
  asked: DraftRequest,
  { tmpFolder, signal }: { readonly tmpFolder: string; readonly signal: AbortSignal },
): Promise<Draft> {
  const target = await guessTarget(source, await source.relation(read.files), read.facts, { ...asked, signal });
  const held = guessTime(read.facts, asked.target, asked.time);
  const table = held ? read : await withTimeParts(source, read, { target: asked.target, tmpFolder, signal });
  const { facts, made } = table;
  const time = made ? madeTime(facts, made) : held;
  const relation = await source.relation(table.files);
  const key = await guessKey(source, relation, facts, { target: asked.target, time, asked: asked.key, signal });
  const findings = await leakage(source, table, { target, time, key, signal });
  const inputs = chooseInputs({ facts, target: asked.target, time, key, findings });
  if (inputs.inputs.length === 0)
    throw nothingToLearnFrom(
      asked.target,
      inputs.leftOut.map(({ column, why }) => `\`${column}\`: ${why}`),
    );
  const rows = facts.rows - target.column.missing;
  const split = await guessSplit(source, relation, { rows, target, time, entity: inputs.entity, signal });
  return { table, target, time, key, inputs, split, learner: guessLearner(rows, target, split) };
}

async function leakage(
  source: DataSource,
  { files, facts }: DraftTable,
  about: Pick<Draft, 'target' | 'time' | 'key'> & { readonly signal: AbortSignal },
): Promise<readonly LeakageFinding[]> {
  const { target, time, key, signal } = about;
  const columns = facts.columns.filter(
    ({ name, distinct, missing }) =>
      name !== target.column.name && (distinct > 1 || (missing > 0 && missing < facts.rows)),
  );
  if (columns.length === 0) return [];
  try {
    return await findLeakage(source, {
      files,
      target: { text: target.sql },
      ...(time === undefined ? {} : { timestamp: time.column.name }),
      ...(key === undefined ? {} : { key: key.columns }),
      columns: columns.map(({ name }) => name),
      signal,
    });
  } catch (error) {
    // Too few labelled rows to judge a column by.
    if (error instanceof Failure && error.reason === 'no-label') return [];
    throw error;
  }
}
