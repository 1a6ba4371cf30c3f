import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRouter } from '../../service/src/http/router.ts';
import { ROUTES } from '../../service/src/mlflow/routes.ts';
import { type Reply, testService } from '../kit/service.ts';
import { differences, IdMap, type Recorded, recordedCalls, responseJson, wholeBody } from '../kit/wireTrace.ts';

const calls = recordedCalls();

interface Otherwise {
  /** From and to, inclusive. */
  readonly calls: readonly [number, number];
  readonly why: string;
  /** Ours, where it is another. */
  readonly status?: number;
}

const LATEST = 'the newest versions of a model name their aliases';

/** Where we answer otherwise, on purpose. */
const OTHERWISE: readonly Otherwise[] = [
  { calls: [102, 102], why: 'the run leads to the version' },
  { calls: [155, 155], why: LATEST },
  { calls: [166, 166], why: LATEST },
  { calls: [178, 178], why: LATEST },
  { calls: [189, 209], why: LATEST },
  { calls: [212, 212], why: LATEST },
  { calls: [232, 232], why: LATEST },
  { calls: [236, 236], why: 'version files are facts that say the name', status: 501 },
  { calls: [237, 240], why: 'the same', status: 404 },
  { calls: [472, 472], why: 'MLflow fails where the logged model is not there', status: 404 },
  { calls: [487, 487], why: 'MLflow fails where the stage cannot archive others', status: 400 },
  { calls: [494, 496], why: 'an alias goes with its version' },
  { calls: [497, 497], why: 'newest versions of each stage come by number' },
  { calls: [500, 501], why: 'the model that was not renamed is there' },
  { calls: [504, 504], why: 'versions come by name where no order is wanted' },
  { calls: [132, 132], why: 'a dataset read for training and for evaluation keeps both contexts' },
  { calls: [139, 139], why: 'the same' },
  { calls: [149, 149], why: 'the same' },
  { calls: [363, 363], why: 'traces are not kept', status: 404 },
  { calls: [364, 366], why: 'traces are not kept', status: 404 },
  { calls: [379, 379], why: 'a run without an experiment is told so, not SQL' },
  { calls: [413, 413], why: 'the recording does not hold the whole body', status: 200 },
  { calls: [510, 511], why: 'artifacts are kept with the run or model that made them', status: 404 },
  { calls: [513, 513], why: 'a folder is no file: MLflow fails', status: 404 },
  { calls: [514, 514], why: 'artifacts are kept with the run or model that made them' },
  { calls: [517, 517], why: 'artifacts are kept with the run or model that made them' },
  { calls: [563, 568], why: 'the recorded server lacked a package', status: 200 },
  { calls: [569, 569], why: 'the model is in the list of the run' },
  { calls: [571, 571], why: 'the model is in the list of the run' },
  { calls: [573, 573], why: 'the model is in the list of the run' },
  { calls: [597, 602], why: 'the recorded server lacked a package', status: 200 },
];

test("the recorded calls of MLflow's client are answered as MLflow does", {
  skip: calls === undefined ? 'the recording is not at hand' : false,
}, async (t) => {
  const service = await testService(t);
  const router = createRouter(ROUTES);
  const ids = new IdMap();
  const wrong: string[] = [];
  const left = new Set<string>();
  const counts = { whole: 0, status: 0, left: 0 };
  for (const [at, call] of calls!.entries()) {
    if (
      !/nope|v1\/traces|^\/health$/.test(call.path) &&
      router.match(call.method, encodeURI(call.path)).methods.length === 0
    ) {
      counts.left++;
      left.add(`${call.method} ${call.path.replace(/(\/artifacts\/|m-|presigned\/|mpu\/).*/, '$1...')}`);
      if (!isOtherwise(at)) continue;
    }
    const reply = await service.call(call.method, encodeURI(ids.translate(call.path)), {
      ...(call.query ? { query: queryOf(call.query, ids) } : {}),
      ...bodyOf(call, ids),
    });
    const found = compared({ ...call, status: isOtherwise(at)?.status ?? call.status }, reply, ids);
    counts[found.whole ? 'whole' : 'status']++;
    const counting = isOtherwise(at) && reply.status === (isOtherwise(at)?.status ?? call.status) ? [] : found.lines;
    wrong.push(...counting.map((line) => `${at} ${call.scenario}: ${call.method} ${call.path}: ${line}`));
  }
  t.diagnostic(`${counts.whole} answers compared whole, ${counts.status} by status, ${counts.left} calls left out`);
  if (left.size > 0) t.diagnostic(`left out: ${[...left].join(', ')}`);
  assert.deepEqual(wrong, []);
  assert.deepEqual(service.reported, []);
});

function isOtherwise(at: number): Otherwise | undefined {
  return OTHERWISE.find(({ calls: [from, to] }) => at >= from && at <= to);
}

function compared(
  call: Recorded,
  reply: Reply,
  ids: IdMap,
): { readonly lines: readonly string[]; readonly whole: boolean } {
  if (reply.status !== call.status)
    return { lines: [`${call.status} is ${reply.status} ${reply.text.slice(0, 200)}`], whole: false };
  const recorded = isFile(call) ? undefined : responseJson(call);
  if (recorded === undefined) return { lines: [], whole: false };
  const now = responseJson({ response: reply.text });
  if (call.status >= 400) return { lines: differences(codeOf(recorded), codeOf(now), ids), whole: true };
  return { lines: differences(recorded, now, ids), whole: true };
}

/** Its bytes were not recorded whole. */
function isFile({ method, path }: Recorded): boolean {
  return method === 'GET' && path.includes('/mlflow-artifacts/artifacts/');
}

/** What clients look at; the words are ours. */
function codeOf(error: unknown): unknown {
  return (error as { readonly error_code?: unknown }).error_code;
}

function queryOf(text: string, ids: IdMap): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(text)) query[key] = [...(query[key] ?? []), ids.translate(value)];
  return query;
}

function bodyOf(call: Recorded, ids: IdMap) {
  if (call.method === 'GET') return {};
  const whole = wholeBody(call);
  return {
    body: typeof whole === 'string' ? ids.translate(whole) : whole,
    headers: call.content_type === null ? {} : { 'content-type': call.content_type },
  };
}
