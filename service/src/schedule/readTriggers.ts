import type { Files } from '../../../engine/src/ports/files.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import type { Project } from '../../../engine/src/project/project.ts';
import { triggersOf } from '../../../engine/src/project/triggers.ts';
import type { TriggeredProject } from './triggerFiles.ts';

/** Reads the project, texts that did not change taken from what was read before. */
export async function readTriggers(
  files: Files,
  root: string,
  previous: Project | undefined,
): Promise<TriggeredProject> {
  const project = await loadProject(files, root, previous === undefined ? {} : { previous });
  return { project, triggers: triggersOf(project) };
}
