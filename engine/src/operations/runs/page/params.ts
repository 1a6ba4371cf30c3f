import type { Path } from '../../../language/tree.ts';
import type { Run } from '../../../ports/runStore.ts';
import { stepIdOf } from '../runFigures.ts';
import type { WholeRun } from '../wholeRun.ts';
import { placeAt, stepName } from './places.ts';
import type { PageParam } from './runPage.ts';

/** Parameters of production: those its pipeline was called with, and those of its learner. */
export interface ParamsAgainst {
  readonly run: Readonly<Record<string, string>>;
  readonly learner: Readonly<Record<string, string>>;
}

/** Those of the pipeline, then those of the learner that say something else: what is set in the spec before defaults, what changed before all. */
export function pageParams(
  { run, pipeline }: WholeRun,
  training: Run | undefined,
  against: ParamsAgainst | undefined,
): readonly PageParam[] {
  const placeOf = (path: Path) => (pipeline === undefined ? null : placeAt(pipeline, path, 'key'));
  const called = Object.entries(run.params).map(([name, value]): PageParam => {
    const theirs = against?.run[name] ?? against?.learner[name];
    return { name, value, was: changed(value, theirs), place: placeOf(['params', name]) };
  });
  const learned = Object.entries(training?.params ?? {}).flatMap(([name, value]): PageParam[] => {
    if (run.params[name] === value || training === undefined) return [];
    const step = stepIdOf(training);
    const shown = name in run.params ? `${step}.${name}` : name;
    const place = placeOf(['steps', stepName(step), 'with', 'params', name]);
    return [{ name: shown, value, was: changed(value, against?.learner[name]), place }];
  });
  const all = [...called.toSorted(byLine), ...learned.toSorted(byLine)];
  return [...all.filter(({ was }) => was !== null), ...all.filter(({ was }) => was === null)];
}

/** As they stand in the file, those that do not last. */
function byLine(a: PageParam, b: PageParam): number {
  if (a.place === null || b.place === null) return Number(a.place === null) - Number(b.place === null);
  return a.place.line - b.place.line;
}

function changed(value: string, theirs: string | undefined): string | null {
  return theirs === undefined || theirs === value ? null : theirs;
}
