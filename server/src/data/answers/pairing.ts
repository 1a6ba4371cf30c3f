import type { PairingNow } from '../../views/comparison.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Viewed } from '../protocol.ts';

/** How far the measuring of a pair is, which ends where it is no longer wanted. */
export async function pairing(
  { pairings }: Viewed,
  { isWanted, ...pair }: ViewQuestions['pairing']['params'],
): Promise<PairingNow | null> {
  if (!isWanted) pairings.stop(pair);
  return pairings.at(pair);
}
