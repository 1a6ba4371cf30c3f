import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import { TAGS } from '../../../../engine/src/pipeline/journal.ts';
import type { Run, RunStore } from '../../../../engine/src/ports/runStore.ts';
import type { StepOutputs } from '../../../../engine/src/ports/step.ts';
import type { ParamType, ParamValue, Pipeline } from '../../../../engine/src/project/pipeline.ts';
import { viewMetrics } from '../../../../engine/src/tracking/runView.ts';
import { RUN_TAGS, SYSTEM } from '../../../../engine/src/tracking/tags.ts';
import type { Asked } from '../asked.ts';
import type { PipelineRun } from '../knowledge.ts';

const MOST_RUNS = 5;
/** Among these the finished ones are looked for. */
const LAST = 50;

/** The last finished runs of a pipeline, the newest first. */
export async function runs(
  { host, root, project }: Asked,
  { pipeline }: { readonly pipeline: string },
  signal: AbortSignal,
): Promise<readonly PipelineRun[] | undefined> {
  const store = (await storesThere(host, root))?.runs;
  if (store === undefined) return undefined;
  const tagged = await store.tagged(RUN_TAGS.pipeline, pipeline, LAST);
  const finished = tagged.filter(isFinished).slice(0, MOST_RUNS);
  const found: PipelineRun[] = [];
  for (const run of finished) {
    if (signal.aborted) return undefined;
    found.push(await pipelineRun(store, run, project.pipelines.get(pipeline)));
  }
  return found;
}

function isFinished({ status, lifecycle, parent }: Run): boolean {
  return status === 'finished' && lifecycle === 'active' && parent === undefined;
}

async function pipelineRun(store: RunStore, run: Run, pipeline: Pipeline | undefined): Promise<PipelineRun> {
  const nested = await store.children(run.id);
  const steps = nested.flatMap((step) => {
    const id = step.tags[TAGS.step];
    return id === undefined || step.status !== 'finished' ? [] : [[id, stepFigures(step)] as const];
  });
  return {
    id: run.id,
    name: run.name,
    started: new Date(run.startTime).toISOString(),
    status: 'finished',
    ...(pipeline === undefined ? {} : { params: paramsOf(run, pipeline) }),
    steps: Object.fromEntries(steps),
  };
}

/** The store keeps texts. */
function paramsOf({ params }: Run, pipeline: Pipeline): NonNullable<PipelineRun['params']> {
  const values = [...pipeline.params.values()].flatMap(({ name, type }) => {
    const text = Object.hasOwn(params, name) ? params[name] : undefined;
    const value = text === undefined ? undefined : typed(text, type);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
}

function typed(text: string, type: ParamType): ParamValue | undefined {
  if (type === 'string') return text;
  if (type === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : undefined;
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}

function stepFigures(step: Run): PipelineRun['steps'][string] {
  const metrics = Object.entries(viewMetrics(step)).flatMap(([name, { value }]) =>
    name.startsWith(SYSTEM) ? [] : [[name, value] as const],
  );
  return { metrics: Object.fromEntries(metrics), rows: Object.fromEntries(tableRows(step.tags[TAGS.outputs])) };
}

function tableRows(text: string | undefined): readonly (readonly [string, number])[] {
  if (text === undefined) return [];
  return Object.entries(JSON.parse(text) as StepOutputs).flatMap(([name, value]) => {
    const table = value as { readonly kind?: unknown; readonly rows?: unknown } | null;
    return table?.kind === 'table' && typeof table.rows === 'number' ? [[name, table.rows] as const] : [];
  });
}
