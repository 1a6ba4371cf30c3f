import { metrics as catalogMetrics, type MetricTask, metricEntry, metricsOf } from '../catalog/metrics.ts';
import { isRecord } from '../language/isRecord.ts';
import { nearest } from '../language/nearest.ts';
import { pipelineOf } from '../project/ofFile.ts';
import type { Pipeline, UsesStep } from '../project/pipeline.ts';
import type { Project } from '../project/project.ts';
import { valueAt } from '../project/read.ts';
import { tasksOf } from '../project/tasks.ts';
import type { Family, Found } from './rule.ts';

/** Metrics that `model/evaluate` is asked for. */
export const metrics: Family = {
  rules: [
    {
      code: 'unknown-metric',
      title: 'There is no metric of this name',
      severity: 'error',
      pace: 'fast',
      docs: 'The name is none of the metrics that Modelyard knows. An own metric is written as `{name: cost, sql: sum(...)}` over `label`, `score`, `prediction` and the columns of the test rows.',
    },
    {
      code: 'metric-task',
      title: 'A metric does not fit the task',
      severity: 'error',
      pace: 'slow',
      docs: 'Some metrics are of classes (such as `roc_auc`), others of numbers (such as `rmse`). The task follows from the `task` of model/train, else from the type of the label: a boolean is a binary task, a number with a fraction a regression. Where the task cannot be told, nothing is said.',
    },
    {
      code: 'duplicate-metric',
      title: 'Two metrics of a step have the same name',
      severity: 'error',
      pace: 'fast',
      docs: 'Every metric is found by its name in `metrics.NAME`, in runs and in version files, so that a name can stand only once; an own metric may not take the name of a built-in one.',
    },
  ],
  *check(project, file) {
    const pipeline = pipelineOf(project, file);
    if (pipeline === undefined) return;
    for (const step of pipeline.steps.values())
      if (step.kind === 'uses' && step.uses === 'model/evaluate') yield* evaluated(project, pipeline, step);
  },
};

function* evaluated(project: Project, pipeline: Pipeline, step: UsesStep): Generator<Found> {
  const path = [...step.path, 'with', 'metrics'];
  const asked = valueAt(pipeline.tree, path);
  if (!Array.isArray(asked)) return;
  const tasks = tasksOf(project, pipeline, step);
  const seen = new Set<string>();
  for (const [index, metric] of asked.entries()) {
    const isOwn = isRecord(metric);
    const name = isOwn ? metric['name'] : metric;
    if (typeof name !== 'string' || name.includes('${{')) continue;
    const at = isOwn ? [...path, index, 'name'] : [...path, index];
    const place = () => ({ file: pipeline.file, range: pipeline.tree.range(at) });
    if (seen.has(name)) yield { ...place(), code: 'duplicate-metric', message: `\`${name}\` is asked for twice` };
    else if (isOwn && metricEntry(name))
      yield { ...place(), code: 'duplicate-metric', message: `\`${name}\` is the name of a built-in metric` };
    else if (!isOwn) yield* named(name, tasks, place);
    seen.add(name);
  }
}

const NAMES = catalogMetrics.map((metric) => metric.name);

function* named(
  name: string,
  tasks: readonly MetricTask[] | undefined,
  place: () => Pick<Found, 'file' | 'range'>,
): Generator<Found> {
  const entry = metricEntry(name);
  if (entry === undefined) {
    const near = nearest(name, NAMES);
    const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
    yield {
      ...place(),
      code: 'unknown-metric',
      message: `There is no metric \`${name}\`${hint}`,
      data: { candidates: near === undefined ? NAMES : [near], ...(near && { replacement: near }) },
    };
  } else if (tasks !== undefined && !entry.tasks.some((task) => tasks.includes(task))) {
    const candidates = metricsOf(tasks[0]!).map((metric) => metric.name);
    const message = `\`${name}\` is for ${entry.tasks.join(' and ')} models; this one is ${tasks.join(' or ')}`;
    yield { ...place(), code: 'metric-task', message, data: { candidates } };
  }
}
