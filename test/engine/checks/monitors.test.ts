import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';
import { problemsWithData } from '../../kit/problemsWithData.ts';
import { aliasFile, versionFile } from '../../kit/registryFiles.ts';

const FLIGHTS = `
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: date
#- flights.csv
date,delay,distance,origin
2001-01-01,12,120,ORD
#- flight-delay.pipeline.yaml
pipeline: flight-delay
steps:
  examples:
    uses: data/examples
    with: {from: flights, label: {late: delay > 15}, columns: {distance: distance, origin: origin}}
  train:
    uses: model/train
    with: {data: "\${{ steps.examples.data }}", target: late, learner: gradient-boosting, params: {seed: 7}}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: flight-delay}`;

const monitor = (rest: string) => `
#- flight-delay.monitor.yaml
monitor: flight-delay
model: flight-delay
${rest}`;

const CURRENT = 'current: {dataset: flights, window: 28d, until: latest}';

test('the monitor of the documentation has no problem', () => {
  const found = problems(`${FLIGHTS}
${versionFile('flight-delay', 1)}
${aliasFile('flight-delay', 'production', 1)}
#- flight-delay.monitor.yaml
monitor: flight-delay
model: flight-delay@production
reference: {dataset: flights, where: date < timestamp '2001-02-01'}
${CURRENT}
drift: {test: auto, share: 30%, columns: {distance: {test: psi, max: 0.2}}}
prediction_drift: {test: auto}
performance: {metric: roc_auc, min: 0.65, labels: {dataset: flights, available_after: 1d}}
health: {missing: {max: 1%}, freshness: 24h}
schedule: "@daily"
timezone: America/Chicago
alert:
  - {notify: editor}
  - {webhook: "\${{ secrets.ALERT_URL }}"}
  - {pipeline: flight-delay, cool_down: 14d, after: 2, min_rows: 1000}
`);
  assert.deepEqual(found, []);
});

test('the prediction log stands in for a dataset', () => {
  problems(`${versionFile('fare', 1)}
#- fare.monitor.yaml
monitor: fare
model: fare
reference: {predictions: fare}
current: {predictions: far, window: 7d} #~ unknown-model
`);
});

