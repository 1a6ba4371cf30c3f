import type { SpecPlace } from '../../../engine/src/operations/runs/page/runPage.ts';

export interface DataRows {
  readonly datasets: readonly DatasetRow[];
  readonly views: readonly ViewRow[];
}

export interface DatasetRow {
  readonly name: string;
  readonly place: SpecPlace;
  /** Whether its data was looked for, and found. */
  readonly data: 'known' | 'absent' | 'unknown';
  readonly rows: number | null;
  readonly columns: number | null;
  /** Manifest hash of what is there now. */
  readonly version: string | null;
  readonly lock: { readonly place: SpecPlace; readonly version: string; readonly isCurrent: boolean | null } | null;
  readonly freshness: Freshness | null;
  /** Newest first, at most 20. */
  readonly versions: readonly DataVersionRow[];
  readonly versionsInAll: number;
}

export interface Freshness {
  /** Of the newest row, ISO 8601 UTC. */
  readonly newest: string;
  readonly seconds: number;
  /** At most, in seconds, where the spec says so. */
  readonly limit: number | null;
}

export interface DataVersionRow {
  readonly version: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly rows: number;
  /** Rows more (or fewer) than in the version before it. */
  readonly added: number | null;
  readonly isKept: boolean;
}

export interface ViewRow {
  readonly name: string;
  readonly place: SpecPlace;
  readonly entity: readonly string[];
  readonly fields: readonly { readonly name: string; readonly type: string | null; readonly place: SpecPlace }[];
  readonly dataset: string | null;
  readonly freshness: Freshness | null;
}
