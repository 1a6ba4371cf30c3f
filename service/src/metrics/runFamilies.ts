import type { Run, RunStore } from '../../../engine/src/ports/runStore.ts';
import { RUN_TAGS } from '../../../engine/src/tracking/tags.ts';
import type { MetricFamily } from './expositionText.ts';
import { family, sampleOf } from './monitorFamilies.ts';

/** Runs of pipelines: how many, at work, and how the newest that ended went. */
export async function runFamilies(runs: RunStore): Promise<readonly MetricFamily[]> {
  await runs.reap();
  const counts = await runs.counts({ topLevel: true }, RUN_TAGS.pipeline);
  const pipelines = [...new Set(counts.flatMap(({ value }) => value ?? []))].sort();
  const found = await Promise.all(
    pipelines.map(async (pipeline) => [pipeline, await newestEnded(runs, pipeline)] as const),
  );
  const ended = found.flatMap(([pipeline, run]) => (run === undefined ? [] : [{ pipeline, run }]));
  const sums = pipelines.map((pipeline) => {
    const mine = counts.filter(({ value }) => value === pipeline);
    return { pipeline, all: sum(mine.map((one) => one.runs)), atWork: sum(mine.map((one) => one.running)) };
  });
  return [
    family(
      'runs',
      'Runs of a pipeline in the store.',
      sums.flatMap(({ pipeline, all }) => sampleOf({ pipeline }, all)),
    ),
    family(
      'runs_at_work',
      'Runs of a pipeline that are at work.',
      sums.flatMap(({ pipeline, atWork }) => sampleOf({ pipeline }, atWork)),
    ),
    family(
      'run_duration_seconds',
      'How long the newest run of a pipeline that ended took.',
      ended.flatMap(({ pipeline, run }) => sampleOf({ pipeline }, secondsOf(run))),
    ),
    family(
      'run_end_timestamp_seconds',
      'When the newest run of a pipeline ended.',
      ended.flatMap(({ pipeline, run }) => sampleOf({ pipeline }, (run.endTime ?? 0) / 1000)),
    ),
    family(
      'run_failed',
      'Whether the newest run of a pipeline that ended did not finish.',
      ended.flatMap(({ pipeline, run }) => sampleOf({ pipeline }, Number(run.status !== 'finished'))),
    ),
  ];
}

async function newestEnded(runs: RunStore, pipeline: string): Promise<Run | undefined> {
  const { runs: found } = await runs.search({
    filter: `attributes.status != 'RUNNING'`,
    tag: { key: RUN_TAGS.pipeline, value: pipeline },
    orderBy: ['attributes.start_time DESC'],
    topLevel: true,
    limit: 1,
    artifacts: false,
  });
  return found[0];
}

function secondsOf({ startTime, endTime }: Run): number | null {
  return endTime === undefined ? null : Math.max(0, endTime - startTime) / 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
