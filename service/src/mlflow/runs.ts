import type { Stores } from '../../../engine/src/ports/host.ts';
import type { NewRun, Run, RunStore } from '../../../engine/src/ports/runStore.ts';
import type { Answer, Ask, Route, ServiceContext } from '../http/route.ts';
import { json } from '../http/route.ts';
import { runIdOf, tagOf, tagsOf } from './entries.ts';
import { invalid, notFound } from './errors.ts';
import { experimentId } from './experiments.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { filled, locationOf, PARENT, RUN_NAME, runInfo, runMessage } from './messages.ts';
import { pageSize, VIEWS } from './paging.ts';
import { randomRunName } from './runNames.ts';

const STATUSES = {
  RUNNING: 'RUNNING',
  SCHEDULED: 'SCHEDULED',
  FINISHED: 'FINISHED',
  FAILED: 'FAILED',
  KILLED: 'KILLED',
  1: 'RUNNING',
  2: 'SCHEDULED',
  3: 'FINISHED',
  4: 'FAILED',
  5: 'KILLED',
} as const;

/** What is done to the run that the request names. */
function about(work: (runs: RunStore, id: string, fields: Fields) => Promise<unknown>): Route['answer'] {
  return async (ask, { stores }) => {
    const fields = fieldsOf(ask);
    await work(stores.runs, wholeId(runIdOf(fields)), fields);
    return json();
  };
}

export const routes: readonly Route[] = [
  { method: 'POST', path: '/mlflow/runs/create', answer: create },
  {
    method: 'GET',
    path: '/mlflow/runs/get',
    async answer(ask, { stores }) {
      const run = await stores.runs.run(wholeId(runIdOf(fieldsOf(ask))), { artifacts: false });
      return json({ run: runMessage(run, await locationOfRun(stores, run)) });
    },
  },
  { method: 'POST', path: '/mlflow/runs/update', answer: update },
  { method: 'POST', path: '/mlflow/runs/delete', answer: about((runs, id) => runs.deleteRun(id)) },
  { method: 'POST', path: '/mlflow/runs/restore', answer: about((runs, id) => runs.restoreRun(id)) },
  { method: 'POST', path: '/mlflow/runs/search', answer: search },
  {
    method: 'POST',
    path: '/mlflow/runs/set-tag',
    answer: about((runs, id, fields) => {
      const [key, value] = tagOf(fields);
      return runs.log(id, { tags: { [key]: value } });
    }),
  },
  {
    method: 'POST',
    path: '/mlflow/runs/delete-tag',
    answer: about(async (runs, id, fields) => {
      const key = fields.text('key');
      if (!(await runs.deleteTag(id, key)))
        throw notFound(`No tag with name: ${key.slice(0, 250)} in run with id ${id}`);
    }),
  },
];

async function create(ask: Ask, { stores, undeclared }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  // While it waits for the answer it is there to be looked at.
  await undeclared?.sees(ask);
  const { [RUN_NAME]: nameTag, ...tags } = tagsOf(fields);
  const run = await stores.runs.createRun({
    experiment: { id: experimentId(fields) },
    name: nameOf(fields.string('run_name'), nameTag),
    startTime: fields.integer('start_time') ?? 0,
    user: fields.string('user_id') ?? '',
    ...(await nested(stores.runs, tags)),
    reported: 'RUNNING',
  });
  undeclared?.created(run, { ask, stores });
  return json({ run: runMessage(run, await locationOfRun(stores, run)) });
}

/** @throws MlflowError where name and tag disagree. */
function nameOf(name: string | undefined, tag: string | undefined): string {
  if (name && tag && name !== tag)
    throw invalid(
      `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${name}', mlflow.runName='${tag}').`,
    );
  return name || tag || randomRunName();
}

/** The run around it is our own matter, where it is one we have; else the tag stays one. */
async function nested(runs: RunStore, tags: Record<string, string>): Promise<Pick<NewRun, 'parent' | 'tags'>> {
  const { [PARENT]: parent, ...others } = tags;
  if (parent === undefined || !isWholeId(parent)) return { tags };
  const isThere = await runs.run(parent, { artifacts: false }).then(
    () => true,
    () => false,
  );
  return isThere ? { parent, tags: others } : { tags };
}

async function update(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const name = fields.string('run_name');
  const status = fields.choice('status', STATUSES);
  const endTime = fields.integer('end_time');
  const said = {
    ...(name ? { name } : {}),
    ...(status === undefined ? {} : { status }),
    ...(endTime === undefined ? {} : { endTime }),
  };
  const run = await stores.runs.updateRun(wholeId(runIdOf(fields)), said, { artifacts: false });
  return json({ run_info: runInfo(run, await locationOfRun(stores, run)) });
}

async function search(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const { runs, nextPageToken } = await stores.runs.search({
    experiments: fields.strings('experiment_ids'),
    filter: fields.string('filter') ?? '',
    view: fields.choice('run_view_type', VIEWS) ?? 'active',
    orderBy: fields.strings('order_by'),
    limit: pageSize(fields, { otherwise: 1000, most: 50_000 }),
    pageToken: fields.string('page_token') ?? '',
    artifacts: false,
  });
  const locations = await locationsOf(stores, runs);
  return json({
    runs: filled(runs.map((run) => runMessage(run, locations.get(run.experimentId)!))),
    next_page_token: nextPageToken,
  });
}

async function locationOfRun(stores: Stores, run: Run): Promise<string> {
  return locationOf(await stores.runs.experimentById(run.experimentId));
}

/** By id of the experiment. */
async function locationsOf(stores: Stores, runs: readonly Run[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(runs.map((run) => run.experimentId))];
  return new Map(
    await Promise.all(ids.map(async (id) => [id, locationOf(await stores.runs.experimentById(id))] as const)),
  );
}

/** A person may give the beginning of an id, a program may not. */
export function wholeId(id: string): string {
  if (!isWholeId(id)) throw notFound(`Run with id=${id.slice(0, 100)} not found`);
  return id;
}

function isWholeId(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id);
}
