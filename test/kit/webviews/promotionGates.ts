import type { GateFigure, GateRule } from '../../../engine/src/ports/gate.ts';
import type { JudgedGates } from '../../../webviews/promotion/protocol.ts';

type Gate = JudgedGates['gates'][number];

/** A gate as it was judged; it passed where nothing else is said. */
export function judged(rule: GateRule, figure: Partial<GateFigure> | undefined, more: Partial<Gate> = {}): Gate {
  const figures = figure === undefined ? [] : [{ name: 'roc_auc', value: 0, unit: 'metric' as const, ...figure }];
  return {
    name: rule.name,
    rule,
    seconds: 0.4,
    status: 'passed',
    figures,
    reason: 'It is as asked.',
    evidence: [{ kind: 'object', what: 'scores', sha256: '5c1e'.repeat(16) }],
    ...more,
  };
}

/** As in the mockup: six pass, one fails, one cannot be checked. */
export function mockGates(): readonly Gate[] {
  return [
    judged(
      { kind: 'threshold', name: 'good enough', metric: 'roc_auc', min: 0.65, bound: 'value' },
      { value: 0.713, low: 0.71, high: 0.716, min: 0.65, rows: 373_764 },
    ),
    judged(
      {
        kind: 'threshold',
        name: 'small airports',
        metric: 'roc_auc',
        min: 0.68,
        bound: 'value',
        slice: { size: 'small' },
      },
      { value: 0.671, low: 0.66, high: 0.682, min: 0.68, rows: 20_712 },
      {
        status: 'failed',
        reason: '20,712 test rows at 156 airports. v7 had 0.669, so production does not meet it either',
        next: 'To pass: 0.009 more, or a lower limit by a change of default.policy.yaml that an approver reviews',
      },
    ),
    judged(
      { kind: 'better_than', name: 'not worse', alias: 'production', metric: 'roc_auc', margin: 0, confidence: 0.95 },
      { value: 0.008, low: 0.006, high: 0.01, min: 0, unit: 'difference', rows: 373_764 },
      { evidence: [{ kind: 'note', what: '2,000 draws' }] },
    ),
    judged(
      { kind: 'threshold', name: 'calibrated', metric: 'calibration_error', max: 0.08, bound: 'high' },
      { name: 'calibration_error', value: 0.07, low: 0.06, high: 0.0788, max: 0.08 },
    ),
    judged(
      { kind: 'latency', name: 'fast enough', p95: 0.005 },
      { name: 'latency_p95', value: 0.0018, low: 0.0017, high: 0.002, max: 0.005, unit: 's' },
      { evidence: [{ kind: 'note', what: '5,000 calls' }] },
    ),
    judged({ kind: 'checks', name: 'data held' }, { name: 'checks', value: 6, min: 6, unit: 'count' }),
    judged(
      { kind: 'card', name: 'described' },
      { name: 'sections', value: 9, min: 9, unit: 'count' },
      { evidence: [{ kind: 'file', what: 'card', file: 'flight-delay.modelcard.yaml' }] },
    ),
    judged({ kind: 'run', name: 'ours', run: 'python check.py', inputs: ['check.py'] }, undefined, {
      status: 'unknown',
      code: 'python-not-found',
      reason: 'No Python was found for this step: .venv does not exist. Unknown is not passed',
      next: 'Create .venv, or choose an interpreter',
      evidence: [],
    }),
  ];
}

/** So many gates, every tenth of which fails. */
export function manyGates(count: number): readonly Gate[] {
  return Array.from({ length: count }, (_, index) => {
    const value = 0.7 + (index % 7) / 100;
    const fails = index % 10 === 9;
    const min = fails ? 0.9 : 0.65;
    return judged(
      {
        kind: 'threshold',
        name: `origin ${index + 1}`,
        metric: 'roc_auc',
        min,
        bound: 'low',
        slice: { origin: `A${index}` },
      },
      { value, low: value - 0.01, high: value + 0.01, min },
      fails
        ? { status: 'failed', reason: `${value} is below ${min}`, next: 'Train with more rows of this origin' }
        : {},
    );
  });
}
