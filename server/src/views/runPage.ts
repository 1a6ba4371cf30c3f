import type { Figure } from '../../../engine/src/operations/runs/page/runPage.ts';

export interface SeriesAsked {
  readonly run: string;
  readonly names: readonly string[];
  /** More than these are thinned out, extremes kept. Default: 2,000. */
  readonly points?: number;
}

export interface Series {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly Figure[];
  /** How many points there are in all. */
  readonly total: number;
}

export interface LogAsked {
  readonly run: string;
  /** First line wanted, from 0; from the end where it is negative. */
  readonly from: number;
  readonly lines: number;
}

export interface LogPart {
  readonly total: number;
  readonly from: number;
  readonly lines: readonly LogLine[];
}

export interface LogLine {
  readonly step: string;
  readonly stream: 'stdout' | 'stderr' | 'modelyard';
  readonly text: string;
  /** When it was said, ISO 8601 UTC; absent in runs of older versions. */
  readonly at?: string;
}

export interface ArtifactAsked {
  readonly run: string;
  readonly path: string;
}

export type ArtifactPreview =
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean }
  | { readonly kind: 'image'; readonly type: string; readonly base64: string }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly columnsInAll: number;
      /** Columns whose values may not be told, which are left out. */
      readonly hidden: number;
      readonly rows: readonly (readonly PreviewCell[])[];
      /** Null where that would take reading all of it. */
      readonly rowsInAll: number | null;
    }
  | { readonly kind: 'none'; readonly why: 'large' | 'binary' };

export type PreviewCell = string | number | boolean | null;
