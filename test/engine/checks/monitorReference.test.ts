import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsWithData } from '../../kit/problemsWithData.ts';
import { versionFile } from '../../kit/registryFiles.ts';

const NUMBERS =
  '{"kind": "numbers", "rows": 1, "missing": 1, "nonFinite": 0, "mean": null, "sd": null, "min": null, "max": null, "distribution": {"kind": "values", "values": [], "counts": []}}';

const baseline = (...columns: readonly string[]) =>
  `{"schema": 1, "rows": 1, "inputs": {${columns.map((name) => `"${name}": ${NUMBERS}`).join()}}, "outputs": {}, "label": {}}`;

const project = (reference: string, stored: string) => `
#- flights.dataset.yaml
dataset: flights
source: flights.csv
#- flights.csv
delay,distance,origin
12,120,ORD
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
    with: {model: "\${{ steps.train.model }}", name: flight-delay}
${versionFile('flight-delay', 1)}
#- stored/year.baseline.json
${stored}
#- flight-delay.monitor.yaml
monitor: flight-delay
model: flight-delay
current: {dataset: flights}
reference:
  baseline: ${reference}
`;

test('a stored baseline with all that the model reads has no problem', async (t) => {
  const stored = baseline('distance', 'origin', 'carrier');
  assert.deepEqual(await problemsWithData(t, project('stored/year.baseline.json', stored)), []);
  assert.deepEqual(await problemsWithData(t, project('./stored/year.baseline.json', stored)), []);
});

test('a file that is not there, no baseline, of another form or outside of the project', async (t) => {
  const told = async (reference: string, stored: string) =>
    (await problemsWithData(t, project(reference, stored)))[0]?.message;
  const file = 'stored/year.baseline.json';
  assert.equal(
    await told('stored/yaer.baseline.json #~ baseline-not-found', baseline()),
    'There is no file `stored/yaer.baseline.json`',
  );
  assert.equal(
    await told(`${file} #~ baseline-unusable`, '{"rows": 12}'),
    `The baseline of ${file} cannot be read: it is no baseline, or damaged`,
  );
  assert.equal(
    await told(`${file} #~ baseline-unusable`, baseline().replace('1', '9')),
    `The baseline of ${file} has the form 9, and this Modelyard reads 1`,
  );
  assert.equal(
    await told('../year.baseline.json #~ baseline-unusable', ''),
    '../year.baseline.json lies outside of the project',
  );
  assert.equal(
    await told('/srv/year.baseline.json #~ baseline-unusable', ''),
    '/srv/year.baseline.json lies outside of the project',
  );
  assert.match((await told('stored/year.json #~ bad-format', '')) ?? '', /\.baseline\.json/);
});

test('an input of which nothing is stored', async (t) => {
  const [found] = await problemsWithData(
    t,
    project('stored/year.baseline.json #~ baseline-without-input', baseline('distance')),
  );
  assert.equal(found?.message, 'Nothing is stored of `origin`, which the model reads');
});
