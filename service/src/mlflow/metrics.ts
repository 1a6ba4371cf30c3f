import type { MetricPoint, RunMetric } from '../../../engine/src/ports/runStore.ts';
import type { Answer, Ask, JsonObject, Route, ServiceContext } from '../http/route.ts';
import { json } from '../http/route.ts';
import { runIdOf } from './entries.ts';
import { invalid } from './errors.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { filled, metricMessage } from './messages.ts';
import { pageSize } from './paging.ts';
import { refusalOf } from './refusal.ts';
import { wholeId } from './runs.ts';

const RUNS = 100;
const POINTS = 25_000;
const POINTS_OF_INTERVAL = 2500;

export const routes: readonly Route[] = [
  { method: 'GET', path: '/mlflow/metrics/get-history', answer: getHistory },
  { method: 'GET', path: '/mlflow/metrics/get-history-bulk', answer: getHistories },
  { method: 'GET', path: '/mlflow/metrics/get-history-bulk-interval', answer: getIntervals },
];

/** Of a run that is not there: nothing, as MLflow has it. */
async function getHistory(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const key = fields.text('metric_key');
  const limit = pageSize(fields, { otherwise: Number.MAX_SAFE_INTEGER - 1, most: Number.MAX_SAFE_INTEGER - 1 });
  const paging = { limit, pageToken: fields.string('page_token') ?? '' };
  try {
    const { items, nextPageToken } = await stores.runs.historyPage(wholeId(runIdOf(fields)), key, paging);
    return json({ metrics: filled(items.map((point) => metricMessage(key, point))), next_page_token: nextPageToken });
  } catch (error) {
    if (isUnknownRun(error)) return json();
    throw error;
  }
}

async function getHistories(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const ids = runIds(fields, 'run_id', 'GetMetricHistoryBulk');
  const key = fields.text('metric_key');
  const limit = Math.min(pageSize(fields, { otherwise: POINTS, most: Number.MAX_SAFE_INTEGER }), POINTS);
  const points = await stores.runs.histories([...ids].sort(), key, limit);
  return json({ metrics: points.slice(0, limit).map((point) => pointOfRun(key, point)) });
}

async function getIntervals(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const ids = runIds(fields, 'run_ids', 'GetMetricHistoryBulkInterval');
  const key = fields.text('metric_key');
  const limit = pageSize(fields, { otherwise: POINTS_OF_INTERVAL, most: POINTS_OF_INTERVAL });
  const isIn = intervalOf(fields);
  const all = await Promise.all(
    ids.map(async (run) =>
      sampled((await stores.runs.history(run, key)).filter(isIn), limit).map((point) => ({ ...point, run })),
    ),
  );
  return json({ metrics: filled(all.flat().map((point) => pointOfRun(key, point))) });
}

function intervalOf(fields: Fields): (point: MetricPoint) => boolean {
  const start = fields.integer('start_step');
  const end = fields.integer('end_step');
  if (start === undefined && end === undefined) return () => true;
  if (start === undefined || end === undefined)
    throw invalid('If either start step or end step are specified, both must be specified.');
  if (start > end)
    throw invalid(`end_step must be greater than start_step. Found start_step=${start} and end_step=${end}.`);
  return ({ step }) => step >= start && step <= end;
}

/** So many of them at even distances, the first and the last among them. */
function sampled<T>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  if (most === 1) return points.slice(-1);
  return Array.from({ length: most }, (_, at) => points[Math.round((at * (points.length - 1)) / (most - 1))]!);
}

function runIds(fields: Fields, name: string, what: string): readonly string[] {
  const ids = fields.strings(name);
  if (ids.length === 0) throw invalid(`${what} request must specify at least one run_id.`);
  if (ids.length > RUNS)
    throw invalid(`${what} request cannot specify more than ${RUNS} run_ids. Received ${ids.length} run_ids.`);
  return ids.map(wholeId);
}

function pointOfRun(key: string, point: RunMetric): JsonObject {
  return { ...metricMessage(key, point), run_id: point.run };
}

function isUnknownRun(error: unknown): boolean {
  return refusalOf(error)?.code === 'RESOURCE_DOES_NOT_EXIST';
}
