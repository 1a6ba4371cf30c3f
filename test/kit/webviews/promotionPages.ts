import { BY_MOVER } from '../../../engine/src/language/selfApproval.ts';
import type { PageApprovers, PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import type { MetricRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { JudgedGates } from '../../../webviews/promotion/protocol.ts';
import { judged, manyGates, mockGates } from './promotionGates.ts';

/** Promotions as their page gets them, each odd in its own way, with what its gates say. */
export interface PromotionState {
  readonly page: PromotionPage;
  /** Undefined: nobody has judged yet. */
  readonly report: JudgedGates | undefined;
}

const SHA = '3f0c'.repeat(16);
const RUN = '9b1f4be1c07a81c91aa3f0c5c1e77d00';
const CHAMPION = '51c2aa0e9d8b4c7f8e6a5d4c3b2a1908';
/** Ids of keys. */
const [ADA, BEN] = ['0f1e2d3c4b5a6978', '5d41402abc4b2a76'];
const APPROVERS: PageApprovers = {
  names: { [ADA]: 'ada@example.org', [BEN]: 'ben@example.org' },
  you: { ids: [ADA, 'ada@example.org'], whyNot: null },
  others: ['ben@example.org'],
};
const POLICY = { file: 'default.policy.yaml', line: 0 };

type Gates = JudgedGates['gates'];

/** As in the mockup. */
export function mockPage(gates: Gates = mockGates()): PromotionPage {
  return {
    model: 'flight-delay',
    version: 8,
    semver: '2.1.0',
    sha256: SHA,
    alias: 'production',
    now: { version: 7, run: CHAMPION, since: '2026-11-04T09:00:00Z', previous: 5 },
    pending: null,
    withdrawn: null,
    guard: {
      kind: 'rules',
      policies: [
        { name: 'default', place: POLICY, at: { ref: 'origin/main', commit: '1c9e2f0'.padEnd(40, '0') }, rules: 'aa' },
      ],
      gates: gates.map(({ rule }) => rule),
      approvals: { kind: 'people', count: 1, role: 'approver' },
      rollback: 'none',
    },
    report: null,
    approvals: [],
    approvers: APPROVERS,
    change: {
      file: 'registry/flight-delay/production.alias.yaml',
      lines: [
        { kind: 'same', text: 'model_alias: flight-delay' },
        { kind: 'same', text: 'alias: production' },
        { kind: 'removed', text: 'version: 7' },
        { kind: 'removed', text: `sha256: ${'88d1'.repeat(16)}` },
        { kind: 'added', text: 'version: 8' },
        { kind: 'added', text: `sha256: ${SHA}` },
        { kind: 'added', text: 'previous: 7' },
        { kind: 'added', text: 'gates: (sha256 of the gate report)' },
      ],
      message: 'Promote flight-delay v8 to production',
    },
    metrics: [
      metric('roc_auc', 0.713, 0.003, 'higher', 0.705, 'better'),
      metric('log_loss', 0.421, 0.003, 'lower', 0.426, 'better'),
      metric('brier', 0.1392, 0.0012, 'lower', 0.1409, 'better'),
      metric('expected_cost', 41.2, 1.3, 'lower', 41, 'same'),
    ],
    differences: [
      { group: 'features', name: 'airport', here: '91aa02', there: '44ce1d' },
      { group: 'params', name: 'max_leaves', here: '63', there: '31' },
      { group: 'inputs', name: 'to_late_share_24h', here: 'float', there: null },
      { group: 'environment', name: 'size', here: '812 kB', there: '402 kB' },
    ],
    history: [
      hold(7, '2026-11-04T09:00:00Z', null, null, 0.705),
      hold(5, '2026-10-09T09:00:00Z', '2026-11-04T09:00:00Z', 'promoted', 0.698),
      hold(6, '2026-10-07T09:00:00Z', '2026-10-09T09:00:00Z', 'rolled back', 0.699),
      hold(5, '2026-09-12T09:00:00Z', '2026-10-07T09:00:00Z', 'promoted', 0.698),
    ],
    holds: 6,
    evidence: { run: RUN, hasRun: true, scores: '5c1e'.repeat(16), isHere: true, dirty: false },
    otherAliases: ['staging'],
    places: {
      version: { file: 'registry/flight-delay/v8.version.yaml', line: 0 },
      card: { file: 'flight-delay.modelcard.yaml', line: 0 },
      datasets: [{ name: 'flights', place: { file: 'flights.dataset.yaml', line: 0 } }],
    },
  };
}

function stateOf(gates: Gates, approvals: JudgedGates['approvals'], page: Partial<PromotionPage> = {}): PromotionState {
  const whole = { ...mockPage(gates), ...page };
  const asked = whole.guard.kind === 'rules' && approvals === null ? { ...whole.guard, approvals: null } : whole.guard;
  return { page: { ...whole, guard: asked }, report: reportOf(gates, approvals) };
}

export function reportOf(gates: Gates, approvals: JudgedGates['approvals']): JudgedGates {
  return {
    at: '2026-11-22T02:00:00Z',
    sha256: SHA,
    allowed: gates.every(({ status }) => status === 'passed') && approvals?.status !== 'waiting',
    champion: 7,
    policies: [],
    gates,
    approvals,
  };
}

type Approvals = NonNullable<JudgedGates['approvals']>;

const ASKS = '1 of role approver, not by the author';
const WAITING: Approvals = { status: 'waiting', asks: ASKS, count: 0, needed: 1, given: [], void: [] };
const GIVEN: Approvals = {
  ...WAITING,
  status: 'passed',
  count: 1,
  given: [
    {
      by: BEN,
      at: '2026-11-21T08:00:00Z',
      file: 'registry/flight-delay/approvals/a.approval.yaml',
      signed: true,
    },
  ],
};

const passed = (): Gates => mockGates().filter(({ status }) => status === 'passed');

/** By name, for pictures. */
export const PROMOTION_STATES = {
  mockup: () => stateOf(mockGates(), WAITING),
  allowed: () => stateOf(passed(), GIVEN),
  unchecked: () => ({ ...stateOf(mockGates(), WAITING), report: undefined }),
  one: () => stateOf(mockGates().slice(0, 1), null),
  three: () => stateOf(mockGates().slice(0, 3), null),
  fifty: () => stateOf(manyGates(50), WAITING),
  unguarded: () => ({ ...stateOf([], null, { guard: { kind: 'none' } }), report: undefined }),
  untold: () => ({
    ...stateOf([], null, {
      guard: {
        kind: 'unknown',
        message:
          'This clone is shallow, and its history does not reach where this branch and origin/main part: nobody can tell which policy holds.',
        next: 'Fetch it with `git fetch --unshallow`.',
      },
    }),
    report: undefined,
  }),
  held: () => {
    const report = reportOf(passed(), GIVEN);
    const { page } = stateOf(passed(), GIVEN, {
      now: { version: 8, run: RUN, since: '2026-11-22T02:01:00Z', previous: 7 },
      change: null,
      differences: [],
      metrics: mockPage().metrics.map((one) => ({ ...one, against: null })),
      history: [
        hold(8, '2026-11-22T02:01:00Z', null, null, 0.713),
        { ...hold(7, '2026-11-04T09:00:00Z', '2026-11-22T02:01:00Z', 'promoted', 0.705) },
      ],
    });
    const { champion: _, ...kept } = report;
    const registered = {
      ...kept,
      gate_report: page.model,
      version: 8,
      alias: page.alias,
      by: 'ana',
      champion: { version: 7, sha256: '88d1'.repeat(16) },
      machine: { modelyard: '0.1.0', node: '24.0.0', platform: 'linux-x64' },
    };
    return { page: { ...page, report: registered }, report: undefined };
  },
  pending: () => ({ ...stateOf(passed(), GIVEN, { pending: 8 }), report: undefined }),
  withdrawn: () => ({
    ...stateOf(passed(), GIVEN, { withdrawn: 'it was trained on leaked labels' }),
    report: undefined,
  }),
  first: () =>
    stateOf(
      [
        judged(mockGates()[2]!.rule, undefined, {
          code: 'no-champion',
          reason: 'production holds nothing yet, so there is no champion to beat',
          evidence: [],
        }),
        mockGates()[0]!,
      ],
      null,
      {
        now: null,
        history: [],
        holds: 0,
        differences: [],
        metrics: mockPage().metrics.map((one) => ({ ...one, against: null })),
      },
    ),
  /** Who looks at it has agreed already, and cannot promote. */
  agreed: () =>
    stateOf(passed(), {
      ...WAITING,
      void: [{ by: ADA, file: 'registry/flight-delay/approvals/a.approval.yaml', why: BY_MOVER }],
    }),
  /** Who looks at it made the version. */
  maker: () =>
    stateOf(passed(), WAITING, {
      approvers: {
        ...APPROVERS,
        you: {
          ...APPROVERS.you,
          whyNot: {
            message: 'You made flight-delay:8 (ada@example.org), so that your approval does not count.',
            next: 'Ask somebody else of the role to approve it.',
          },
        },
      },
    }),
  owners: () =>
    stateOf(passed(), { status: 'left to the host', asks: 'code owners', count: 0, needed: 0, given: [], void: [] }),
  odd: () => oddState(),
} as const satisfies Readonly<Record<string, () => PromotionState>>;

export type PromotionStateName = keyof typeof PROMOTION_STATES;

function oddState(): PromotionState {
  const long = 'Verspätungswahrscheinlichkeitsvorhersagequalitätsmindestanforderung '.repeat(3).trim();
  const html = '<img src=x onerror=alert(1)>';
  const gates = [
    judged(
      { kind: 'threshold', name: long, metric: long, min: 0.5, bound: 'value', slice: { [long]: html } },
      { value: Number.NaN, min: 0.5 },
      {
        status: 'failed',
        reason: `${html} is NaN in 3 of 3 rows ${long}`,
        next: long,
      },
    ),
    judged(
      { kind: 'run', name: html, run: `python ${long}.py`, inputs: [] },
      { name: 'exit', value: 3, unit: 'count' },
      { status: 'failed', reason: 'It ended with 3', evidence: [] },
    ),
  ];
  return stateOf(
    gates,
    { ...WAITING, count: 1, needed: 3, void: [{ by: long, file: 'x', why: 'the policy is another since' }] },
    {
      model: long,
      alias: 'produktionsumgebung-der-verspätungsvorhersage',
      evidence: { run: '', hasRun: false, scores: null, isHere: false, dirty: true },
      metrics: [
        metric(long, 0.7, 0.1, 'higher', 0.71, 'same'),
        { ...metric('nan', 1, 0, 'higher', 1, null), value: 'NaN', against: null },
      ],
    },
  );
}

function hold(
  version: number,
  from: string,
  to: string | null,
  end: PromotionPage['history'][number]['end'],
  value: number,
) {
  const named = metric('roc_auc', value, 0.003, 'higher', value, null);
  return {
    version,
    from,
    to,
    end,
    commit: `${version}d02e1a`.padEnd(40, '0'),
    by: 'Ana',
    reason: end === null ? null : '',
    metric: { ...named, against: null },
  };
}

function metric(
  name: string,
  value: number,
  half: number,
  better: 'higher' | 'lower',
  other: number,
  verdict: 'better' | 'worse' | 'same' | null,
): MetricRow {
  return {
    name,
    value,
    low: value - half,
    high: value + half,
    better,
    against: {
      alias: 'production',
      version: 7,
      value: other,
      low: other - half,
      high: other + half,
      difference: value - other,
      verdict,
    },
  };
}
