import type { CompareState } from '../compareState.ts';
import { isElsewhere } from '../model/runLooks.ts';
import { targets } from './targets.ts';

/**
 * For the attribute `data-vscode-context` of a row: package.json shows entries by `webviewRuns`. Of several runs the page is
 * asked for when one is chosen, for they may be thousands. Runs of other tools have those by `webviewOther`. `runs` stands before that of the whole page, which names what it began with.
 * Cut and paste mean nothing on a row.
 */
export function rowContext(state: Pick<CompareState, 'selected' | 'table'>, run: string): string {
  const about = { run, runs: [run], preventDefaultContextMenuItems: true };
  if (isElsewhere(run)) return JSON.stringify({ ...about, webviewOther: true });
  return JSON.stringify({ ...about, webviewRuns: targets(state, run).length > 1 ? 'many' : 'one' });
}
