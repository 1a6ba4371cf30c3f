import { window } from 'vscode';
import type { Views } from './views.ts';

/** Asks for a filter of the runs and shows what it leaves; one that is not understood is not taken. */
export async function filterRuns(views: Views): Promise<void> {
  const typed = await window.showInputBox({
    title: 'Filter runs',
    value: views.filter,
    placeHolder: "metrics.roc_auc > 0.7 and params.rounds = '300'",
    prompt: 'Conditions on metrics, params, tags and attributes, or words that ids, names, notes and tags contain',
    validateInput: (text) => (text.trim() === '' ? undefined : views.problemOf(text.trim())),
  });
  if (typed !== undefined) await views.setFilter(typed.trim());
}
