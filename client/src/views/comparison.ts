import type { CompareArgument } from '../../../server/src/protocol.ts';
import type { Subject } from './row.ts';

/** What of a row of experiments is compared: of a branch its runs alone, by the filter that the user can change. */
export function comparisonOf({ root, experiment, branch }: Subject): CompareArgument {
  return {
    root,
    ...(experiment !== undefined && { experiments: [experiment] }),
    ...(branch !== undefined && { filter: branchFilter(branch) }),
  };
}

/** Runs of one project, those of the first row's; rows that are no runs count for nothing. */
export function comparisonOfRuns(subjects: readonly Subject[]): CompareArgument | undefined {
  const ofRuns = subjects.filter(({ run, source }) => run !== undefined && source === undefined);
  const root = ofRuns[0]?.root;
  if (root === undefined) return undefined;
  const there = ofRuns.filter((subject) => subject.root === root);
  return {
    root,
    experiments: [...new Set(there.flatMap(({ experiment }) => experiment ?? []))],
    runs: [...new Set(there.flatMap(({ run }) => run ?? []))],
  };
}

const BRANCH = 'tags.mlflow.source.git.branch';

function branchFilter(branch: string | null): string {
  return branch === null ? `${BRANCH} IS NULL` : `${BRANCH} = '${branch.replaceAll("'", "''")}'`;
}
