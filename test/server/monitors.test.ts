import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Knowledge, type MonitorChecks, NO_KNOWLEDGE } from '../../server/src/data/knowledge.ts';
import { codeLenses } from '../../server/src/features/codeLens.ts';
import { hover } from '../../server/src/features/hover.ts';
import { inlayHints } from '../../server/src/features/inlayHints.ts';
import { COMMANDS } from '../../server/src/protocol.ts';
import { checkRecord } from '../kit/checkRecord.ts';
import { editor } from '../kit/editor.ts';

const PATH = 'ships.monitor.yaml';
const SPEC = `
#- ${PATH}
monitor: ships
model: ships@production
current: {dataset: ships, window: 28d}
drift:
  share: 30%
  columns: {fare: {test: psi, max: 0.2}}
prediction_drift: {max: 0.1}
performance: {metric: roc_auc, min: 0.65, labels: {dataset: ships}}
health: {missing: {max: 1%}, freshness: 24h}
metrics:
  - {name: income, sql: sum(fare), min: 100}
schedule: "0 3 * * 1"
timezone: America/Chicago
`;

const NEWEST = checkRecord('c1', {
  verdict: 'drift',
  headline: 'Drift: 3 of 8 inputs changed, the limit is 30%',
  drifted: 3,
  checks: {
    prediction_drift: { status: 'passed', value: 0.0412, low: null, high: null },
    performance: { status: 'passed', value: 0.7132, low: 0.7101, high: 0.7163 },
    missing: { status: 'failed', value: 0.024, low: null, high: null },
    freshness: { status: 'passed', value: 7200, low: null, high: null },
    'sql: income': { status: 'unknown', value: null, low: null, high: null },
  },
  columns: { fare: { test: 'psi', statistic: 0.2134, threshold: 0.2, verdict: 'drift', mean: 32 } },
});

const CHECKS: MonitorChecks = {
  newest: NEWEST,
  first: Date.parse('2001-01-14'),
  count: 28,
  isAtLeast: false,
  offer: null,
};
const OFFERED = {
  model: 'ships',
  version: 9,
  alias: 'production',
  gates: { passed: 5, of: 5 },
  said: 'ships:9 may become production: 5 of 5 gates passed.',
  run: 'r9',
};
const ALL: ReadonlySet<string> = new Set(Object.values(COMMANDS));

const knowing = (checks: MonitorChecks | null | undefined): Knowledge => ({
  ...NO_KNOWLEDGE,
  checks: async () => checks,
});

test('a monitor can be checked, and its report opened where there is one, with a fact beside', async () => {
  const lenses = async (checks: MonitorChecks | null | undefined, commands = ALL) => {
    const document = editor(`${PROJECT}${SPEC}`, { knowledge: knowing(checks) }).document(PATH);
    return (await codeLenses(document, commands, signal)).map(({ command }) => `${command?.command} ${command?.title}`);
  };
  const check = `${COMMANDS.checkMonitor} Check now`;
  const report = `${COMMANDS.openDriftReport} Open report`;
  assert.deepEqual(await lenses(CHECKS), [check, report, ' 28 checks since 2001-01-14']);
  assert.deepEqual(await lenses({ ...CHECKS, count: 1 }), [check, report, ' 1 check, of 2001-01-14']);
  assert.deepEqual((await lenses({ ...CHECKS, isAtLeast: true })).at(-1), ' more than 28 checks');
  assert.deepEqual(await lenses(null), [check]);
  assert.deepEqual(await lenses(undefined), [check]);
  assert.deepEqual(await lenses(CHECKS, new Set([COMMANDS.checkMonitor])), [check, ' 28 checks since 2001-01-14']);
});

test('a version that an alert had trained leads to where it is decided; one that is the same again does not', async () => {
  const offer = { ...OFFERED, status: 'allowed' } as const;
  const lenses = async (more: Partial<MonitorChecks>) => {
    const document = editor(`${PROJECT}${SPEC}`, { knowledge: knowing({ ...CHECKS, ...more }) }).document(PATH);
    return (await codeLenses(document, ALL, signal)).flatMap(({ command }) =>
      command?.command === COMMANDS.promoteVersion ? [[command.title, command.arguments?.[0]]] : [],
    );
  };
  const move = { root: 'file:///project', model: 'ships', version: 9, alias: 'production' };
  assert.deepEqual(await lenses({ offer }), [['v9 may become production', move]]);
  assert.deepEqual(await lenses({ offer: { ...offer, status: 'refused' } }), [['v9 may not become production', move]]);
  assert.deepEqual(await lenses({ offer: { ...offer, status: 'same' } }), []);
});

