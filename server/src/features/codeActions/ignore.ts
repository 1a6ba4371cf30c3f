import { lineBreak } from '../../../../engine/src/language/edits/places.ts';
import type { Edit } from '../edits/edit.ts';
import { type Fix, type Fixing, inFile } from './fix.ts';

/** Codes of what keeps a file from being read; a comment does not silence them. */
const SYNTAX = new Set(['yaml-syntax', 'alias-blow-up']);

/** A comment that silences the problem: behind its line, or above it where the text of the line goes on below. */
export function ignore(fixing: Fixing): readonly Fix[] {
  const { problem } = fixing;
  if (SYNTAX.has(problem.code)) return [];
  const { line } = problem.range.start;
  const edit = added(fixing, line);
  return edit === undefined ? [] : inFile(fixing, `Ignore ${problem.code} on this line`, [edit]);
}

function added({ tree, problem: { code } }: Fixing, line: number): Edit | undefined {
  const content = tree.lines.line(line);
  const end = tree.lines.offset({ line, character: Number.POSITIVE_INFINITY });
  const before = tree.comments.find((comment) => comment.line === line && comment.text.startsWith('modelyard-ignore'));
  const at = end - (content.length - content.trimEnd().length);
  if (before !== undefined) return { start: at, end: at, text: `, ${code}` };
  const above = tree.comments.find((comment) => comment.alone && comment.line === line - 1);
  if (above?.text.startsWith('modelyard-ignore')) {
    const last = tree.lines.offset({ line: line - 1, character: tree.lines.line(line - 1).trimEnd().length });
    return { start: last, end: last, text: `, ${code}` };
  }
  if (canEndInComment(tree, tree.pathAt(at).path, line)) return { start: at, end, text: ` # modelyard-ignore ${code}` };
  return aboveLine(tree, line, code);
}

/** Not inside a scalar of several lines, nor behind a comment. */
function canEndInComment(tree: Fixing['tree'], path: Fixing['path'], line: number): boolean {
  if (tree.comments.some((comment) => comment.line === line)) return false;
  const node = tree.node(path);
  if (node?.kind !== 'scalar') return true;
  const [from, to] = [tree.lines.position(node.start).line, tree.lines.position(node.end).line];
  return from === to || line < from || line > to || (node.style !== 'plain' && line === from && isBlock(node.style));
}

function isBlock(style: string): boolean {
  return style === 'literal' || style === 'folded';
}

function aboveLine(tree: Fixing['tree'], line: number, code: string): Edit | undefined {
  const start = tree.lines.offset({ line, character: 0 });
  const node = tree.node(tree.pathAt(start).path);
  const isInside = node?.kind === 'scalar' && start > node.start && start < node.end;
  if (isInside) return undefined;
  const indent = /^ */.exec(tree.lines.line(line))![0];
  return { start, end: start, text: `${indent}# modelyard-ignore ${code}${lineBreak(tree.text)}` };
}
