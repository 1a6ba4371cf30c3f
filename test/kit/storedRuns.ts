import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { eventFile } from '../../engine/src/operations/run/eventLog.ts';
import { buildRunPage } from '../../engine/src/operations/runs/page/buildRunPage.ts';
import type { RunPage } from '../../engine/src/operations/runs/page/runPage.ts';
import type { RunEvent } from '../../engine/src/pipeline/events.ts';
import { artifactOfRun, TAGS } from '../../engine/src/pipeline/journal.ts';
import type { Metric, Run, RunDataset, RunStatus } from '../../engine/src/ports/runStore.ts';
import type { Value } from '../../engine/src/ports/step.ts';
import { buildProject } from '../../engine/src/project/project.ts';
import { HIGH, LOW, RUN_TAGS } from '../../engine/src/tracking/tags.ts';
import { readFixture } from './fixture.ts';
import { NOW, registryKit } from './registry.ts';

export interface StoredRun {
  readonly status?: RunStatus;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly datasets?: readonly RunDataset[];
  readonly steps?: readonly StoredStep[];
  /** Of the event file, instead of what follows from the steps. */
  readonly events?: readonly RunEvent[];
  readonly experiment?: string;
}

export interface StoredStep {
  readonly step: string;
  readonly uses: string;
  readonly needs?: readonly string[];
  readonly status?: RunStatus;
  readonly reason?: string;
  readonly params?: Readonly<Record<string, string>>;
  /** What is measured of a model, with the ends of its interval: stands on the pipeline's run too. */
  readonly measured?: Readonly<Record<string, readonly number[]>>;
  /** The step's own points. */
  readonly points?: Readonly<Record<string, readonly number[]>>;
  readonly outputs?: Readonly<Record<string, Value>>;
  readonly datasets?: readonly RunDataset[];
  /** JSON or text by path. */
  readonly artifacts?: Readonly<Record<string, unknown>>;
}

const START = Date.parse(NOW);

/** A project of a fixture, with a store that runs are put into as pipelines leave them. */
export function storedRuns(t: TestContext, fixture: string) {
  const kit = registryKit(t);
  const project = buildProject(readFixture(fixture).files);
  const stores = { ...kit, folder: join(kit.projectRoot, '.modelyard') };

  async function store(id: string, step: StoredStep, parent: Run): Promise<void> {
    const { params = {}, measured = {}, points = {}, outputs, datasets = [], status = 'finished' } = step;
    const nested = await kit.runs.createRun({
      ...{ experiment: parent.experiment, name: step.step, parent: parent.id, startTime: START + 1000, user: 'ann' },
      params,
      tags: { [TAGS.step]: step.step, [TAGS.uses]: step.uses },
    });
    const metrics = Object.entries(measured).flatMap(([key, [value, low, high]]) => [
      point(key, value ?? Number.NaN),
      ...(low === undefined || high === undefined ? [] : [point(key + LOW, low), point(key + HIGH, high)]),
    ]);
    const series = Object.entries(points).flatMap(([key, values]) =>
      values.map((value, index) => point(key, value, values.length === 1 ? 0 : index + 1)),
    );
    const artifacts = await Promise.all(
      Object.entries(step.artifacts ?? {}).map(async ([path, content]) => ({
        path,
        ...(await kit.artifacts.putBytes(typeof content === 'string' ? content : JSON.stringify(content))),
      })),
    );
    await kit.runs.log(nested.id, { metrics: [...metrics, ...series], datasets, artifacts });
    await kit.runs.log(id, {
      metrics,
      datasets,
      artifacts: artifacts.map((one) => ({ ...one, path: artifactOfRun(step.step, one.path) })),
    });
    await kit.runs.log(nested.id, {
      tags: {
        ...(metrics.length > 0 ? { [TAGS.measured]: JSON.stringify(metrics.map(({ key }) => key)) } : {}),
        ...(status === 'finished' ? { [TAGS.status]: 'done', [TAGS.outputs]: JSON.stringify(outputs ?? {}) } : {}),
        ...(status === 'failed' ? { [TAGS.status]: 'failed', [TAGS.reason]: step.reason ?? 'It broke.' } : {}),
      },
    });
    if (status !== 'running') await kit.runs.finish(nested.id, status, START + 3000);
  }

  return {
    ...kit,
    project,
    async run(options: StoredRun = {}): Promise<Run> {
      const { status = 'finished', steps = [], experiment = 'flight' } = options;
      const run = await kit.runs.createRun({
        ...{ experiment: (await kit.runs.experiment(experiment)).id, name: experiment, startTime: START, user: 'ann' },
        params: options.params ?? {},
        tags: { [RUN_TAGS.pipeline]: experiment, ...options.tags },
      });
      for (const step of steps) await store(run.id, step, run);
      await kit.runs.log(run.id, { datasets: options.datasets ?? [] });
      const events = [...planOf(run, steps), ...(options.events ?? [])];
      const file = eventFile(stores.folder, run.id);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      if (status !== 'running') await kit.runs.finish(run.id, status, START + 9000);
      return kit.runs.run(run.id);
    },
    async page(id: string): Promise<RunPage> {
      const models = await kit.registry.models();
      return buildRunPage(id, { stores, files: kit.files, project, models, live: null });
    },
  };
}

function point(key: string, value: number, step = 0): Metric {
  return { key, value, step, timestamp: START };
}

function planOf(run: Run, steps: readonly StoredStep[]): readonly RunEvent[] {
  if (steps.length === 0) return [];
  const planned = steps.map(({ step, needs = [] }) => ({ step, needs }));
  return [{ type: 'run.started', run: run.id, pipeline: run.name, steps: planned, resumed: false, at: NOW }];
}
