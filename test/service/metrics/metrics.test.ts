import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { CheckRecord } from '../../../engine/src/ports/monitorStore.ts';
import { RUN_TAGS } from '../../../engine/src/tracking/tags.ts';
import { expositionText } from '../../../service/src/metrics/expositionText.ts';
import { testService } from '../../kit/service.ts';

const CHECK: CheckRecord = {
  id: 'c1',
  monitor: 'flight-delay',
  due: Date.UTC(2001, 4, 14),
  made: Date.UTC(2026, 10, 22),
  by: 'schedule',
  model: 'flight-delay:7',
  verdict: 'drift',
  headline: '1 of 3 inputs drifted.',
  rows: 12_000,
  drifted: 1,
  tested: 3,
  checks: {
    drift: { status: 'failed', value: 1 / 3, low: null, high: null },
    performance: { status: 'unknown', value: null, low: null, high: null },
    freshness: { status: 'passed', value: 3600, low: null, high: null },
    'performance[carrier="AA\\B"]': { status: 'passed', value: 0.7, low: 0.69, high: 0.71 },
  },
  columns: {
    late_share_24h: { test: 'wasserstein', statistic: 0.33, threshold: 0.1, verdict: 'drift', mean: 0.2 },
    distance: { test: 'psi', statistic: null, threshold: 0.2, verdict: 'unknown', mean: null },
  },
};

async function asked(
  t: Parameters<typeof testService>[0],
  run?: (given: Awaited<ReturnType<typeof testService>>) => Promise<void>,
) {
  const service = await testService(t);
  await run?.(service);
  return { service, reply: await service.call('GET', '/metrics') };
}

