import type { Run } from '../../ports/runStore.ts';
import { betterOf } from './mainMetric.ts';
import { type RunFigure, runFigures } from './runFigures.ts';

/**
 * What another tool's run has measured. No pipeline says which figure counts, so those whose direction is known come
 * first, then those that are numbers, then the others, each by name.
 */
export function sourceFigures(run: Run): readonly RunFigure[] {
  const rank = ({ name, value }: RunFigure) => (!Number.isFinite(value) ? 2 : betterOf(name) === null ? 1 : 0);
  return runFigures({ ...run, parent: undefined }, []).toSorted((a, b) => rank(a) - rank(b));
}
