import { lineIndex } from '../../../engine/src/language/lineIndex.ts';
import type { Problem, Severity } from '../../../engine/src/language/problem.ts';
import type { ValidateResult } from '../../../engine/src/operations/validate.ts';
import { type ReportOptions, shownPath } from './reportOptions.ts';

const COLOURS: Record<Severity, string> = { error: '31;1', warning: '33;1', information: '36', hint: '2' };

/** For people: `file:line:column severity code message`, the line it is about with the place marked, and a count at the end. */
export function report(result: ValidateResult, options: ReportOptions = {}): string {
  const paint = (code: string, text: string) => (options.color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const blocks = result.problems.map((problem) => {
    const { start } = problem.range;
    const place = `${shownPath(problem.file, options)}:${start.line + 1}:${start.character + 1}`;
    const head = `${paint('1', place)} ${paint(COLOURS[problem.severity], problem.severity)} ${paint('2', problem.code)} ${problem.message}`;
    return [head, ...excerpt(problem, result.sources.get(problem.file), paint)].join('\n');
  });
  return `${[...blocks, summary(result)].join('\n')}\n`;
}

function excerpt(
  problem: Problem,
  source: string | undefined,
  paint: (code: string, text: string) => string,
): readonly string[] {
  if (source === undefined) return [];
  const { start, end } = problem.range;
  const line = lineIndex(source).line(start.line);
  if (line.trim() === '') return [];
  const number = String(start.line + 1);
  const stop = end.line === start.line ? end.character : line.trimEnd().length;
  const before = line.slice(0, start.character).replace(/[^\t]/g, ' ');
  const marks = '^'.repeat(Math.max(1, stop - start.character));
  return [
    `${paint('2', `  ${number} |`)} ${line}`,
    `${paint('2', `  ${' '.repeat(number.length)} |`)} ${before}${paint(COLOURS[problem.severity], marks)}`,
  ];
}

function summary(result: ValidateResult): string {
  const counts = (['error', 'warning', 'information', 'hint'] as const)
    .map((severity) => ({ severity, count: result.problems.filter((problem) => problem.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => counted(count, severity === 'information' ? 'note' : severity));
  return `${counted(result.files.length, 'file')}: ${counts.length === 0 ? 'no problems' : counts.join(', ')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