describe('metrics', () => {
  test('are for who has the token', async (t) => {
    const { service, reply } = await asked(t);
    assert.equal(reply.status, 200);
    assert.equal(reply.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal((await service.call('GET', '/metrics', { token: null })).status, 401);
  });

  test('count a moment that found nothing new since the newest check as a look', async (t) => {
    const { reply } = await asked(t, async ({ stores: { monitors } }) => {
      await monitors.add(CHECK, '{}');
      await monitors.claim('monitor flight-delay', CHECK.made, 'me');
      const at = CHECK.made + 86_400_000;
      await monitors.settle('monitor flight-delay', CHECK.made, { at, kind: 'done', said: null, id: CHECK.id });
    });
    assert.match(reply.text, /^modelyard_monitor_check_timestamp_seconds\{monitor="flight-delay"\} 1795392000$/m);
  });

  test('say what the newest check of a monitor found, and nothing of what it could not tell', async (t) => {
    const { reply } = await asked(t, async ({ stores }) => {
      await stores.monitors.add(CHECK, '{}');
      await stores.monitors.mute({ monitor: 'flight-delay', until: null, by: 'ada', why: null });
    });
    const lines = reply.text.split('\n').filter((line) => line.startsWith('modelyard_monitor'));
    assert.deepEqual(lines, [
      'modelyard_monitor_check_timestamp_seconds{monitor="flight-delay"} 1795305600',
      'modelyard_monitor_window_end_timestamp_seconds{monitor="flight-delay"} 989798400',
      'modelyard_monitor_drifted{monitor="flight-delay"} 1',
      'modelyard_monitor_rows{monitor="flight-delay"} 12000',
      'modelyard_monitor_inputs_tested{monitor="flight-delay"} 3',
      'modelyard_monitor_inputs_drifted{monitor="flight-delay"} 1',
      'modelyard_monitor_muted{monitor="flight-delay"} 1',
      'modelyard_monitor_column_drifted{monitor="flight-delay",column="late_share_24h",test="wasserstein"} 1',
      'modelyard_monitor_column_statistic{monitor="flight-delay",column="late_share_24h",test="wasserstein"} 0.33',
      'modelyard_monitor_column_threshold{monitor="flight-delay",column="late_share_24h",test="wasserstein"} 0.1',
      'modelyard_monitor_column_threshold{monitor="flight-delay",column="distance",test="psi"} 0.2',
      'modelyard_monitor_check_failed{monitor="flight-delay",check="drift"} 1',
      'modelyard_monitor_check_failed{monitor="flight-delay",check="freshness"} 0',
      'modelyard_monitor_check_failed{monitor="flight-delay",check="performance[carrier=\\"AA\\\\B\\"]"} 0',
      'modelyard_monitor_check_value{monitor="flight-delay",check="drift"} 0.3333333333333333',
      'modelyard_monitor_check_value{monitor="flight-delay",check="freshness"} 3600',
      'modelyard_monitor_check_value{monitor="flight-delay",check="performance[carrier=\\"AA\\\\B\\"]"} 0.7',
      'modelyard_monitor_freshness_seconds{monitor="flight-delay"} 3600',
    ]);
  });

  test('say how long runs took, what became of triggers, and how large the store is', async (t) => {
    const { reply } = await asked(t, async ({ stores }) => {
      const start = Date.UTC(2026, 10, 22);
      for (const [hour, seconds, status] of [
        [0, 60, 'finished'],
        [1, 90, 'failed'],
      ] as const) {
        const run = await stores.runs.createRun({
          experiment: 'p',
          name: 'p',
          startTime: start + hour * 3_600_000,
          user: 'ada',
          tags: { [RUN_TAGS.pipeline]: 'nightly' },
        });
        await stores.runs.finish(run.id, status, run.startTime + seconds * 1000);
      }
      await stores.monitors.claim('pipeline nightly', start, 'me');
      await stores.monitors.settle('pipeline nightly', start, { at: start, kind: 'missed', said: null, id: null });
      await stores.artifacts.putBytes('x'.repeat(1000));
    });
    for (const line of [
      'modelyard_runs{pipeline="nightly"} 2',
      'modelyard_runs_at_work{pipeline="nightly"} 0',
      'modelyard_run_duration_seconds{pipeline="nightly"} 90',
      'modelyard_run_failed{pipeline="nightly"} 1',
      'modelyard_trigger_last_failed{trigger="pipeline nightly"} 1',
      'modelyard_trigger_last_due_timestamp_seconds{trigger="pipeline nightly"} 1795305600',
      'modelyard_store_size_bytes{part="objects"} 1000',
    ])
      assert.ok(reply.text.includes(`${line}\n`), `${line}\n${reply.text}`);
    assert.match(reply.text, /modelyard_store_size_bytes\{part="runs"\} [1-9]\d+\n/);
  });

  // `promtool check metrics` of Prometheus 2.42 found nothing in what the flights sample serves, its promlint nothing in this text.
  test('keep the rules that promtool checks', async (t) => {
    const { reply } = await asked(t, async ({ stores }) => stores.monitors.add(CHECK, '{}'));
    const families = reply.text.split('# HELP ').slice(1);
    const names = families.map((text) => text.slice(0, text.indexOf(' ')));
    assert.deepEqual(names, [...new Set(names)]);
    for (const text of families) {
      const [help, type, ...samples] = text.trimEnd().split('\n');
      const name = help!.slice(0, help!.indexOf(' '));
      assert.match(help!, /^modelyard_[a-z_]+ \S.+\.$/);
      assert.equal(type, `# TYPE ${name} gauge`);
      assert.doesNotMatch(name, /(?:_total|_count|_sum|_bucket|gauge|milli|minutes|hours|days|kilobytes|[A-Z:])/);
      for (const sample of samples)
        assert.match(
          sample,
          new RegExp(`^${name}(?:\\{(?:[a-z_]+="(?:[^"\\\\]|\\\\["\\\\n])*",?)+\\})? (?:NaN|[+-]Inf|-?[\\d.e+-]+)$`),
        );
    }
    assert.ok(reply.text.endsWith('\n'));
  });
});

test('the dashboard asks for what there is', async (t) => {
  const service = await testService(t);
  const stores = service.stores;
  await stores.monitors.add(
    { ...CHECK, checks: { ...CHECK.checks, performance: { status: 'passed', value: 0.7, low: 0.6, high: 0.8 } } },
    '{}',
  );
  const run = await stores.runs.createRun({
    experiment: 'p',
    name: 'p',
    startTime: 1,
    user: 'ada',
    tags: { [RUN_TAGS.pipeline]: 'p' },
  });
  await stores.runs.finish(run.id, 'finished', 2);
  await stores.monitors.claim('pipeline p', 1, 'me');
  await stores.monitors.settle('pipeline p', 1, { at: 1, kind: 'done', said: null, id: null });
  const { text } = await service.call('GET', '/metrics');
  const dashboard = readFileSync(new URL('../../../docs/monitoring/grafana.json', import.meta.url), 'utf8');
  const asked = new Set(dashboard.match(/modelyard_[a-z_]+/g));
  // Told by a service that keeps a trigger.
  asked.delete('modelyard_trigger_next_due_timestamp_seconds');
  for (const name of asked) assert.ok(text.includes(`# TYPE ${name} gauge`), name);
  assert.ok(asked.size > 10);
});

test('what a text may hold is escaped, and a figure is any that a float can be', () => {
  const text = expositionText([
    {
      name: 'a',
      help: 'One\nTwo\\',
      samples: [
        { labels: { l: 'q"n\nb\\' }, value: Number.POSITIVE_INFINITY },
        { labels: {}, value: Number.NaN },
      ],
    },
    { name: 'b', help: 'None.', samples: [] },
  ]);
  assert.equal(text, '# HELP a One\\nTwo\\\\\n# TYPE a gauge\na{l="q\\"n\\nb\\\\"} +Inf\na NaN\n');
});
