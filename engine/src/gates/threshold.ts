import { figure, interval } from '../language/figures.ts';
import type { GateAnswer, GateEvidence, GateFigure, GateKind, ThresholdRule } from '../ports/gate.ts';
import type { MetricFact, ModelVersion } from '../ports/modelRegistry.ts';
import { failed, passed, unknown } from './answers.ts';

/** A metric of the version, or an end of its interval, within limits. */
export const thresholdGate: GateKind<ThresholdRule> = {
  kind: 'threshold',
  async judge(rule, { candidate }) {
    const fact = candidate.metrics[rule.metric];
    const where = { of: candidate, evidence: evidenceOf(candidate) };
    return fact === undefined ? neverMeasured(rule, candidate) : held(rule, fact, where);
  },
};

interface Where {
  readonly of: ModelVersion;
  readonly evidence: readonly GateEvidence[];
}

function held(rule: ThresholdRule, fact: MetricFact, { of, evidence }: Where): GateAnswer {
  const decides = fact[rule.bound];
  const shown =
    fact.low === undefined || fact.high === undefined ? figure(fact.value) : interval(fact.value, fact.low, fact.high);
  const figures = [figureOf(rule, fact)];
  if (decides === undefined)
    return unknown(
      'no-interval',
      `\`${rule.metric}\` of ${of.name}:${of.version} has no interval, and the gate asks for its ${rule.bound} end`,
      'Evaluate it with `intervals`, and register the model again.',
      { figures, evidence },
    );
  const asked = limits(rule);
  if (!Number.isFinite(decides))
    return unknown(
      'metric-not-finite',
      `\`${rule.metric}\` is ${decides}, which no limit can be held against`,
      'Look at the scores of the test rows.',
      { figures, evidence },
    );
  const isMet = decides >= (rule.min ?? Number.NEGATIVE_INFINITY) && decides <= (rule.max ?? Number.POSITIVE_INFINITY);
  const said = `\`${rule.metric}\` is ${shown}`;
  if (isMet) return passed(`${said}; ${asked} is asked for`, { figures, evidence });
  return failed('limit-not-met', `${said}; ${asked} is asked for`, {
    figures,
    evidence,
    next: 'Train a better version, and promote that.',
  });
}

function figureOf({ metric, bound, min, max }: ThresholdRule, { value, low, high }: MetricFact): GateFigure {
  return {
    name: bound === 'value' ? metric : `${metric} ${bound}`,
    value,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    unit: 'metric',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

function limits({ min, max, bound }: ThresholdRule): string {
  const of = bound === 'value' ? '' : ` for its ${bound} end`;
  if (min !== undefined && max !== undefined) return `${figure(min)} to ${figure(max)}${of}`;
  return min === undefined ? `at most ${figure(max!)}${of}` : `at least ${figure(min)}${of}`;
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
