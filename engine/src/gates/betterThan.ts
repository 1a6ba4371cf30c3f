import { metricEntry } from '../catalog/metrics.ts';
import { type PairedDifference, pairedBootstrap } from '../evaluation/pairedBootstrap.ts';
import { Failure } from '../failure.ts';
import { count, figure, interval } from '../language/figures.ts';
import { percent } from '../language/screenFigures.ts';
import type { ResampleTask } from '../math/resamples.ts';
import type { BetterThanRule, GateAnswer, GateContext, GateEvidence, GateFigure, GateKind } from '../ports/gate.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import type { Parallel } from '../ports/parallel.ts';
import { failed, passed, unknown } from './answers.ts';
import { championScores } from './championScores.ts';
import { scoresMissing, testRowsMissing } from './missing.ts';
import { type Pairs, pairScores } from './pairScores.ts';
import { outputOf, scorerOf } from './scoresOf.ts';

/** So many rows that both were measured on are enough where the champion cannot be scored on all of them. */
const ENOUGH_SHARED = 1000;
const FEWEST_ROWS = 30;

/** Not worse than the version that an alias stands for, by a paired bootstrap over the candidate's test rows. */
export const betterThanGate: GateKind<BetterThanRule> = {
  kind: 'better_than',
  async judge(rule, context) {
    const { candidate } = context;
    const champion = await context.champion(rule.alias);
    if (champion === undefined) return noChampion(`\`${rule.alias}\` of ${candidate.name} holds nothing yet`);
    if (champion.sha256 === candidate.sha256) return noChampion(`\`${rule.alias}\` is this very model already`);
    if (metricEntry(rule.metric) === undefined) return noDirection(rule);
    const [ours, theirs] = [outputOf(candidate)?.task, outputOf(champion)?.task];
    if (ours !== undefined && theirs !== undefined && ours !== theirs) return otherTask(candidate, champion);
    const { scores, test } = candidate.evidence;
    if (scores === undefined) return scoresMissing(candidate);
    if (test === undefined) return testRowsMissing(candidate);
    const found = await scoresOfChampion(champion, { scores, test }, context);
    if ('status' in found) return found;
    const pairs = await pairScores(
      { ...scorerOf(candidate), scores },
      { ...scorerOf(champion), scores: found.scores },
      context,
    );
    return refusedPairs(pairs, found, champion) ?? compared(rule, { pairs, champion, found, context });
  },
};

interface ChampionScores {
  readonly scores: string;
  /** Whether they are of all test rows of the candidate; else of those that the two share. */
  readonly isAll: boolean;
}

/** Of the candidate's rows, or where these lack an input of the champion, those that it was measured by itself. */
async function scoresOfChampion(
  champion: ModelVersion,
  rows: { readonly scores: string; readonly test: string },
  context: GateContext,
): Promise<ChampionScores | GateAnswer> {
  const told = reportedScores(champion, context);
  if (told !== undefined) return told;
  try {
    return { scores: await championScores(champion, rows, context), isAll: true };
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== 'missing-input') throw error;
    const { scores } = champion.evidence;
    if (scores !== undefined && (await hasRowIds(rows.test, context))) return { scores, isAll: false };
    return unknown(
      'missing-input',
      error.message,
      'Add the column to the test rows, or promote by another gate first.',
    );
  }
}

/** Those that a report names: away from the model and the rows they are all there is. */
function reportedScores({ name, version }: ModelVersion, { reported }: GateContext): ChampionScores | undefined {
  for (const evidence of reported?.evidence ?? [])
    for (const isAll of [true, false])
      if (evidence.kind === 'object' && evidence.what === scoresWords(`${name}:${version}`, isAll))
        return { scores: evidence.sha256, isAll };
  return undefined;
}

function scoresWords(champion: string, isAll: boolean): string {
  return `scores of ${champion} on ${isAll ? 'these rows' : 'the shared rows'}`;
}

/** Rows that are numbered alone have nothing in common with those of another table. */
async function hasRowIds(test: string, { data, stores }: GateContext): Promise<boolean> {
  const source = await data();
  const relation = await source.relation({
    files: [await stores.artifacts.path(test, 'test rows')],
    format: 'parquet',
  });
  return (await source.columns(`select * from ${relation}`)).some(({ name }) => name === 'row_id');
}

