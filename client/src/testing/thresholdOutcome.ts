import { figure, interval } from '../../../engine/src/language/figures.ts';
import type { PageMetric, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { ThresholdTest } from '../../../server/src/protocol.ts';
import type { Outcome } from './outcome.ts';

/** Whether what a run has measured meets a threshold. */
export function thresholdOutcome(
  page: Pick<RunPage, 'id' | 'metrics' | 'params'>,
  { step, metric: name, operator, limit: asked, guards }: ThresholdTest,
): Outcome {
  const run = `run ${page.id.slice(0, 8)}`;
  const metric = page.metrics.find((one) => isOf(one, step, name));
  if (metric === undefined) return { kind: 'errored', said: `\`${step}\` has measured no \`${name}\` in ${run}` };
  const limit = typeof asked === 'number' ? asked : paramOf(page, asked.param);
  if (limit === undefined) return { kind: 'errored', said: `The limit of \`${name}\` in ${run} is no number` };
  const value = Number(metric.value);
  const shown =
    metric.low === undefined || metric.high === undefined ? figure(value) : interval(value, metric.low, metric.high);
  const said = `${name} is ${shown} in ${run}; \`${guards}\` asks for ${operator} ${limit}`;
  return { kind: Number.isFinite(value) && MEETS[operator](value, limit) ? 'passed' : 'failed', said };
}

/** Why nothing can be said of a pipeline's thresholds. */
export function noRun(pipeline: string): Outcome {
  return {
    kind: 'errored',
    said: `No run of \`${pipeline}\` has finished yet. “Run Pipeline and Check” makes one.`,
  };
}

const MEETS: Readonly<Record<ThresholdTest['operator'], (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '==': (value, limit) => value === limit,
};

/** With several evaluations in a pipeline, a metric's name begins with its step. */
function isOf({ step: measuredBy, name: called }: PageMetric, step: string, name: string): boolean {
  return measuredBy === step && (called === name || called === `${step}.${name}`);
}

function paramOf({ params }: Pick<RunPage, 'params'>, name: string): number | undefined {
  const text = params.find((one) => one.name === name)?.value ?? '';
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? undefined : value;
}
