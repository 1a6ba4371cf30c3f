import type { Project } from '../project/project.ts';
import { cycles } from './cycles.ts';
import { datasets } from './datasets.ts';
import { evaluations } from './evaluations.ts';
import { expressions } from './expressions.ts';
import { featureJoins } from './featureJoins.ts';
import { features } from './features.ts';
import { file } from './file.ts';
import { gates } from './gates.ts';
import { type CheckOptions, type FoundProblem, judgeBy } from './judge.ts';
import { leakage } from './leakage.ts';
import { learnerParams } from './learnerParams.ts';
import { locks } from './locks.ts';
import { metrics } from './metrics.ts';
import { modelCards } from './modelCards.ts';
import { modelReferences } from './modelReferences.ts';
import { monitors } from './monitors.ts';
import { names } from './names.ts';
import { params } from './params.ts';
import { policies } from './policies.ts';
import { references } from './references.ts';
import { registryFiles } from './registryFiles.ts';
import { registryHistory } from './registryHistory.ts';
import { remote } from './remote.ts';
import type { Family, Found, Rule } from './rule.ts';
import { scripts } from './scripts.ts';
import { secrets } from './secrets.ts';
import { sources } from './sources.ts';
import { split } from './split.ts';
import { sql } from './sql.ts';
import { views } from './views.ts';

export { type CheckOptions, docsPage, type FoundProblem } from './judge.ts';

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
  evaluations,
  scripts,
  secrets,
  remote,
  modelReferences,
  modelCards,
  policies,
  gates,
  registryFiles,
  registryHistory,
  monitors,
];

/** Every rule there is, in the order of their families. */
export const rules: readonly Rule[] = families.flatMap((family) => family.rules);

/** All problems of a snapshot, by file and place; each once, without those that a comment or a setting silences. */
export function checkProject(project: Project, options: CheckOptions = {}): readonly FoundProblem[] {
  const found = new Map<string, Found[]>([...project.files.keys()].map((path) => [path, []]));
  for (const file of project.files.values())
    for (const family of families) for (const problem of family.check?.(project, file) ?? []) put(found, problem);
  for (const family of families) for (const problem of family.run?.(project) ?? []) put(found, problem);
  const judge = judgeBy(rules, options);
  return [...found.keys()].sort().flatMap((path) => judge(project.files.get(path), found.get(path) ?? []));
}

function put(found: Map<string, Found[]>, problem: Found): void {
  const those = found.get(problem.file);
  if (those === undefined) found.set(problem.file, [problem]);
  else those.push(problem);
}
