import { isIgnored } from '../language/ignore.ts';
import { comparePositions, type Problem, type Severity } from '../language/problem.ts';
import type { Project } from '../project/project.ts';
import { cycles } from './cycles.ts';
import { datasets } from './datasets.ts';
import { expressions } from './expressions.ts';
import { featureJoins } from './featureJoins.ts';
import { features } from './features.ts';
import { file } from './file.ts';
import { leakage } from './leakage.ts';
import { learnerParams } from './learnerParams.ts';
import { locks } from './locks.ts';
import { metrics } from './metrics.ts';
import { names } from './names.ts';
import { params } from './params.ts';
import { references } from './references.ts';
import type { Family, Found, Rule } from './rule.ts';
import { scripts } from './scripts.ts';
import { secrets } from './secrets.ts';
import { sources } from './sources.ts';
import { split } from './split.ts';
import { sql } from './sql.ts';
import { views } from './views.ts';

export const families: readonly Family[] = [
  file,
  names,
  expressions,
  references,
  params,
  cycles,
  datasets,
  sources,
  locks,
  sql,
  features,
  views,
  featureJoins,
  split,
  leakage,
  learnerParams,
  metrics,
  scripts,
  secrets,
];

/** Every rule there is, in the order of their families. */
export const rules: readonly Rule[] = families.flatMap((family) => family.rules);

/** A problem with its file and the page of its rule. */
export interface FoundProblem extends Problem {
  readonly file: string;
  readonly docs: string;
}

export interface CheckOptions {
  /** Severities other than the rules' own, by code. */
  readonly severities?: ReadonlyMap<string, Severity>;
}

/** All problems of a snapshot, by file and place; each once, without those that a comment silences. */
export function checkProject(project: Project, { severities }: CheckOptions = {}): readonly FoundProblem[] {
  const severityOf = new Map(rules.map((rule) => [rule.code, rule.severity]));
  const found = families.flatMap((family) => [...foundBy(family, project)]);
  const problems = found
    .filter((problem) => !isSilenced(project, problem) && !isGuess(project, problem))
    .map((problem) => ({
      ...problem,
      severity: severities?.get(problem.code) ?? problem.severity ?? severityOf.get(problem.code) ?? 'error',
      docs: docsPage(problem.code),
    }));
  return [...new Map(problems.map((problem) => [identity(problem), problem])).values()].sort(byFile);
}

function* foundBy(family: Family, project: Project): Generator<Found> {
  if (family.check !== undefined) for (const file of project.files.values()) yield* family.check(project, file);
  if (family.run !== undefined) yield* family.run(project);
}

/** Path of the page of a rule in the documentation. */
export function docsPage(code: string): string {
  return `docs/rules/${code}.md`;
}

function isSilenced(project: Project, problem: Found): boolean {
  const tree = project.files.get(problem.file)?.tree;
  return tree !== undefined && isIgnored({ ...problem, severity: 'error' }, tree);
}

/** What follows from a file whose YAML is broken: from the break on all but that, and before it what may stand behind it. */
function isGuess(project: Project, { file: path, code, range }: Found): boolean {
  const tree = project.files.get(path)?.tree;
  if (tree?.brokenAt === undefined || OF_THE_FILE.has(code)) return false;
  return MAY_STAND_BEHIND.has(code) || tree.lines.offset(range.start) >= tree.brokenAt;
}

const OF_THE_FILE = new Set([...file.rules, ...secrets.rules].map((rule) => rule.code));
const MAY_STAND_BEHIND = new Set(['unknown-step', 'unknown-param', 'unknown-output', 'unused-param']);

function identity({ file, code, range, message }: FoundProblem): string {
  return JSON.stringify([file, code, range, message]);
}

function byFile(a: FoundProblem, b: FoundProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return comparePositions(a.range.start, b.range.start) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
