import { TIMESTAMP } from '../data/examples/exampleNames.ts';
import { duration } from '../language/figures.ts';
import type { GateContext, GateEvidence, GateFigure, GateKind, GateRule } from '../ports/gate.ts';
import { failed, passed, unknown } from './answers.ts';
import { testRowsMissing } from './missing.ts';
import { objectRelation } from './scoresOf.ts';

type AgeRule = Extract<GateRule, { readonly kind: 'age' }>;

/** A clock may be a little behind that of who wrote the rows. */
const SKEW = 300;

/** How old the newest test row is, by the clock of this machine. */
export const ageGate: GateKind<AgeRule> = {
  kind: 'age',
  async judge({ age: max }, context) {
    const { candidate, host } = context;
    const { test } = candidate.evidence;
    if (test === undefined) return testRowsMissing(candidate);
    const newest = await newestRow(test, context);
    const evidence: readonly GateEvidence[] = [{ kind: 'object', what: 'test rows', sha256: test }];
    if (newest === undefined)
      return unknown(
        'no-timestamp',
        'The test rows have no times',
        'Name the column of the event time under `timestamp` of the dataset.',
        { evidence },
      );
    const seconds = host.clock.now() / 1000 - newest / 1000;
    const at = new Date(newest).toISOString().replace(/\.\d+Z$/, 'Z');
    if (seconds < -SKEW)
      return unknown(
        'time-ahead',
        `The newest test row is of ${at}, which is still to come by the clock of this machine`,
        'Set the clock, or look at the times of the data.',
        { evidence },
      );
    const figure: GateFigure = { name: 'age', value: Math.max(0, seconds), unit: 's', max };
    const said = `The newest test row is of ${at}, ${duration(Math.max(0, seconds))} ago; ${duration(max)} are allowed`;
    if (seconds <= max) return passed(said, { figures: [figure], evidence });
    return failed('too-old', said, {
      figures: [figure],
      evidence,
      next: 'Bring newer data, and run the pipeline again.',
    });
  },
};

/** Milliseconds since 1970; undefined where no row has a time. */
async function newestRow(test: string, context: GateContext): Promise<number | undefined> {
  const data = await context.data();
  const relation = await objectRelation(context, test, 'test rows');
  const column = (await data.columns(`select * from ${relation}`)).find(({ name }) => name === TIMESTAMP);
  if (column === undefined || (column.type !== 'timestamp' && column.type !== 'date')) return undefined;
  const [row] = await data.rows(`select epoch_ms(max(${TIMESTAMP}::TIMESTAMP)) as newest from ${relation}`);
  return typeof row?.['newest'] === 'number' ? row['newest'] : undefined;
}
