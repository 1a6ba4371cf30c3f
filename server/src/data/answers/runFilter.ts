import type { RunSelection } from '../../../../engine/src/ports/runStore.ts';
import { filterWords } from '../../../../engine/src/tracking/filterWords.ts';

/** What a filter box asks of the store: MLflow's grammar where it has an operator, else words. */
export function selected(filter: string | undefined): Pick<RunSelection, 'filter' | 'words'> {
  const text = filter?.trim() ?? '';
  if (text === '') return {};
  const words = filterWords(text);
  return words === undefined ? { filter: text } : { words };
}
