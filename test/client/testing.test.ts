import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOutcome } from '../../client/src/testing/checkOutcomes.ts';
import { gateOutcome } from '../../client/src/testing/gateOutcome.ts';
import { monitorOutcome } from '../../client/src/testing/monitorOutcome.ts';
import { testNodes } from '../../client/src/testing/testList.ts';
import type { MonitorAsked, TestNode } from '../../client/src/testing/testNode.ts';
import { noRun, thresholdOutcome } from '../../client/src/testing/thresholdOutcome.ts';
import type { ColumnReport } from '../../engine/src/monitoring/report/columnReport.ts';
import type { ReportCheck } from '../../engine/src/monitoring/report/monitorReport.ts';
import type { CheckedDataset, ValidatedDataset } from '../../engine/src/operations/data/validate.ts';
import type { GateLine } from '../../engine/src/operations/promotion/gateResult.ts';
import type { PageMetric } from '../../engine/src/operations/runs/page/runPage.ts';
import type { ProjectTests, ThresholdTest } from '../../server/src/protocol.ts';
import { driftedColumn } from '../kit/monitorReport.ts';

const at = (line: number) => ({ start: { line, character: 2 }, end: { line, character: 5 } });

const OVER: ThresholdTest = {
  step: 'evaluate',
  metric: 'roc_auc',
  operator: '>',
  limit: 0.65,
  guards: 'register',
  range: at(9),
};

const PROJECT: ProjectTests = {
  root: 'file:///p',
  name: 'harbour',
  datasets: [
    {
      name: 'ships',
      uri: 'file:///p/ships.dataset.yaml',
      range: at(0),
      checks: [
        { name: 'length min', kind: 'min', range: at(3) },
        { name: 'some', kind: 'expect', range: at(5) },
        { name: 'some', kind: 'expect', range: at(6) },
      ],
    },
  ],
  pipelines: [{ name: 'sail', uri: 'file:///p/sail.pipeline.yaml', range: at(0), thresholds: [OVER] }],
  moves: [
    {
      name: 'berths',
      version: 8,
      alias: 'production',
      uri: 'file:///p/default.policy.yaml',
      range: at(3),
      gates: [
        { name: 'good enough', range: at(5) },
        { name: 'described', range: at(6) },
      ],
    },
  ],
  monitors: [
    {
      name: 'berths-live',
      uri: 'file:///p/berths-live.monitor.yaml',
      range: at(0),
      model: 'berths@production',
      version: 8,
      asked: 'a1',
      checks: [
        { id: 'drift', label: 'drift', limit: '{"share":0.3}', range: at(4), inputs: [{ name: 'hour', range: at(6) }] },
        { id: 'missing', label: 'missing', limit: '{"max":"1%"}', range: at(9), inputs: [] },
      ],
    },
  ],
};

test('checks lie below their dataset or monitor, thresholds below their pipeline, all below the project', () => {
  const lines = (nodes: readonly TestNode[], depth = 0): readonly string[] =>
    nodes.flatMap(({ label, description, place, children }) => [
      `${'  '.repeat(depth)}${label}${description ? ` (${description})` : ''}${place ? ` at ${place.range.start.line}` : ''}`,
      ...lines(children, depth + 1),
    ]);
  assert.deepEqual(
    lines(
      testNodes([PROJECT, { ...PROJECT, root: 'file:///q', datasets: [], pipelines: [], moves: [], monitors: [] }]),
    ),
    [
      'harbour',
      '  ships (dataset) at 0',
      '    length min at 3',
      '    some at 5',
      '    some at 6',
      '  sail (pipeline) at 0',
      '    roc_auc > 0.65 (of evaluate, before register) at 9',
      '  berths to production (gates of v8) at 3',
      '    good enough at 5',
      '    described at 6',
      '  berths-live (monitor of berths@production, v8) at 0',
      '    drift at 4',
      '      hour at 6',
      '    missing at 9',
    ],
  );
});