function refusedPairs(
  { rows, shared, repeated, differing }: Pairs,
  { isAll }: ChampionScores,
  { name, version }: ModelVersion,
): GateAnswer | undefined {
  const again = 'Run the pipeline again, and promote the version that it registers.';
  if (repeated) return unknown('row-ids-not-unique', 'Row ids stand twice in the scores of the test rows', again);
  if (!isAll && shared < ENOUGH_SHARED)
    return unknown(
      'too-few-shared-rows',
      `The test rows lack an input of ${name}:${version}, and only ${count(shared)} rows were measured for both; ${count(ENOUGH_SHARED)} are needed`,
      'Add the column to the test rows, or measure the champion on the same rows.',
    );
  if (isAll && shared !== rows)
    return unknown('rows-missing', `Of ${count(rows)} test rows ${count(shared)} have scores of both`, again);
  if (differing > 0)
    return unknown(
      'labels-differ',
      `For ${count(differing)} of ${count(shared)} rows the two were told another truth`,
      'Measure both on data of one version.',
    );
  if (shared < FEWEST_ROWS)
    return unknown(
      'too-few-rows',
      `${count(shared)} test rows tell nothing; ${FEWEST_ROWS} are needed`,
      'Test on more rows.',
    );
  return undefined;
}

interface Compared {
  readonly pairs: Pairs;
  readonly champion: ModelVersion;
  readonly found: ChampionScores;
  readonly context: GateContext;
}

async function compared(rule: BetterThanRule, { pairs, champion, found, context }: Compared): Promise<GateAnswer> {
  const [candidate, before] = await pairs.read();
  const told = await pairedBootstrap(candidate, before, {
    metric: rule.metric,
    level: rule.confidence,
    parallel: context.host.parallel as Parallel<ResampleTask>,
    signal: context.signal,
    progress: (share) => context.progress(0.5 + 0.5 * share, 'resampling the rows of both'),
  });
  const evidence = evidenceOf(context.candidate, champion, found);
  const { value, low, high, reason } = told.difference;
  if (value === null)
    return unknown(
      'metric-undefined',
      `\`${rule.metric}\` cannot be measured on these rows: ${reason}`,
      'Test on other rows.',
      { evidence },
    );
  const figures = figuresOf(rule, told);
  if (low === undefined || high === undefined)
    return unknown('no-interval', `The difference has no interval: ${reason}`, 'Test on more rows.', {
      figures,
      evidence,
    });
  const margin = rule.margin === 0 ? '' : `, and ${figure(rule.margin)} worse is allowed`;
  const said = `${rule.metric} differs from that of ${champion.name}:${champion.version} by ${signed(interval(value, low, high), value)} on ${count(told.rows)} rows, more is better (${percent(rule.confidence)} interval)${margin}`;
  if (low > -rule.margin) return passed(said, { figures, evidence });
  return failed('not-better', said, {
    figures,
    evidence,
    next:
      value > -rule.margin
        ? 'Test on more rows, which narrows the interval, or train a better version.'
        : 'Train a better version.',
  });
}

function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : text;
}

function figuresOf({ metric, margin }: BetterThanRule, told: PairedDifference): readonly GateFigure[] {
  const { value, low, high } = told.difference;
  const difference: GateFigure = {
    name: metric,
    value: value!,
    ...(low === undefined || high === undefined ? {} : { low, high }),
    unit: 'difference',
    min: margin === 0 ? 0 : -margin,
    rows: told.rows,
  };
  const single = (name: string, of: PairedDifference['candidate']): GateFigure[] =>
    of.value === null ? [] : [{ name: `${metric} of the ${name}`, value: of.value, unit: 'metric', rows: told.rows }];
  return [difference, ...single('candidate', told.candidate), ...single('champion', told.champion)];
}

function evidenceOf(candidate: ModelVersion, champion: ModelVersion, found: ChampionScores): readonly GateEvidence[] {
  const { test, scores } = candidate.evidence;
  const of = ({ name, version }: ModelVersion) => `${name}:${version}`;
  return [
    { kind: 'object', what: `test rows of ${of(candidate)}`, sha256: test! },
    { kind: 'object', what: `scores of ${of(candidate)}`, sha256: scores! },
    {
      kind: 'object',
      what: scoresWords(of(champion), found.isAll),
      sha256: found.scores,
    },
  ];
}

function noChampion(why: string): GateAnswer {
  return { ...passed(`There is nothing to be better than: ${why}`), code: 'no-champion' };
}

function noDirection({ metric }: BetterThanRule): GateAnswer {
  return unknown(
    'metric-without-direction',
    `\`${metric}\` is a metric of your own: nobody knows whether more of it is better`,
    'Name a metric of the catalog, or hold your own against a limit with `threshold`.',
  );
}

function otherTask(candidate: ModelVersion, champion: ModelVersion): GateAnswer {
  return unknown(
    'task-differs',
    `${candidate.name}:${candidate.version} is ${outputOf(candidate)?.task}, ${champion.name}:${champion.version} ${outputOf(champion)?.task}: they cannot be compared`,
    'Move the alias of a model of its own.',
  );
}
