import { Failure } from '../../failure.ts';
import type { ResolvedDataset } from '../../ports/step.ts';
import type { ProjectDatasets } from './tables.ts';

/** A dataset as its files are now; undefined where the project does not have it, or its files are not there or cannot be read. */
export async function currentDataset(
  { project, find }: Pick<ProjectDatasets, 'project' | 'find'>,
  name: string,
): Promise<ResolvedDataset | undefined> {
  if (!project.datasets.has(name)) return undefined;
  try {
    return await find(name);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
