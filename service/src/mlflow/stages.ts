import type { Stage } from '../../../engine/src/ports/modelRegistry.ts';
import { invalid } from './errors.ts';

const STAGES: readonly (Stage | 'None')[] = ['None', 'Staging', 'Production', 'Archived'];

/** A stage in any case. @throws MlflowError */
export function stageOf(text: string): Stage | 'None' {
  const found = STAGES.find((stage) => stage.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw invalid(
    `Invalid Model Version stage: ${text.slice(0, 100)}. Value must be one of None, Staging, Production, Archived.`,
  );
}
