import { silencing } from '../language/ignore.ts';
import { comparePositions, type Problem, type Severity } from '../language/problem.ts';
import type { SpecFile } from '../project/specFile.ts';
import { file as ofTheFile } from './file.ts';
import type { Found, Rule } from './rule.ts';
import { secrets } from './secrets.ts';

/** A problem with its file and the page of its rule. */
export interface FoundProblem extends Problem {
  readonly file: string;
  readonly docs: string;
}

export interface CheckOptions {
  /** Severities other than the rules' own, by code; `off` silences a rule. */
  readonly severities?: ReadonlyMap<string, Severity | 'off'>;
}

/** Makes of all that was found in a file its problems by place; each once, without those that a comment or a setting silences. */
export type Judge = (file: SpecFile | undefined, found: readonly Found[]) => readonly FoundProblem[];

export function judgeBy(rules: readonly Rule[], { severities }: CheckOptions = {}): Judge {
  const severityOf = new Map(rules.map((rule) => [rule.code, rule.severity]));
  return (file, found) => {
    if (found.length === 0) return NONE;
    const isSilenced = file === undefined ? () => false : silencing(file.tree);
    const problems = new Map<string, FoundProblem>();
    for (const problem of found) {
      const { code, range } = problem;
      const severity = severities?.get(code) ?? problem.severity ?? severityOf.get(code) ?? 'error';
      if (severity === 'off' || isSilenced(code, range.start.line) || isGuess(file, problem)) continue;
      problems.set(identity(problem), { ...problem, severity, docs: docsPage(code) });
    }
    return [...problems.values()].sort(byPlace);
  };
}

/** Path of the page of a rule in the documentation. */
export function docsPage(code: string): string {
  return `docs/rules/${code}.md`;
}

const NONE: readonly FoundProblem[] = [];

/** What follows from a file whose YAML is broken: from the break on all but that, and before it what may stand behind it. */
function isGuess(file: SpecFile | undefined, { code, range }: Found): boolean {
  if (file?.tree.brokenAt === undefined || OF_THE_FILE.has(code)) return false;
  return MAY_STAND_BEHIND.has(code) || file.tree.lines.offset(range.start) >= file.tree.brokenAt;
}

const OF_THE_FILE = new Set([...ofTheFile.rules, ...secrets.rules].map((rule) => rule.code));
const MAY_STAND_BEHIND = new Set(['unknown-step', 'unknown-param', 'unknown-output', 'unused-param']);

function identity({ code, range, message }: Found): string {
  const { start, end } = range;
  return `${code} ${start.line}:${start.character}-${end.line}:${end.character} ${message}`;
}

function byPlace(a: FoundProblem, b: FoundProblem): number {
  return comparePositions(a.range.start, b.range.start) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
