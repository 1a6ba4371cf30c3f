import type { RunSelection } from '../../../../engine/src/ports/runStore.ts';

const OPERATOR = /[<>=]|\bI?LIKE\s+['"]|\bIS\s+(NOT\s+)?NULL\b|\bIN\s*\(/i;

/** What a filter box asks of the store: MLflow's grammar where it has an operator, else words. */
export function selected(filter: string | undefined): Pick<RunSelection, 'filter' | 'words'> {
  const text = filter?.trim() ?? '';
  if (text === '') return {};
  return OPERATOR.test(text) ? { filter: text } : { words: text.split(/\s+/) };
}
