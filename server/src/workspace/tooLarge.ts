import type { FoundProblem } from '../../../engine/src/checks/all.ts';

/** Characters from which on a file is only named, not read: no editor stays quick with it, and no spec needs it. */
const LIMIT = 2 ** 20;

export function isTooLarge(text: string): boolean {
  return text.length > LIMIT;
}

/** What still counts of such a file: the line that says its kind and name. */
export function headOf(text: string): string {
  const line = /^(?:\uFEFF|---.*\n|\s*\n|#.*\n)*[a-z_]+:[^\n]{0,200}\n/.exec(text.slice(0, 10_000));
  return line?.[0] ?? '';
}

/** Its only problem. */
export function tooLarge(file: string): FoundProblem {
  const start = { line: 0, character: 0 };
  return {
    file,
    code: 'file-too-large',
    severity: 'information',
    message: 'This file is larger than 1 MiB: only its name counts, and nothing in it is checked',
    range: { start, end: start },
    docs: '',
  };
}
