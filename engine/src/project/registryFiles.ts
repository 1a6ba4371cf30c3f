import { PROJECT_FILE } from '../language/kinds.ts';
import { REGISTRY_FOLDER } from './models.ts';
import type { Derivation, Project } from './project.ts';
import { textsAt } from './read.ts';

/** Whether all of the registry is in the snapshot, so that what is not there is not there: `exclude` may keep files out. */
export function isWholeRegistry(project: Project): boolean {
  return project.derive(WHOLE_REGISTRY);
}

const WHOLE_REGISTRY: Derivation<boolean> = {
  name: 'whole registry',
  of({ files }) {
    const settings = files.get(PROJECT_FILE);
    const excluded = settings === undefined ? [] : textsAt(settings.tree, ['exclude']);
    return excluded.every(
      ({ text }) => !/^[*?{[]/.test(text) && !text.replace(/^\.\//, '').startsWith(REGISTRY_FOLDER),
    );
  },
  isSame: (before, now) => before === now,
};
