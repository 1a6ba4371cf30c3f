import type { Tree } from '../../../../engine/src/language/tree.ts';
import type { Edit } from '../edits/edit.ts';

/** Edits of the empty line that was just begun: the indentation that it continues, or the dash of a list of plain values. */
export function newLine(tree: Tree, offset: number, unit: number): Edit[] {
  const { line } = tree.lines.position(offset);
  const content = tree.lines.line(line);
  const before = lineAbove(tree, line);
  if (content.trim() !== '' || before === undefined) return [];
  const wanted = beginning(tree, before, unit);
  const start = tree.lines.offset({ line, character: 0 });
  return wanted === undefined || wanted === content ? [] : [{ start, end: start + content.length, text: wanted }];
}

/** The line right above; an empty one ends what stood there. */
function lineAbove(tree: Tree, line: number): number | undefined {
  return line > 0 && tree.lines.line(line - 1).trim() !== '' ? line - 1 : undefined;
}

function beginning(tree: Tree, line: number, unit: number): string | undefined {
  const content = tree.lines.line(line);
  if (isText(tree, line)) return /^\s*/.exec(content)![0];
  const [, indent = '', dashes = '', rest = ''] =
    /^( *)((?:- +)*)(.*)$/.exec(withoutComment(tree, line).trimEnd()) ?? [];
  const column = ' '.repeat(indent.length + dashes.length);
  if (/^(?:[^"'#{[&*][^:]*|"[^"]*"|'[^']*'):$/.test(rest)) return column + ' '.repeat(unit);
  if (/(?:^|: )[|>][-+0-9]{0,2}$/.test(rest))
    return column + ' '.repeat(dashes !== '' && !rest.includes(':') ? 0 : unit);
  if (/[{[]$/.test(rest)) return column + ' '.repeat(unit);
  if (dashes !== '' && rest !== '' && !/:(?:\s|$)/.test(rest) && !/^[[{]/.test(rest)) return indent + dashes;
  return rest === '' ? undefined : column;
}

function withoutComment(tree: Tree, line: number): string {
  const content = tree.lines.line(line);
  return tree.comments.some((comment) => comment.line === line) ? content.replace(/(?:^|\s)#.*$/, '') : content;
}

/** Whether a line is inside a block scalar. */
function isText(tree: Tree, line: number): boolean {
  const content = tree.lines.line(line);
  const start = tree.lines.offset({ line, character: content.length - content.trimStart().length });
  const node = tree.node(tree.pathAt(start).path);
  return node?.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded') && node.start < start;
}
