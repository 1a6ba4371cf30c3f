import { printRun } from '../../language/runReference.ts';
import type { RunSource, SourceRun } from '../../ports/runSource.ts';
import type { Run } from '../../ports/runStore.ts';
import { metricRow } from './mainMetric.ts';
import type { StepRow } from './page/runPage.ts';
import { sourceFigures } from './sourceFigures.ts';

const PARENT = 'mlflow.parentRunId';
/** More nested runs of one run are not told. */
const MOST = 1000;

/** Runs nested in another tool's run, oldest first. */
export async function sourceChildren(source: RunSource, run: SourceRun): Promise<readonly SourceRun[]> {
  const { runs } = await source.search({
    experiments: [run.experimentId],
    tag: { key: PARENT, value: run.id },
    orderBy: ['attributes.start_time ASC'],
    limit: MOST,
  });
  return runs;
}

/** Nested runs as steps of the run around them. Runs of one name stay apart, for they are tries and not the same step again. */
export function sourceSteps(run: Run, children: readonly SourceRun[], source: string): readonly StepRow[] {
  const names = Map.groupBy(children, ({ name }) => name);
  return children.map(
    (child): StepRow => ({
      step: (names.get(child.name)?.length ?? 0) > 1 ? `${child.name} ${child.id.slice(0, 8)}` : child.name,
      uses: 'run',
      status: child.status === 'finished' ? 'done' : child.status,
      seconds: child.endTime === undefined ? null : (child.endTime - child.startTime) / 1000,
      began: Math.max(0, (child.startTime - run.startTime) / 1000),
      run: printRun({ run: child.id, source }),
      metrics: sourceFigures(child).map((figure) => metricRow(figure, undefined)),
      reason: null,
      place: null,
    }),
  );
}
