import type { Edit } from './edit.ts';
import { lineIndex } from './lineIndex.ts';
import { isUsual, judged, lastWhole, type Parsed, specComment } from './parseWhole.ts';
import { Shift } from './shift.ts';

/** What was read before with an edit in it that stays inside of a comment; undefined for any other. */
export function commentEdited(text: string, before: Parsed, edit: Edit): Parsed | undefined {
  const { line } = before.lines.position(edit.start);
  const index = before.comments.findIndex((comment) => comment.line === line);
  const old = before.comments[index];
  if (old === undefined) return undefined;
  const content = before.lines.line(line);
  const lineStart = before.lines.offset({ line, character: 0 });
  const mark = lineStart + markOf(content, old.text);
  if (edit.start <= mark || edit.oldEnd > lineStart + content.length) return undefined;
  const written = text.slice(edit.start, edit.newEnd);
  if (!isUsual(written) || written.includes('\n')) return undefined;
  const lines = lineIndex(text, { index: before.lines, edit });
  const shift = new Shift({ from: mark + 1, delta: edit.newEnd - edit.oldEnd, anchored: before.anchored });
  const { errors, unclosed, findings } = before.faults;
  const faults = {
    errors: errors.map((error) => shift.span(error)),
    unclosed: unclosed.map((error) => shift.span(error)),
    findings: findings.map((finding) => shift.finding(finding)),
  };
  const said = lines
    .line(line)
    .slice(mark - lineStart + 1)
    .trim();
  const { problems, brokenAt } = judged(faults, lines);
  return {
    ...before,
    text,
    lines,
    root: before.root && shift.node(before.root),
    problems,
    brokenAt,
    comments: before.comments.with(index, specComment({ text: said, start: mark, end: mark }, lines)),
    faults,
    anchored: shift.anchored(before.anchored),
    whole: brokenAt === undefined ? undefined : lastWhole(before),
  };
}

/** Where the `#` of a comment with this text stands in its line. */
function markOf(line: string, text: string): number {
  let at = line.indexOf('#');
  while (at !== -1 && line.slice(at + 1).trim() !== text) at = line.indexOf('#', at + 1);
  return at === -1 ? line.length : at;
}
