import type { CompareArgument } from '../../../server/src/protocol.ts';
import type { SourceRow } from '../../../server/src/views.ts';
import type { Subject } from './row.ts';

/** What of a row of experiments is compared: of a branch its runs alone, by the filter that the user can change. */
export function comparisonOf({ root, experiment, branch, source }: Subject): CompareArgument {
  return {
    root,
    ...(experiment !== undefined && { experiments: [experiment] }),
    ...(source !== undefined && { source: comparedSource(source) }),
    ...(branch !== undefined && { filter: branchFilter(branch) }),
  };
}

function comparedSource({ id, name, kind }: SourceRow): NonNullable<CompareArgument['source']> {
  return { id, name, isAway: kind === 'mlflow-server' };
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
