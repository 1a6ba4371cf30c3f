import { lineIndex } from '../../../engine/src/language/lineIndex.ts';
import type { Problem, Severity } from '../../../engine/src/language/problem.ts';
import { shownPath, type ValidateResult } from '../../../engine/src/operations/validate.ts';
import type { Style } from '../terminal.ts';

/** For people: `file:line:column severity code message`, the line it is about with the place marked, and a count at the end. */
export function problemsText(result: ValidateResult, style: Style): string {
  const blocks = result.problems.map((problem) => {
    const { start } = problem.range;
    const place = `${shownPath(problem.file, result)}:${start.line + 1}:${start.character + 1}`;
    const severity = painter(problem.severity, style)(problem.severity);
    const head = `${style.bold(place)} ${severity} ${style.dim(problem.code)} ${problem.message}`;
    return [head, ...excerpt(problem, result.sources.get(problem.file), style)].join('\n');
  });
  return [...blocks, summary(result)].join('\n');
}

function painter(severity: Severity, style: Style): (text: string) => string {
  return { error: style.red, warning: style.yellow, information: style.cyan, hint: style.dim }[severity];
}

function excerpt(problem: Problem, source: string | undefined, style: Style): readonly string[] {
  if (source === undefined) return [];
  const { start, end } = problem.range;
  const line = lineIndex(source).line(start.line);
  if (line.trim() === '') return [];
  const number = String(start.line + 1);
  const stop = end.line === start.line ? end.character : line.trimEnd().length;
  const before = line.slice(0, start.character).replace(/[^\t]/g, ' ');
  const marks = '^'.repeat(Math.max(1, stop - start.character));
  return [
    `${style.dim(`  ${number} |`)} ${line}`,
    `${style.dim(`  ${' '.repeat(number.length)} |`)} ${before}${painter(problem.severity, style)(marks)}`,
  ];
}

function summary({ files, problems }: ValidateResult): string {
  const counts = (['error', 'warning', 'information', 'hint'] as const)
    .map((severity) => ({ severity, count: problems.filter((problem) => problem.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => counted(count, severity === 'information' ? 'note' : severity));
  return `${counted(files.length, 'file')}: ${counts.length === 0 ? 'no problems' : counts.join(', ')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
