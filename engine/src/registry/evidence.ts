import type { ModelVersion } from '../ports/modelRegistry.ts';

type Evidence = Pick<ModelVersion, 'evidence'>;

/**
 * Whether a version carries scores and test rows where another of the same bytes does. One that an older Modelyard registered, or that came
 * from a file, may lack them, and facts are never changed: then the same model is registered once more, so that gates can judge it.
 */
export function hasEvidenceOf({ evidence }: Evidence, { evidence: other }: Evidence): boolean {
  return (
    (evidence.scores !== undefined || other.scores === undefined) &&
    (evidence.test !== undefined || other.test === undefined)
  );
}
