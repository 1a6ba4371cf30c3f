import { figure, interval } from '../language/figures.ts';
import type { GateAnswer, GateEvidence, GateFigure, GateKind, ThresholdRule } from '../ports/gate.ts';
import type { MetricFact, ModelVersion } from '../ports/modelRegistry.ts';
import { failed, passed, unknown } from './answers.ts';
import { sliceMetric, words } from './sliceMetric.ts';

/** A metric of the version, or an end of its interval, within limits; of a slice it is measured from the scores of the test rows. */
export const thresholdGate: GateKind<ThresholdRule> = {
  kind: 'threshold',
  async judge(rule, context) {
    const { candidate } = context;
    const evidence = evidenceOf(candidate);
    if (rule.slice !== undefined) {
      const found = await sliceMetric(rule, rule.slice, context);
      return 'status' in found ? found : held(rule, found.fact, { of: candidate, evidence, rows: found.rows });
    }
    const fact = candidate.metrics[rule.metric];
    return fact === undefined ? neverMeasured(rule, candidate) : held(rule, fact, { of: candidate, evidence });
  },
};

interface Where {
  readonly of: ModelVersion;
  readonly evidence: readonly GateEvidence[];
  /** Of the slice. */
  readonly rows?: number;
}

function held(rule: ThresholdRule, fact: MetricFact, { of, evidence, rows }: Where): GateAnswer {
  const decides = fact[rule.bound];
  const figures = [figureOf(rule, fact, rows)];
  const name = `\`${rule.metric}\` of ${of.name}:${of.version}${rule.slice === undefined ? '' : `, ${words(rule.slice)},`}`;
  if (decides === undefined)
    return unknown(
      'no-interval',
      `${name} has no interval, and the gate asks for its ${ENDS[rule.bound]}`,
      'Evaluate it with `intervals`, and register the model again.',
      { figures, evidence },
    );
  if (!Number.isFinite(decides))
    return unknown(
      'metric-not-finite',
      `${name} is ${decides}, which no limit can be held against`,
      'Look at the scores of the test rows.',
      { figures, evidence },
    );
  const isMet = decides >= (rule.min ?? Number.NEGATIVE_INFINITY) && decides <= (rule.max ?? Number.POSITIVE_INFINITY);
  const end = rule.bound === 'value' ? name : `The ${ENDS[rule.bound]} of ${name}`;
  const said = `${end} is ${rule.bound === 'value' ? shown(fact) : figure(decides)}; ${limits(rule)} is asked for`;
  if (isMet) return passed(said, { figures, evidence });
  return failed('limit-not-met', said, { figures, evidence, next: 'Train a better version, and promote that.' });
}

const ENDS = { value: 'value', low: 'lower end', high: 'upper end' } as const;

function shown({ value, low, high }: MetricFact): string {
  return low === undefined || high === undefined ? figure(value) : interval(value, low, high);
}

function figureOf({ metric, bound, min, max }: ThresholdRule, fact: MetricFact, rows: number | undefined): GateFigure {
  const { value, low, high } = fact;
  return {
    name: bound === 'value' ? metric : `${metric} ${bound}`,
    value,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    unit: 'metric',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(rows === undefined ? {} : { rows }),
  };
}

function limits({ min, max }: ThresholdRule): string {
  if (min !== undefined && max !== undefined) return `${figure(min)} to ${figure(max)}`;
  return min === undefined ? `at most ${figure(max!)}` : `at least ${figure(min)}`;
}

function neverMeasured({ metric }: ThresholdRule, { name, version, metrics }: ModelVersion): GateAnswer {
  const known = Object.keys(metrics);
  return unknown(
    'metric-not-measured',
    `\`${metric}\` of ${name}:${version} was never measured${known.length === 0 ? '' : `; measured were ${known.join(', ')}`}`,
    `Add \`${metric}\` to \`metrics\` of the step model/evaluate, run the pipeline, and promote the version that it registers.`,
  );
}

function evidenceOf({ evidence }: ModelVersion): readonly GateEvidence[] {
  return evidence.scores === undefined
    ? []
    : [{ kind: 'object', what: 'scores of the test rows', sha256: evidence.scores }];
}
