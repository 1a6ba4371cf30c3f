import { basename, relative } from 'node:path';
import type { PreparedStep } from '../../../engine/src/operations/debug/prepareStep.ts';

/** What is said when a step that was debugged has ended: where its outputs lie, and the first time that it was no run. */
export function endedText(
  { step, outputs, folder, cwd }: Pick<PreparedStep, 'step' | 'outputs' | 'folder' | 'cwd'>,
  { written, isFirst }: { readonly written: readonly string[]; readonly isFirst: boolean },
): string {
  const missing = Object.keys(outputs).filter((name) => !written.includes(name));
  const place = relative(cwd, folder);
  // The store of a second worktree lies in the first.
  const where = place.startsWith('..') ? folder : place;
  const files = written.map((name) => basename(outputs[name]!)).join(', ');
  const parts = [
    written.length > 0
      ? `Step \`${step}\` wrote ${files} in ${where}`
      : `Step \`${step}\` has ended; its files lie in ${where}`,
    ...(missing.length > 0 ? [`It did not write ${missing.map((name) => `\`${name}\``).join(', ')}`] : []),
    ...(isFirst ? ['A step that is debugged is not recorded as a run'] : []),
  ];
  return parts.join('. ');
}
