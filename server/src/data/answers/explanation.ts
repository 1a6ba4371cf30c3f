import {
  type KeptExplanation,
  keptExplanation,
} from '../../../../engine/src/operations/models/explain/keptExplanations.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import { viewStores } from './viewStores.ts';

/** Why a metric changed from one run to another, as it was told the last time; null where nobody asked yet. */
export async function explanation(
  asked: Asked,
  { a, b }: ViewQuestions['explanation']['params'],
): Promise<KeptExplanation | null> {
  const stores = await viewStores(asked);
  return (stores && (await keptExplanation(a, b, stores.memo))) ?? null;
}