test('a test is the same wherever it stands, and another when it asks another thing', () => {
  const ids = (project: ProjectTests) => {
    const all = (node: TestNode): readonly string[] => [node.id, ...node.children.flatMap(all)];
    return testNodes([project]).flatMap(all);
  };
  const moved = JSON.parse(JSON.stringify(PROJECT).replaceAll(/"line":(\d+)/g, '"line":1$1')) as ProjectTests;
  assert.deepEqual(ids(moved), ids(PROJECT));
  assert.equal(new Set(ids(PROJECT)).size, ids(PROJECT).length, 'checks with one name are told apart');
  const stricter = {
    ...PROJECT,
    pipelines: PROJECT.pipelines.map((one) => ({ ...one, thresholds: [{ ...OVER, limit: 0.7 }] })),
  };
  const threshold = (project: ProjectTests) => ids(project).find((id) => id.includes('roc_auc'));
  assert.notEqual(threshold(stricter), threshold(PROJECT));
  const next = {
    ...PROJECT,
    moves: PROJECT.moves.map((move) => ({ ...move, version: 9 })),
    monitors: PROJECT.monitors.map((monitor) => ({ ...monitor, version: 9 })),
  };
  const same = ids(next).filter((id) => /#(?:move|monitor)\/.*\/v/.test(id) && ids(PROJECT).includes(id));
  assert.deepEqual(same, [], 'another version is another question');
});

test('a test of a monitor ends as its check did; an input fails only where the share of drifted inputs is beyond its limit', () => {
  const check = (id: string, status: ReportCheck['status']) => ({ id, status, said: `${id} ${status}` }) as ReportCheck;
  const about = (drift: ReportCheck['status'], asked: MonitorAsked['about'], more: Partial<ColumnReport> = {}) =>
    monitorOutcome(
      {
        checks: [
          check('drift', drift),
          check('performance[carrier=AA]', 'passed'),
          check('performance[carrier=UA]', 'failed'),
        ],
        columns: [driftedColumn({ column: 'hour', changed: 'Mean 2 to 3', statistic: 0.3, threshold: 0.1, ...more })],
      },
      asked,
    );
  assert.deepEqual(about('failed', { check: 'drift' }), { kind: 'failed', said: 'drift failed' });
  assert.deepEqual(about('unknown', { check: 'drift' }), { kind: 'errored', said: 'Unknown: drift unknown' });
  assert.equal(about('passed', { check: 'performance[carrier=' }).said, 'performance[carrier=UA] failed');
  assert.equal(about('passed', { check: 'missing' }).kind, 'errored', 'what was not looked at has not passed');
  assert.deepEqual(about('failed', { input: 'hour' }), {
    kind: 'failed',
    said: 'Drifted. wasserstein 0.3, limit 0.1: Mean 2 to 3',
  });
  assert.equal(about('passed', { input: 'hour' }).kind, 'passed');
  assert.match(about('passed', { input: 'hour' }).said, /^Drifted, while the share/);
  const untold = { verdict: 'unknown', reason: 'No current value' } as const;
  assert.deepEqual(about('passed', { input: 'hour' }, untold), { kind: 'skipped', said: 'No current value' });
  assert.equal(about('passed', { input: 'origin' }).kind, 'errored');
});

test('a gate that is not passed failed or could not be looked at; of two of one name the worse counts', () => {
  const gate = (status: GateLine['status'], name = 'good enough'): GateLine => ({
    name,
    kind: 'threshold',
    status,
    value: 0.6,
    low: 0.5,
    high: 0.7,
    unit: 'metric',
    threshold: 0.65,
    reason: 'It is below.',
    code: null,
    next: 'Train longer.',
    figures: [{ name: 'roc_auc', value: 0.6, low: 0.5, high: 0.7, min: 0.65, unit: 'metric' }],
    evidence: [],
    seconds: 1,
  });
  const said = 'It is below. Train longer.';
  assert.deepEqual(gateOutcome({ gates: [gate('failed')] }, 'good enough'), { kind: 'failed', said });
  assert.deepEqual(gateOutcome({ gates: [gate('passed'), gate('unknown')] }, 'good enough'), {
    kind: 'errored',
    said: `Unknown: ${said}`,
  });
  assert.equal(gateOutcome({ gates: [gate('passed')] }, 'good enough').kind, 'passed');
  assert.equal(gateOutcome({ gates: [gate('passed')] }, 'described').kind, 'errored');
});

const CHECKED: CheckedDataset = {
  dataset: 'ships',
  file: 'ships.dataset.yaml',
  version: '0'.repeat(64),
  asked: '0'.repeat(64),
  at: '2026-11-21T00:00:00.000Z',
  seconds: 0.1,
  notices: [],
  rows: 2000,
  status: 'failed',
  passed: 1,
  failed: 3,
  unknown: 1,
  checks: [
    {
      name: 'length min',
      kind: 'min',
      column: 'length',
      status: 'passed',
      value: 0,
      threshold: 1,
      failing: 0,
      sample: [],
    },
    {
      name: 'sane',
      kind: 'rows',
      status: 'failed',
      value: 0.007,
      threshold: 0.001,
      failing: 14,
      sample: [
        { row: 3, values: {} },
        { row: 1208, values: {} },
      ],
    },
    {
      name: 'length type',
      kind: 'type',
      status: 'failed',
      value: 'string',
      threshold: 'float',
      failing: 0,
      sample: [],
      message: '`length` is string',
    },
    {
      name: 'some',
      kind: 'expect',
      status: 'failed',
      value: false,
      threshold: true,
      failing: 0,
      sample: [],
      message: '`count(*) > 9` is false',
    },
    {
      name: 'some',
      kind: 'expect',
      status: 'unknown',
      value: null,
      threshold: true,
      failing: 0,
      sample: [],
      message: 'no such function',
    },
  ],
};

test('what a check found is told with its figures', () => {
  const outcomes = (
    [
      ['length min', 'min', 0],
      ['sane', 'rows', 0],
      ['length type', 'type', 0],
      ['some', 'expect', 0],
      ['some', 'expect', 1],
      ['some', 'rows', 0],
    ] as const
  ).map(([name, kind, index]) => checkOutcome(CHECKED, { name, kind, index }));
  assert.deepEqual(outcomes, [
    { kind: 'passed', said: 'passed' },
    { kind: 'failed', said: '14 rows fail (0.7%), 0.1% may; first in rows 3, 1,208' },
    { kind: 'failed', said: '`length` is string', compared: { expected: 'float', actual: 'string' } },
    { kind: 'failed', said: '`count(*) > 9` is false' },
    { kind: 'errored', said: 'The check could not be looked at: no such function' },
    {
      kind: 'errored',
      said: 'The check was not looked at: the data has no such column, or the spec on disk no such check',
    },
  ]);
});

test('where the data is not there no check has failed: it could not be looked at', () => {
  const unreadable: ValidatedDataset = {
    dataset: 'ships',
    file: 'ships.dataset.yaml',
    status: 'unreadable',
    at: '',
    seconds: 0,
    reason: 'source-not-found',
    message: 'ships.csv: not found.',
    next: 'Put it there.',
  };
  assert.deepEqual(checkOutcome(unreadable, { name: 'sane', kind: 'rows', index: 0 }), {
    kind: 'errored',
    said: 'ships.csv: not found. Put it there.',
  });
});

const METRIC: PageMetric = {
  name: 'roc_auc',
  step: 'evaluate',
  value: 0.7132,
  low: 0.7101,
  high: 0.7163,
  better: 'higher',
  against: null,
  reason: null,
  sql: null,
  conditions: [],
  place: null,
};
const PAGE = { id: '9b1f2c3d4e5f60718293a4b5c6d7e8f9', metrics: [METRIC], params: [] };

test('a threshold is held against what a run has measured, with its interval', () => {
  assert.deepEqual(thresholdOutcome(PAGE, OVER), {
    kind: 'passed',
    said: 'roc_auc is 0.713 [0.710, 0.716] in run 9b1f2c3d; `register` asks for > 0.65',
  });
  assert.deepEqual(thresholdOutcome(PAGE, { ...OVER, limit: 0.72 }), {
    kind: 'failed',
    said: 'roc_auc is 0.713 [0.710, 0.716] in run 9b1f2c3d; `register` asks for > 0.72',
  });
});

test('every operator is met as its sign says', () => {
  const met = (operator: ThresholdTest['operator'], limit: number) =>
    thresholdOutcome(PAGE, { ...OVER, operator, limit }).kind === 'passed';
  assert.deepEqual(
    [met('<', 0.8), met('<', 0.7132), met('<=', 0.7132), met('>=', 0.7132), met('>', 0.7132), met('==', 0.7132)],
    [true, false, true, true, false, true],
  );
});

test('a limit may be a param of the run; of several evaluations a metric is that of its step', () => {
  const page = {
    ...PAGE,
    metrics: [
      { ...METRIC, step: 'other', value: 0.1 },
      { ...METRIC, name: 'evaluate.roc_auc' },
    ],
    params: [{ name: 'least', value: '0.7', was: null, place: null }],
  };
  assert.equal(thresholdOutcome(page, { ...OVER, limit: { param: 'least' } }).kind, 'passed');
  assert.equal(thresholdOutcome(page, { ...OVER, limit: { param: 'none' } }).kind, 'errored');
});

test('what was not measured, or never run, is neither met nor missed', () => {
  assert.equal(thresholdOutcome({ ...PAGE, metrics: [] }, OVER).kind, 'errored');
  assert.equal(thresholdOutcome({ ...PAGE, metrics: [{ ...METRIC, value: 'NaN' }] }, OVER).kind, 'failed');
  assert.match(noRun('sail').said, /`sail` has finished/);
});
