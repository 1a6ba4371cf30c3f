import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { comparedWith } from '../../../../engine/src/operations/models/compared/comparedWith.ts';
import type { ModelVersion } from '../../../../engine/src/ports/modelRegistry.ts';
import type { GateReport } from '../../../../engine/src/registry/decisions/gateReport.ts';
import { gateReportFile } from '../../../../engine/src/registry/decisions/gateReportFile.ts';
import { gateKit } from '../../../kit/gateKit.ts';

/** Rows of which x tells the label well, and the scores that the sigmoid of `weight * x` gives them. */
const rows = (from: number, to: number): string =>
  `select 'r' || i as row_id, (sin(i * 1.7) * 3)::float as x, sin(i * 1.7) * 3 + 2 * sin(i * 5.3) > 0 as late from range(${from}, ${to}) as r(i)`;
const scores = (weight: number, of: string): string =>
  `select row_id, late as label, x > 0 as prediction, 1 / (1 + exp(-x * ${weight})) as score from (${of})`;

async function compared(
  t: TestContext,
  of: readonly [string | undefined, string | undefined],
  changes: Partial<ModelVersion> = {},
) {
  const kit = await gateKit(t);
  const metrics = { log_loss: { value: 0.5 }, roc_auc: { value: 0.7 }, own_metric: { value: 1 } };
  const evidence = async (sql: string | undefined) => (sql === undefined ? {} : { scores: await kit.table(sql) });
  const a = await kit.version(1, { metrics, evidence: await evidence(of[0]) });
  const b = await kit.version(2, { metrics, evidence: await evidence(of[1]), ...changes });
  const around = { host: kit.host, stores: kit.stores, root: kit.root, signal: new AbortController().signal };
  const report = ({ version, sha256 }: ModelVersion, at: string, value: number): GateReport => ({
    ...{ gate_report: 'late', version, alias: 'production', sha256, at, by: 'x', allowed: true },
    ...{ champion: null, policies: [], approvals: null },
    gates: [
      {
        ...{ name: 'quick', rule: { kind: 'latency', name: 'quick', p95: 0.01 }, seconds: 1, status: 'passed' },
        ...{ figures: [{ name: 'latency_p95', value, unit: 's', max: 0.01 }], reason: 'quick enough', evidence: [] },
      },
    ],
    machine: { modelyard: '0.1.0', node: '24.0.0', platform: 'linux-x64' },
  });
  for (const [at, value] of [
    ['2026-11-20T10:00:00Z', 0.003],
    ['2026-11-19T10:00:00Z', 0.009],
  ] as const) {
    const { path, text } = gateReportFile(report(b, at, value));
    await kit.host.files.write(`${kit.root}/${path}`, text);
  }
  return comparedWith(around, a, b);
}

test('on rows that both were scored on the difference has an interval, signed so that more is better', async (t) => {
  const { paired, size, latency } = await compared(t, [scores(0.2, rows(0, 1000)), scores(1, rows(500, 1500))]);
  assert.deepEqual(
    [paired.rows, paired.reason, paired.metrics.map(({ name }) => name)],
    [500, null, ['log_loss', 'roc_auc']],
  );
  const [loss, auc] = paired.metrics;
  assert.ok(loss!.low! > 0 && loss!.low! < loss!.better! && loss!.better! < loss!.high!);
  assert.ok(Math.abs(loss!.better! - (loss!.a! - loss!.b!)) < 1e-12, 'less loss is better');
  assert.equal(auc?.better, 0);
  assert.deepEqual([size.a > 0, latency], [true, { a: null, b: 0.003 }]);
});

test('where nothing can be told it says why', async (t) => {
  const told = async (...given: Parameters<typeof compared> extends [unknown, ...infer R] ? R : never) =>
    (await compared(t, ...given)).paired.reason;
  const own = scores(1, rows(0, 100));
  assert.match((await told([own, undefined])) ?? '', /not both have scores/);
  assert.match((await told([own, scores(1, rows(90, 200))])) ?? '', /share 10 rows; 30 are needed/);
  assert.match(
    (await told([own, own.replace('late as label', 'not late as label')])) ?? '',
    /100 shared rows .* another truth/,
  );
  assert.match((await told([own, `${own} union all ${own}`])) ?? '', /stand twice/);
  const outputs = {
    minutes: { task: 'regression', label: 'number' },
  } as unknown as ModelVersion['signature']['outputs'];
  assert.match((await told([own, own], { signature: { inputs: {}, outputs } })) ?? '', /another question/);
  assert.match((await told([own, own], { evidence: { scores: 'a'.repeat(64) } })) ?? '', /scores of late:2/);
});