test('tests are those of the catalog, and inputs those of the version', () => {
  const found = problems(`${FLIGHTS}
${versionFile('flight-delay', 1)}
${monitor(`${CURRENT}
drift:
  test: pssi #~ unknown-drift-test
  columns:
    distanse: {test: psi} #~ unknown-column
    distance: {test: kss} #~ unknown-drift-test
    origin: {test: wasserstein} #~ drift-test-type
prediction_drift: {test: hellinger, max: 1.2} #~ limit-never-met`)}`);
  assert.equal(found.find(({ code }) => code === 'unknown-column')?.data?.replacement, 'distance');
  const { data } = found.find(({ code }) => code === 'drift-test-type') ?? {};
  assert.ok(data?.candidates?.includes('chi-square') && !data.candidates.includes('ks'));
});

test('before there is a version, inputs are those that the pipeline makes', () => {
  problems(
    `${FLIGHTS}${monitor(`${CURRENT}
drift: {columns: {origin: {test: chi-square}, weekday: {test: ks}}} #~ unknown-column`)}`,
  );
});

test('of a model that a program made the inputs are not known', () => {
  problems(`${versionFile('flight-delay', 1, { pipeline: 'own' })}${FLIGHTS}
${monitor(`${CURRENT}
drift: {columns: {whatever: {test: ks}}}`)}`);
});

test('a schedule is read to its last field', () => {
  const scheduled = (schedule: string) =>
    problems(`${FLIGHTS}${monitor(`${CURRENT}\nschedule: ${schedule}`)}`).filter(
      ({ code }) => code !== 'unknown-model',
    );
  for (const right of ['"@weekly"', '0 3 * * 1', '"*/15 9-17 * * MON-FRI"']) scheduled(right);
  const [bad] = scheduled('0 25 * * 1 #~ bad-cron');
  assert.equal(bad?.message.split(':')[0], '`25` is no hour');
  assert.deepEqual(bad?.range.start, { line: 3, character: 12 });
  assert.match(scheduled('0 0 3 * * 1 #~ bad-cron')[0]?.message ?? '', /seconds are not known/);
  assert.equal(scheduled('"@dayly" #~ bad-cron')[0]?.data?.replacement, '@daily');
  scheduled('0 0 31 4,6 * #~ bad-cron');
  scheduled('"@daily"\ntimezone: Europe/Berln #~ unknown-timezone');
});

test('retraining rests, and starts a pipeline that there is', () => {
  const found = problems(
    `${FLIGHTS}${monitor(`${CURRENT}
alert:
  - {pipeline: flight-delay} #~ retraining-without-cool-down
  - {pipeline: flight-dely, cool_down: 14d} #~ unknown-pipeline
  - {webhook: "\${{ steps.x }}"} #~ unknown-context
  - {notify: phone} #~ not-one-of
  - {webhook: "\${{ secrets.A }}", format: slack, secret: "\${{ secrets.B }}", clear_after: 2, cool_down: 6h}
  - {notify: editor, after: 0} #~ out-of-range`)}`,
  );
  assert.equal(found.find(({ code }) => code === 'retraining-without-cool-down')?.data?.missing, 'cool_down');
  assert.equal(found.find(({ code }) => code === 'unknown-pipeline')?.data?.replacement, 'flight-delay');
});

test('a window needs a dataset that knows time', () => {
  const found = problems(
    `${FLIGHTS.replace('timestamp: date\n', '')}${monitor(`
current:
  dataset: flights
  window: 28d #~ window-without-timestamp
`)}`,
  );
  const { related } = found.find(({ code }) => code === 'window-without-timestamp') ?? {};
  assert.equal(related?.[0]?.file, 'flights.dataset.yaml');
  problems(`${FLIGHTS.replace('timestamp: date\n', '')}${monitor('current: {dataset: flights}')}`);
  problems(monitor('current: {dataset: flihgts, window: 28d} #~ unknown-dataset'));
});

test('performance is a metric that fits, with limits that can be met', () => {
  const measured = (performance: string) =>
    problems(
      `${FLIGHTS}\n${versionFile('flight-delay', 1)}${monitor(`${CURRENT}
performance:
  labels: {dataset: flights}
${performance}`)}`,
    );
  measured('  metric: rmse #~ metric-task');
  measured('  metric: roc_ac #~ unknown-metric');
  measured('  metric: roc_auc\n  min: 2 #~ limit-never-met');
  measured('  metric: log_loss\n  min: 0.3 #~ limit-on-wrong-side');
  measured('  metric: log_loss\n  max: 0.3');
});

test('conditions and label keys are over the dataset beside them', async (t) => {
  const found = await problemsWithData(
    t,
    `${FLIGHTS}${monitor(`
reference: {dataset: flights, where: dat < timestamp '2001-02-01'} #~ unknown-column
current: {dataset: flights, where: distance > 100}
performance:
  metric: roc_auc
  labels:
    dataset: flights
    key: [date, orgin] #~ unknown-column
`)}`,
  );
  assert.deepEqual(
    found.filter(({ code }) => code === 'unknown-column').map(({ data }) => data?.replacement),
    ['date', 'origin'],
  );
});

test('a pipeline is started by a schedule and by data that is there', () => {
  problems(`${FLIGHTS}
#- weekly.pipeline.yaml
pipeline: weekly
on:
  schedule: 0 25 * * 1 #~ bad-cron
  timezone: America/Chicgo #~ unknown-timezone
  data: [flights, flight] #~ unknown-dataset
  catchup: all #~ not-one-of
steps:
  check: {uses: data/validate, with: {data: flights}}
`);
});
