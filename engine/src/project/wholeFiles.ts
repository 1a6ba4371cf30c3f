import { PROJECT_FILE } from '../language/kinds.ts';
import type { Derivation, Project } from './project.ts';

/** Whether all pipelines can be read to their ends: what one does not hold may stand behind where its YAML is broken. */
export function arePipelinesWhole(project: Project): boolean {
  return project.derive(PIPELINES);
}

const PIPELINES: Derivation<boolean> = {
  name: 'whole pipelines',
  of: ({ index }) => index.files('pipeline').every(({ tree }) => tree.brokenAt === undefined),
  isSame: (before, now) => before === now,
};

/** Whether modelyard.yaml can be read to its end. */
export function areSettingsWhole(project: Project): boolean {
  return project.derive(SETTINGS);
}

const SETTINGS: Derivation<boolean> = {
  name: 'whole settings',
  of: ({ files }) => files.get(PROJECT_FILE)?.tree.brokenAt === undefined,
  isSame: (before, now) => before === now,
};