test('of two monitors with one name only the one that would be checked can be', async () => {
  const twice = `${PROJECT}${SPEC}\n#- twin.monitor.yaml\nmonitor: ships\nmodel: ships\n`;
  const document = editor(twice, { knowledge: knowing(CHECKS) }).document('twin.monitor.yaml');
  assert.deepEqual(await codeLenses(document, ALL, signal), []);
});

test('limits of a monitor show what the newest check measured', async () => {
  const hints = async (checks: MonitorChecks | null) => {
    const document = editor(`${PROJECT}${SPEC}`, { knowledge: knowing(checks) }).document(PATH);
    const found = await inlayHints(document, WHOLE, signal);
    return found.map(({ position, label }) => `${position.line}: ${String(label)}`);
  };
  assert.deepEqual(await hints(CHECKS), [
    '4: 3 of 8 drifted',
    '5: last 0.2134',
    '6: last 0.0412',
    '7: last 0.7132',
    '8: last 2.4%',
    '8: last 2 h 00 min',
    '10: last unknown',
  ]);
  assert.deepEqual(await hints(null), []);
});

test('a gate on drift shows what the newest check of the only monitor found', async () => {
  const policy = `
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: still, drift: {max_share: 30%}}
`;
  const hints = async (files: string) => {
    const document = editor(`${PROJECT}${files}`, { knowledge: knowing(CHECKS) }).document('default.policy.yaml');
    return (await inlayHints(document, WHOLE, signal)).map(({ label }) => label);
  };
  assert.deepEqual(await hints(SPEC + policy), ['3 of 8 drifted']);
  assert.deepEqual(await hints(policy), []);
  const other = SPEC.replace(PATH, 'b.monitor.yaml').replace('monitor: ships', 'monitor: b');
  assert.deepEqual(await hints(SPEC + other + policy), [], 'nobody can tell which is meant');
});

test('what cannot be told is no figure', async () => {
  const newest = {
    ...NEWEST,
    tested: 0,
    drifted: 0,
    columns: { fare: { ...NEWEST.columns['fare']!, statistic: null } },
  };
  const document = editor(`${PROJECT}${SPEC}`, { knowledge: knowing({ ...CHECKS, newest }) }).document(PATH);
  const [share, fare] = await inlayHints(document, WHOLE, signal);
  assert.deepEqual([share?.label, fare?.label], ['none could be told', 'last unknown']);
});

test('a limit tells its last value when it is hovered, with rows, window and model', async () => {
  const at = async (text: string) => {
    const [before, after] = [SPEC.slice(0, SPEC.indexOf(text) + 2), SPEC.slice(SPEC.indexOf(text) + 2)];
    const { spot } = editor(`${PROJECT}${before}<|>${after}`, { knowledge: knowing(CHECKS) });
    const said = await hover(spot(), signal);
    return (said?.contents as { readonly value: string } | undefined)?.value ?? '';
  };
  assert.match(await at('min: 0.65'), /`performance`: \*\*0\.713 \[0\.710, 0\.716\]\*\*, within its limit/);
  assert.match(await at('0.65'), /505,569 rows · `ships:1`/);
  assert.match(await at('max: 1%'), /`missing`: \*\*2\.4%\*\*, beyond its limit/);
  assert.match(await at('max: 0.2'), /`psi` of `fare`: \*\*0\.2134\*\*, drifted, limit 0\.2/);
  assert.match(await at('share: 30%'), /3 of 8 drifted.*window to 2001-05-14 00:00 UTC/s);
  assert.match(await at('monitor: ships'), /Drift: 3 of 8 inputs changed/);
  assert.match(await at('0 3 *'), /Every Monday at 03:00.*Next, in America\/Chicago: \d{4}-\d\d-\d\d 03:00, /s);
  assert.doesNotMatch(await at('window: 28d'), /505,569/);
});

const PROJECT = '#- modelyard.yaml\nproject: ships\n';
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
const { signal } = new AbortController();
