import { metricEntry } from '../../../catalog/metrics.ts';
import { evaluate } from '../../../evaluation/evaluate.ts';
import type { MetricValue } from '../../../evaluation/evaluation.ts';
import { Failure } from '../../../failure.ts';
import { impliedThreshold } from '../../../gates/impliedThreshold.ts';
import { objectRelation, scoredOf, scorerOf } from '../../../gates/scoresOf.ts';
import { interval } from '../../../language/figures.ts';
import type { ResampleTask } from '../../../math/resamples.ts';
import type { GateContext, GateRule } from '../../../ports/gate.ts';
import type { MetricFact } from '../../../ports/modelRegistry.ts';
import type { Parallel } from '../../../ports/parallel.ts';
import type { Rejudged } from './rejudged.ts';

/**
 * Metrics of a version, among those that thresholds ask for, that do not follow from its scores. A version file stands in the branch
 * that is judged, so that its figures are held against the object that they were measured on. Ends of intervals hang on the draws
 * and on the level, which versions do not name: they are allowed a third of the interval's width.
 */
export async function measuredOtherwise(
  rules: readonly GateRule[],
  context: GateContext,
): Promise<Rejudged['problems']> {
  const { candidate, signal, host } = context;
  const { scores } = candidate.evidence;
  const asked = rules.filter((rule) => rule.kind === 'threshold' && rule.slice === undefined);
  const names = [...new Set(asked.flatMap((rule) => (rule.kind === 'threshold' ? [rule.metric] : [])))];
  const facts = names.flatMap((name) => {
    const fact = candidate.metrics[name];
    return fact === undefined || metricEntry(name) === undefined ? [] : [{ name, fact }];
  });
  if (facts.length === 0) return [];
  const model = `${candidate.name}:${candidate.version}`;
  if (scores === undefined)
    return [{ code: 'scores-missing', message: `${model} carries no scores: its metrics cannot be measured again` }];
  try {
    const relation = await objectRelation(context, scores, `scores of ${model}`);
    const scored = await scoredOf(await context.data(), relation, { of: scorerOf(candidate), signal });
    const { metrics } = await evaluate(scored, {
      metrics: facts.map(({ name }) => name),
      threshold: await impliedThreshold(candidate, context),
      resamples: facts.some(({ fact }) => fact.low !== undefined) ? 1000 : 0,
      parallel: host.parallel as Parallel<ResampleTask>,
      signal,
    });
    return facts.flatMap(({ name, fact }) => {
      const is = metrics[name];
      if (is === undefined || !isOther(fact, is)) return [];
      return [
        {
          code: 'metric-differs',
          message: `${name} of ${model} is ${text(fact)} by its file, and ${text(is)} by its scores`,
        },
      ];
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [{ code: error.reason, message: error.message }];
  }
}

function isOther(fact: MetricFact, { value, low, high }: MetricValue): boolean {
  if (value === null) return Number.isFinite(fact.value);
  if (!(Math.abs(fact.value - value) <= 1e-6 * Math.max(1, Math.abs(value)))) return true;
  if (fact.low === undefined || fact.high === undefined || low === undefined || high === undefined) return false;
  const most = (high - low) / 3 + 1e-9;
  return !(Math.abs(fact.low - low) <= most && Math.abs(fact.high - high) <= most);
}

function text({ value, low, high }: MetricFact | MetricValue): string {
  if (value === null) return 'nothing';
  return low === undefined || high === undefined ? String(value) : interval(value, low, high);
}
