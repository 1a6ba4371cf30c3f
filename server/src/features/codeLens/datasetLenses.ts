import { locks } from '../../../../engine/src/checks/locks.ts';
import type { DatasetLock } from '../../../../engine/src/project/lock.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { COMMANDS } from '../../protocol.ts';
import type { Document } from '../spot.ts';
import { command, type Lens, lensAt, projectUri } from './lens.ts';

/** `Lock data` above a dataset that has no lock, or one that is older than its data. */
export function datasetLenses(document: Document): readonly Lens[] {
  const { file, snapshot } = document;
  const root = projectUri(document);
  const dataset = file.name === undefined ? undefined : snapshot.project.datasets.get(file.name);
  if (root === undefined || dataset?.file !== file.path) return [];
  const lock = snapshot.project.locks.get(dataset.name);
  if (lock !== undefined && !isStale(snapshot.project, lock)) return [];
  const title = lock === undefined ? 'Lock data' : 'Lock data anew';
  return [lensAt(file.tree, ['dataset'], command(COMMANDS.lockData, title, { root, dataset: dataset.name }))];
}

/** As the rule says it: what cannot be known is not stale. */
function isStale(project: Project, { file: path }: DatasetLock): boolean {
  const file = project.files.get(path);
  return file !== undefined && [...(locks.check?.(project, file) ?? [])].some(({ code }) => code === 'lock-stale');
}
