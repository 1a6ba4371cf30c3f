import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { mainMetric } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { Run } from '../../../../engine/src/ports/runStore.ts';
import { type StoredStep, storedRuns } from '../../../kit/storedRuns.ts';

const evaluate: StoredStep = {
  step: 'evaluate',
  uses: 'model/evaluate',
  measured: { log_loss: [0.42, 0.418, 0.424], roc_auc: [0.713, 0.71, 0.716], brier: [0.1392] },
};

const conditional = `
#- flight.pipeline.yaml
pipeline: flight
steps:
  evaluate: { uses: model/evaluate, with: { metrics: [log_loss, roc_auc, brier] } }
  register:
    uses: model/register
    if: \${{ 0.65 < steps.evaluate.metrics.roc_auc && steps.evaluate.metrics.brier < 0.2 }}
    with: { model: "\${{ steps.train.model }}", name: flight-delay }
`;

function mainOf(t: TestContext, fixture: string) {
  const kit = storedRuns(t, fixture);
  return {
    ...kit,
    main: async (run: Run) =>
      mainMetric(run, {
        runs: kit.runs,
        pipeline: kit.project.pipelines.get(run.name),
        models: await kit.registry.models(),
      }),
  };
}

test('a run is judged by the metric that a condition of its pipeline asks for first', async (t) => {
  const { run, main } = mainOf(t, conditional);
  const metric = await main(await run({ steps: [evaluate] }));
  assert.deepEqual(metric, {
    ...{ name: 'roc_auc', value: 0.713, low: 0.71, high: 0.716 },
    ...{ better: 'higher', against: null },
  });
});

test('without a condition by what its evaluation was asked for first', async (t) => {
  const fixture = `
#- flight.pipeline.yaml
pipeline: flight
steps:
  evaluate: { uses: model/evaluate, with: { metrics: [cost, roc_auc] } }
#- other.pipeline.yaml
pipeline: other
steps:
  evaluate:
    uses: model/evaluate
    with: { metrics: [{ name: cost, sql: avg(score) }, roc_auc] }
`;
  const { run, main } = mainOf(t, fixture);
  assert.equal((await main(await run({ steps: [evaluate] })))?.name, 'roc_auc');
  const own = { ...evaluate, measured: { ...evaluate.measured, cost: [41.2] } } as const;
  const metric = await main(await run({ experiment: 'other', steps: [own] }));
  assert.deepEqual(metric, { name: 'cost', value: 41.2, better: null, against: null });
});

test('of a run whose pipeline is gone the first by name tells', async (t) => {
  const { run, main } = mainOf(t, conditional);
  assert.equal((await main(await run({ experiment: 'gone', steps: [evaluate] })))?.name, 'brier');
  assert.equal(await main(await run({ experiment: 'gone' })), null);
});

test('programs of the user measure too, on their steps alone', async (t) => {
  const fixture = `
#- flight.pipeline.yaml
pipeline: flight
steps:
  baseline: { run: python3 a.py, outputs: { metrics: metrics.json } }
  report: { run: python3 b.py, if: "\${{ steps.baseline.metrics.skill > 0 }}" }
`;
  const { run, main } = mainOf(t, fixture);
  const points = { brier: [0.15], skill: [0.04] };
  assert.equal((await main(await run({ steps: [{ step: 'baseline', uses: 'run', points }] })))?.name, 'skill');
  assert.equal((await main(await run({ steps: [{ step: 'train', uses: 'model/train', points }] })))?.name, undefined);
});

test('with several evaluations the step is part of the name', async (t) => {
  const fixture = `
#- flight.pipeline.yaml
pipeline: flight
steps:
  first: { uses: model/evaluate }
  second: { uses: model/evaluate }
  register: { uses: model/register, if: "\${{ steps.second.metrics.roc_auc > 0.6 }}", with: { name: flight-delay } }
`;
  const { run, main, runs } = mainOf(t, fixture);
  const stored = await run();
  const metrics = ['first', 'second'].map((step) => ({ key: `${step}.roc_auc`, value: 0.7, step: 0, timestamp: 0 }));
  await runs.log(stored.id, { metrics });
  const metric = await main(await runs.run(stored.id));
  assert.deepEqual([metric?.name, metric?.better], ['second.roc_auc', 'higher']);
});

test('the difference to production is a verdict where intervals are apart and the direction is known', async (t) => {
  const { run, main, model, registry } = mainOf(t, conditional);
  await registry.register(await model('old', { metrics: { roc_auc: { value: 0.705, low: 0.702, high: 0.708 } } }));
  await registry.setAlias('flight-delay', 'production', 1);
  const against = async (roc_auc: readonly number[]) =>
    (await main(await run({ steps: [{ ...evaluate, measured: { roc_auc } }] })))?.against;
  assert.deepEqual(await against([0.713, 0.71, 0.716]), {
    ...{ alias: 'production', version: 1, value: 0.705, low: 0.702, high: 0.708 },
    ...{ difference: 0.713 - 0.705, verdict: 'better' },
  });
  assert.equal((await against([0.69, 0.687, 0.694]))?.verdict, 'worse');
  assert.equal((await against([0.706, 0.703, 0.709]))?.verdict, 'same');
  assert.equal((await against([0.713]))?.verdict, null);
  assert.deepEqual(await against([Number.NaN]), {
    ...{ alias: 'production', version: 1, value: 0.705, low: 0.702, high: 0.708 },
    ...{ difference: 'NaN', verdict: null },
  });
});

test('a run is not held against a version that it registered itself', async (t) => {
  const { run, main, model, registry } = mainOf(t, conditional);
  await registry.register(await model('own'));
  await registry.setAlias('flight-delay', 'production', 1);
  const tags = { 'modelyard.models': '[{"name":"flight-delay","version":1}]' };
  assert.equal((await main(await run({ steps: [evaluate], tags })))?.against, null);
  assert.notEqual(
    (await main(await run({ steps: [evaluate], tags: { 'modelyard.models': 'no JSON' } })))?.against,
    null,
  );
});

test('what is not finite is told as text', async (t) => {
  const { run, main } = mainOf(t, conditional);
  const measured = { roc_auc: [Number.NEGATIVE_INFINITY] } as const;
  assert.equal((await main(await run({ steps: [{ ...evaluate, measured }] })))?.value, '-Infinity');
});
