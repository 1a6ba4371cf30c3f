import { blocksAround } from './block.ts';
import { commentEdited } from './commentEdit.ts';
import { type Edit, editBetween } from './edit.ts';
import { isFull, MAX_SPEC_LENGTH, type Parsed } from './parseWhole.ts';
import { readBlock } from './readBlock.ts';
import { splice } from './splice.ts';

/**
 * The same as reading the whole of `text`, but only the lines of the smallest block around the change are read; undefined
 * when it cannot be told that this is the same: the caller reads the whole then.
 */
export function reparse(text: string, before: Parsed): Parsed | undefined {
  return reparsed(text, before) ?? (before.whole && reparsed(text, before.whole));
}

function reparsed(text: string, before: Parsed): Parsed | undefined {
  if (!before.usual || text.length > MAX_SPEC_LENGTH) return undefined;
  const edit = editBetween(before.text, text);
  return commentEdited(text, before, edit) ?? blockEdited(text, before, edit);
}

/** Characters that are read in any case, and the share of the text that is, before reading the whole is cheaper. */
const SMALL = 16_384;
const SHARE = 0.3;

function blockEdited(text: string, before: Parsed, edit: Edit): Parsed | undefined {
  let budget = Math.max(SMALL, SHARE * text.length);
  for (const block of blocksAround(before.root, before.text, edit)) {
    budget -= block.end - block.start + edit.newEnd - edit.oldEnd;
    if (budget < 0) return undefined;
    const change = { block, edit, before };
    const read = readBlock(text, change);
    if (read === undefined) continue;
    const parsed = splice(text, read, change);
    return isFull(parsed.faults) ? undefined : parsed;
  }
  return undefined;
}
