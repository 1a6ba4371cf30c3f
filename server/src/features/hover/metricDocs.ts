import { type MetricEntry, metrics } from '../../../../engine/src/catalog/metrics.ts';
import { figure } from '../../../../engine/src/language/figures.ts';
import type { RegisteredModel } from '../../../../engine/src/project/models.ts';
import { code, paragraphs } from '../markdown.ts';
import { day, measured } from '../numbers.ts';
import { soon } from '../soon.ts';
import type { Snapshot } from '../spot.ts';

export interface MetricAsked {
  readonly name: string;
  /** Where it is asked about: values of this pipeline's runs and models are told. */
  readonly pipeline?: string | undefined;
  /** Of this model alone. */
  readonly model?: string | undefined;
}

/** A metric: what it says, and what was measured last. */
export async function metricDocs(
  snapshot: Snapshot,
  { name, pipeline, model }: MetricAsked,
  signal: AbortSignal,
): Promise<string | undefined> {
  const entry = metrics.find((one) => one.name === name);
  const models = [...snapshot.project.models.values()].filter((one) => model === undefined || one.name === model);
  const ofVersions = models.flatMap((one) => lastMeasured(one, { name, pipeline }) ?? []).slice(0, 3);
  const ofRun = pipeline === undefined ? undefined : await lastRun(snapshot, { name, pipeline }, signal);
  const values = [...(ofRun === undefined ? [] : [ofRun]), ...ofVersions];
  if (entry === undefined && values.length === 0) return undefined;
  return paragraphs([
    `**metric** ${code(name)}${entry === undefined ? '' : `: ${rangeOf(entry)}, ${entry.better} is better`}`,
    entry?.description,
    entry === undefined ? undefined : `Formula: ${entry.source}. For ${entry.tasks.join(', ')}.`,
    values.length === 0 ? undefined : values.map((line) => `- ${line}`).join('\n'),
  ]);
}

function rangeOf({ range: [low, high] }: MetricEntry): string {
  return `${low ?? '-∞'} to ${high ?? '∞'}`;
}

function lastMeasured(
  { versions }: RegisteredModel,
  { name, pipeline }: Pick<MetricAsked, 'name' | 'pipeline'>,
): string | undefined {
  const found = [...versions.values()].findLast(
    (version) => version.metrics.has(name) && (pipeline === undefined || version.pipeline === pipeline),
  );
  if (found === undefined) return undefined;
  const { model, version, metrics: known } = found;
  return `**${measured(known.get(name)!)}** by ${code(`${model}:${version}`)}`;
}

async function lastRun(
  { knowledge }: Snapshot,
  { name, pipeline }: { readonly name: string; readonly pipeline: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const runs = await soon(knowledge.runs(pipeline, signal));
  for (const { id, started, steps } of runs ?? [])
    for (const [step, { metrics: values }] of Object.entries(steps)) {
      const value = values[name];
      if (value !== undefined)
        return `**${figure(value)}** in step ${code(step)} of run ${code(id.slice(0, 8))} on ${day(started)}`;
    }
  return undefined;
}
