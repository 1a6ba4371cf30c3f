import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import type { Pipeline } from '../../project/pipeline.ts';
import type { Project } from '../../project/project.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import { eventFile } from '../run/eventLog.ts';
import { topRun } from '../run/follow.ts';
import { latestByStep } from './runFigures.ts';
import { NO_STORY, type RunStory, readStory } from './runStory.ts';

/** A pipeline's run with its steps and its events. */
export interface WholeRun {
  readonly run: Run;
  /** The newest nested run of each step, oldest first. */
  readonly steps: readonly Run[];
  readonly story: RunStory;
  /** The pipeline as the project has it now. */
  readonly pipeline: Pipeline | undefined;
}

export interface RunSources {
  readonly stores: Pick<Stores, 'runs' | 'folder'>;
  readonly files: Host['files'];
  readonly project: Project;
}

/** @param id of the run, or of one of its steps; rejects with `Failure` `run-not-found`, `run-ambiguous` */
export async function readWholeRun(id: string, sources: RunSources): Promise<WholeRun> {
  return wholeRunOf(await topRun(sources.stores, id), sources);
}

/** @param run of a pipeline */
export async function wholeRunOf(run: Run, { stores, files, project }: RunSources): Promise<WholeRun> {
  const [nested, text] = await Promise.all([
    stores.runs.children(run.id),
    files.read(eventFile(stores.folder, run.id)),
  ]);
  return {
    run,
    steps: latestByStep(nested),
    story: text === undefined ? NO_STORY : readStory(text),
    pipeline: project.pipelines.get(run.tags[RUN_TAGS.pipeline] ?? ''),
  };
}
