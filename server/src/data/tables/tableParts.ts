import type { RunTableAsked } from '../../../../engine/src/tracking/table/runTable.ts';

/** Runs of one store that a table holds. */
export interface TablePart {
  /** Id of what another tool keeps; null: the project's own runs. */
  readonly source: string | null;
  /** Names of experiments; all where there is none. */
  readonly experiments: readonly string[];
}

/** What a table is of: each store once, with all of its experiments that are asked for. */
export function tableParts({
  source,
  experiments = [],
  also = [],
}: Pick<RunTableAsked, 'source' | 'experiments' | 'also'>): readonly TablePart[] {
  const all: readonly TablePart[] = [{ source: source ?? null, experiments }, ...also];
  const bySource = Map.groupBy(all, (part) => part.source);
  return [...bySource].map(([of, parts]) => ({
    source: of,
    experiments: parts.some((part) => part.experiments.length === 0)
      ? []
      : [...new Set(parts.flatMap((part) => part.experiments))].sort(),
  }));
}
