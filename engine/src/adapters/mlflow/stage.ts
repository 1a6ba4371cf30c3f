import type { Stage } from '../../ports/modelRegistry.ts';

export function isStage(text: string | undefined): text is Stage {
  return text === 'Staging' || text === 'Production' || text === 'Archived';
}
