import { asksFor } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { Pipeline } from '../../../../engine/src/project/pipeline.ts';
import type { ColumnKind } from '../../../../engine/src/tracking/table/runTable.ts';
import { RUN_TAGS } from '../../../../engine/src/tracking/tags.ts';

/** What a run is called and where it comes from: always told. */
export const HEAD_ATTRIBUTES = [
  'source',
  'run_name',
  'status',
  'start_time',
  'duration',
  'experiment',
  'user_id',
] as const;
export type HeadAttribute = (typeof HEAD_ATTRIBUTES)[number];

/** Tags that name a run or say where it stands: always told. */
export const HEAD_TAGS: readonly string[] = [
  RUN_TAGS.branch,
  RUN_TAGS.commit,
  RUN_TAGS.dirty,
  RUN_TAGS.note,
  RUN_TAGS.pipeline,
  RUN_TAGS.models,
];

/** Ranks columns as the pipelines speak of them: metrics in the order in which they are asked for, params as they are declared. */
export function columnRanks(pipelines: readonly Pipeline[]): (kind: ColumnKind, key: string) => number | null {
  const wanted = pipelines.flatMap(asksFor);
  const params = pipelines.flatMap((pipeline) => [...pipeline.params.keys()]);
  return (kind, key) => {
    if (kind === 'metric') return place(wanted.findIndex((isWanted) => isWanted(key)));
    if (kind === 'param') return place(params.indexOf(key));
    if (kind === 'attribute') return place((HEAD_ATTRIBUTES as readonly string[]).indexOf(key));
    if (kind === 'tag') return key === RUN_TAGS.note ? 0 : null;
    return null;
  };
}

function place(index: number): number | null {
  return index < 0 ? null : index;
}
