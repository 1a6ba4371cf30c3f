import type { Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';

/** More are never at work together. */
const MOST = 1000;

/** A run of a pipeline that is at work or waits for its turn; runs of dead processes are none. */
export async function workingRun({ runs }: Pick<Stores, 'runs'>, pipeline: string): Promise<Run | undefined> {
  await runs.reap();
  const filter = `attributes.status = 'RUNNING'`;
  const { runs: found } = await runs.search({ filter, topLevel: true, limit: MOST, artifacts: false });
  return found.find(({ tags }) => tags[RUN_TAGS.pipeline] === pipeline);
}
