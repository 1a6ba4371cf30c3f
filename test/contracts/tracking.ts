import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Call, type Reply, send } from '../kit/service.ts';
import { differences, IdMap, responseJson } from '../kit/wireTrace.ts';
import { artifacts } from './tracking/artifacts.ts';
import type { Ask, More, Scenario } from './tracking/ask.ts';
import { badInput } from './tracking/badInput.ts';
import { experiments } from './tracking/experiments.ts';
import { loggedModels } from './tracking/loggedModels.ts';
import { registry } from './tracking/registry.ts';
import { inputs, nested, runs } from './tracking/runs.ts';
import { searchRuns } from './tracking/searchRuns.ts';

/** Played in this order on one server, whose experiments are then numbered alike. */
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  ...{ experiments, runs, inputs, nested, searchRuns },
  ...{ badInput, artifacts, loggedModels, registry },
};

const GOLDEN = new URL('../golden/tracking.json', import.meta.url);

export interface Answered {
  readonly scenario: string;
  readonly call: string;
  readonly status: number;
  readonly answer: unknown;
  readonly otherwise?: More['otherwise'];
}

/** All scenarios, on a server that holds nothing yet. */
export async function playTracking(server: { readonly port: number; readonly token: string | null }) {
  const answered: Answered[] = [];
  for (const [scenario, play] of Object.entries(SCENARIOS)) await play(asking(server, scenario, answered));
  return answered;
}

/** What MLflow answered, as test:python has recorded it. */
export function mlflowsAnswers(): readonly Answered[] {
  return existsSync(GOLDEN) ? (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Answered[]) : [];
}

export function recordAnswers(answered: readonly Answered[]): void {
  const lines = answered.map(({ scenario, call, status, answer }) =>
    JSON.stringify({ scenario, call, status, answer }),
  );
  writeFileSync(GOLDEN, `[\n${lines.join(',\n')}\n]\n`);
}

/** One line for each answer that is another; `isMlflow`: where we answer otherwise on purpose, it does not. */
export function deviations(answered: readonly Answered[], { isMlflow = false } = {}): readonly string[] {
  const recorded = mlflowsAnswers();
  const ids = new IdMap();
  const lines = answered.flatMap((now, at) => {
    const then = recorded[at];
    const name = `${now.scenario} ${at}: ${now.call}`;
    if (then === undefined) return [`${name}: MLflow was not asked this`];
    if (now.otherwise && !isMlflow)
      return now.status === now.otherwise.status ? [] : [`${name}: ${now.status} ${JSON.stringify(now.answer)}`];
    if (then.status !== now.status)
      return [`${name}: ${then.status} is ${now.status} ${JSON.stringify(now.answer).slice(0, 300)}`];
    return differences(then.answer, now.answer, ids).map((line) => `${name}: ${line}`);
  });
  return recorded.length === answered.length ? lines : [...lines, `${recorded.length} calls are ${answered.length}`];
}

function asking(
  { port, token }: { readonly port: number; readonly token: string | null },
  scenario: string,
  answered: Answered[],
): Ask {
  const call = async (method: string, path: string, sent: Call = {}, { otherwise }: More = {}) => {
    const reply = await send(port, method, path, { token, ...sent });
    const answer = answerOf(reply);
    const said = `${method} ${path} ${JSON.stringify(sent).slice(0, 160)}`;
    answered.push({ scenario, call: said, status: reply.status, answer, ...(otherwise ? { otherwise } : {}) });
    return answer;
  };
  return {
    call,
    post: (path, json = {}, more = {}) => call('POST', `/api/2.0/mlflow/${path}`, { json }, more),
    get: (path, query = {}, more = {}) => call('GET', `/api/2.0/mlflow/${path}`, { query }, more),
  };
}

/** Of a refusal what clients look at; the words are ours. */
function answerOf({ text, status }: Reply): unknown {
  const json = responseJson({ response: text });
  if (status < 400) return json === undefined ? text || {} : withoutWorkspace(json);
  return { error_code: (json as { readonly error_code?: unknown } | undefined)?.error_code };
}

/** What MLflow says of workspaces since 3.17; there are none here, and clients take its absence for `default`. */
function withoutWorkspace(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (key, value) => (key === 'workspace' ? undefined : value)));
}
