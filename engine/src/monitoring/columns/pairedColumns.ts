import type { Baseline } from '../../math/baseline.ts';
import type { ColumnPair } from '../../math/drift/columnPair.ts';
import type { Bindings, DataSource } from '../../ports/dataSource.ts';
import type { ColumnFigures, Picture } from '../report/columnReport.ts';
import type { CorrelationChange } from '../report/monitorReport.ts';

/** Rows that are held against others: what stands after FROM (a SELECT in brackets too), or what is stored of a table. */
export type PairSide =
  | { readonly kind: 'table'; readonly relation: string; readonly bindings?: Bindings | undefined }
  | { readonly kind: 'baseline'; readonly baseline: Baseline };

export interface PairsRequest {
  readonly reference: PairSide;
  readonly current: Extract<PairSide, { readonly kind: 'table' }>;
  /** The columns to hold against each other, in this order; default: those of both sides. Times are looked at only where they are named. */
  readonly columns?: readonly string[] | undefined;
  /** What a column is taken for, where its type says something else. */
  readonly kinds?: Readonly<Record<string, ColumnKind>> | undefined;
  /** Columns of which no value may be told: their figures, categories and pictures stay empty. */
  readonly sensitive?: readonly string[] | undefined;
  /** Whether to say how pairs of numbers go together otherwise; of two tables only. */
  readonly correlations?: boolean | undefined;
  /** Cells of a side up to which its values are held; above, tests are binned. Default: `EXACT_CELLS`. */
  readonly exactCells?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type ColumnKind = 'number' | 'category';

export interface Pairs {
  readonly rows: { readonly reference: number; readonly current: number };
  readonly columns: readonly PairedColumn[];
  /** The largest change first; none where it was not asked for. */
  readonly correlations: readonly CorrelationChange[];
}

/** One column of both sides, ready to be judged. */
export interface PairedColumn {
  readonly column: string;
  readonly kind: ColumnKind;
  /** In the spec language: `float`, `category`. */
  readonly type: string;
  readonly sensitive: boolean;
  /** Null where there is nothing to judge; `reason` says why. */
  readonly pair: ColumnPair | null;
  readonly reason: string | null;
  /** What became of the column itself. */
  readonly schema: 'same' | 'lost' | 'new' | 'retyped';
  readonly figures: { readonly reference: ColumnFigures; readonly current: ColumnFigures };
  readonly picture: Picture | null;
}

/** As `readPairs` of readPairs.ts is: rejects with a `Failure` where a column that is named is on neither side. */
export type ReadPairs = (data: DataSource, request: PairsRequest) => Promise<Pairs>;
