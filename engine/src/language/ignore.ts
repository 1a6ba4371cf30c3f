import type { Problem } from './problem.ts';
import type { Tree } from './tree.ts';

const IGNORE = /^modelyard-ignore\s+(.+)$/;

/**
 * Whether a comment silences the problem: `# modelyard-ignore unknown-column` behind the line where it begins, or alone on
 * the line above; several codes stand with commas or blanks between them.
 */
export function isIgnored(problem: Problem, tree: Pick<Tree, 'comments'>): boolean {
  const { line } = problem.range.start;
  return tree.comments.some((comment) => {
    if (comment.line !== line && !(comment.alone && comment.line === line - 1)) return false;
    return ignoredCodes(comment.text).includes(problem.code);
  });
}

function ignoredCodes(comment: string): readonly string[] {
  return IGNORE.exec(comment)?.[1]?.split(/[\s,]+/) ?? [];
}
