import type { Severity } from '../../../engine/src/language/problem.ts';
import { shownPath, type ValidateResult } from '../../../engine/src/operations/validate.ts';

const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

/** Workflow commands that GitHub Actions shows as annotations beside the lines of a pull request. */
export function problemsGithub(result: ValidateResult): string {
  return result.problems
    .map(({ file, range, severity, code, message }) => {
      const place = [
        `file=${property(shownPath(file, result))}`,
        `line=${range.start.line + 1}`,
        `endLine=${range.end.line + 1}`,
        `col=${range.start.character + 1}`,
        `endColumn=${range.end.character + 1}`,
        `title=${property(code)}`,
      ].join(',');
      return `::${LEVELS[severity]} ${place}::${text(message)}\n`;
    })
    .join('');
}

function text(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(value: string): string {
  return text(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
