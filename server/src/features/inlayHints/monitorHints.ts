import type { InlayHint } from 'vscode-languageserver';
import { monitorValues } from '../monitorValues.ts';
import { soon } from '../soon.ts';
import { type HintsAsked, inlayHint, isShown } from './hint.ts';

/** What the newest check of a monitor measured, beside its limits. */
export async function monitorHints(
  { document: { file, snapshot }, range }: Pick<HintsAsked, 'document' | 'range'>,
  patience: number,
  signal: AbortSignal,
): Promise<readonly InlayHint[]> {
  if (file.kind !== 'monitor' || file.name === undefined) return [];
  const checks = await soon(snapshot.knowledge.checks(file.name, signal), patience);
  if (checks === undefined || checks === null) return [];
  return monitorValues(file, checks.newest).flatMap(({ path, text, docs }) => {
    const behind = file.tree.range(path);
    return isShown(behind, { range }) ? [inlayHint({ behind, text, tooltip: docs }, snapshot)] : [];
  });
}
