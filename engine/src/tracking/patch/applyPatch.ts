import { linesOf } from '../../language/lineDiff.ts';
import type { FilePatch } from './parsePatch.ts';

/**
 * The text of a file after a patch; undefined where the patch does not fit it, or is of bytes that are no text.
 * @param before empty where the file comes with the patch
 */
export function applyPatch(before: string, { hunks, isBinary }: FilePatch): string | undefined {
  if (isBinary) return undefined;
  const lines = linesOf(before);
  const after: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    if (hunk.start < at || hunk.start > lines.length) return undefined;
    after.push(...lines.slice(at, hunk.start));
    at = hunk.start;
    for (const { kind, text } of hunk.lines) {
      if (kind !== 'added') {
        if (lines[at] !== text) return undefined;
        at += 1;
      }
      if (kind !== 'removed') after.push(text);
    }
  }
  return [...after, ...lines.slice(at)].join('');
}
