import type { CompareArgument } from '../../../server/src/protocol.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
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

/** Runs of one project, those of the first row's, wherever they are kept; rows that are no runs count for nothing. */
export function comparisonOfRuns(subjects: readonly Subject[]): CompareArgument | undefined {
  const ofRuns = subjects.filter(({ run }) => run !== undefined);
  const root = ofRuns[0]?.root;
  if (root === undefined) return undefined;
  const there = ofRuns.filter((subject) => subject.root === root);
  const stores = Map.groupBy(there, ({ source }) => source?.id ?? null);
  // Our own runs come first, for only they can be run again.
  const [first = [], ...others] = [...stores]
    .sort(([a], [b]) => Number(a !== null) - Number(b !== null))
    .map(([, of]) => of);
  const source = first[0]?.source;
  return {
    root,
    experiments: experimentsOf(first),
    runs: [...new Set(there.flatMap(({ run }) => run ?? []))],
    ...(source !== undefined && { source: comparedSource(source) }),
    ...(others.length > 0 && { also: others.map(alsoOf) }),
  };
}

function alsoOf(of: readonly Subject[]): NonNullable<CompareArgument['also']>[number] {
  const source = of[0]?.source;
  return { source: source === undefined ? null : comparedSource(source), experiments: experimentsOf(of) };
}

function experimentsOf(of: readonly Subject[]): readonly string[] {
  return [...new Set(of.flatMap(({ experiment }) => experiment ?? []))];
}

const BRANCH = 'tags.mlflow.source.git.branch';

function branchFilter(branch: string | null): string {
  return branch === null ? `${BRANCH} IS NULL` : `${BRANCH} = '${branch.replaceAll("'", "''")}'`;
}
