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

/** Those of the pipeline, then those of the learner that say something else; what changed first. */
export function pageParams(
  { run, pipeline }: WholeRun,
  training: Run | undefined,
  against: ParamsAgainst | undefined,
): readonly PageParam[] {
  const called = Object.entries(run.params).map(([name, value]): PageParam => {
    const theirs = against?.run[name] ?? against?.learner[name];
    const place = pipeline === undefined ? null : placeAt(pipeline, ['params', name], 'key');
    return { name, value, was: changed(value, theirs), place };
  });
  const learned = Object.entries(training?.params ?? {}).flatMap(([name, value]): PageParam[] => {
    if (run.params[name] === value || training === undefined) return [];
    const step = stepIdOf(training);
    const path = ['steps', stepName(step), 'with', 'params', name];
    const shown = name in run.params ? `${step}.${name}` : name;
    const place = pipeline === undefined ? null : placeAt(pipeline, path, 'key');
    return [{ name: shown, value, was: changed(value, against?.learner[name]), place }];
  });
  const rank = ({ was, place }: PageParam) => (was === null ? 2 : 0) + (place === null ? 1 : 0);
  return [...called, ...learned.toSorted((a, b) => Number(a.place === null) - Number(b.place === null))].toSorted(
    (a, b) => Number(rank(a) >= 2) - Number(rank(b) >= 2),
  );
}

function changed(value: string, theirs: string | undefined): string | null {
  return theirs === undefined || theirs === value ? null : theirs;
}
