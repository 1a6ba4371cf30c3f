import type { Run } from '../../../../engine/src/ports/runStore.ts';
import { RUN_TAGS, userTags } from '../../../../engine/src/tracking/tags.ts';
import type { RunRow } from '../../views/runs.ts';

/** What a row says of a run, whichever store it is in. */
export function runHead({
  name,
  status,
  startTime,
  endTime,
  tags,
}: Pick<Run, 'name' | 'status' | 'startTime' | 'endTime' | 'tags'>) {
  return {
    name,
    status,
    startedAt: new Date(startTime).toISOString(),
    seconds: endTime === undefined ? null : (endTime - startTime) / 1000,
    branch: tags[RUN_TAGS.branch] ?? null,
    commit: tags[RUN_TAGS.commit] ?? null,
    dirty: tags[RUN_TAGS.dirty] === 'true',
    tags: userTags(tags),
  } satisfies Partial<RunRow>;
}
