import { hiddenColumns } from '../../../../engine/src/facts/hiddenColumns.ts';
import { topRun } from '../../../../engine/src/operations/run/follow.ts';
import { buildRunPage } from '../../../../engine/src/operations/runs/page/buildRunPage.ts';
import type { RunPage } from '../../../../engine/src/operations/runs/page/runPage.ts';
import { type TableTimes, tableTimes } from '../../../../engine/src/operations/runs/page/times.ts';
import type { Stores } from '../../../../engine/src/ports/host.ts';
import type { TableValue } from '../../../../engine/src/ports/step.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import type { Viewed } from '../protocol.ts';
import { registeredModels } from './registered.ts';
import { runNamed } from './runNamed.ts';

/** All that the page of a run shows; of a step's run that of its pipeline. */
export async function runPage(
  asked: Viewed,
  { run: id }: ViewQuestions['runPage']['params'],
  signal: AbortSignal,
): Promise<RunPage> {
  const stores = await runNamed(asked, id);
  const run = await topRun(stores, stores.run.id);
  // Before the page is made, for that marks runs of dead processes interrupted.
  const live = run.status === 'running' ? await asked.liveRuns.all(asked) : [];
  const { host, project } = asked;
  return buildRunPage(run.id, {
    stores,
    files: host.files,
    project,
    models: await registeredModels(asked),
    live: live.find((one) => one.run === run.id) ?? null,
    times: (table) => timesOf(asked, { table, stores, signal }),
  });
}

interface Timed {
  readonly table: TableValue;
  readonly stores: Stores;
  readonly signal: AbortSignal;
}

/** Null also where nobody may see them. */
async function timesOf({ host, project }: Asked, { table, stores, signal }: Timed): Promise<TableTimes | null> {
  const isHidden = Object.keys(table.lineage).some((name) => {
    const { timestamp } = project.datasets.get(name) ?? {};
    return timestamp !== undefined && hiddenColumns(project, name).has(timestamp.toLowerCase());
  });
  return isHidden ? null : tableTimes(table, { host, stores, signal });
}
