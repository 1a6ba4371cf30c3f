import type { CompareState } from '../compareState.ts';
import { isElsewhere } from '../model/runLooks.ts';
import { targets } from './targets.ts';

/**
 * For the attribute `data-vscode-context` of a row: package.json shows entries by `webviewRuns`. Of several runs the page is
 * asked for when one is chosen, for they may be thousands. Runs of other tools have none. `runs` stands before that of the whole page, which names what it began with.
 */
export function rowContext(state: Pick<CompareState, 'selected' | 'table'>, run: string): string {
  if (isElsewhere(run)) return JSON.stringify({ run, runs: [run] });
  return JSON.stringify({ run, runs: [run], webviewRuns: targets(state, run).length > 1 ? 'many' : 'one' });
}
