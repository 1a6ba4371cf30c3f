import type { DriftPage } from '../../../engine/src/monitoring/report/driftPage.ts';
import type { SpecPlace } from '../../../engine/src/operations/runs/page/runPage.ts';

export interface MonitorRow {
  readonly name: string;
  readonly place: SpecPlace;
  /** As the spec has it: NAME, NAME:VERSION or NAME@ALIAS; empty where it says none. */
  readonly model: string;
  /** That it stands for now. */
  readonly version: number | null;
  /** When it is due, in the words of cron; null where it is only checked by hand. */
  readonly schedule: string | null;
  readonly timezone: string;
  /** The newest of the version that it watches now, else of any; null where there is none. */
  readonly newest: CheckRow | null;
  /** Newest first, at most 20; of other versions too. */
  readonly checks: readonly CheckRow[];
  readonly hasMore: boolean;
  /** Since when every check has found something; null where the newest has not. */
  readonly since: { readonly due: string; readonly checks: number; readonly isAtLeast: boolean } | null;
  /** When the editor was last to be told, ISO 8601 UTC, where that is not over; null where nothing fires. */
  readonly fired: string | null;
  readonly mute: { readonly until: string | null; readonly by: string; readonly why: string | null } | null;
  /** Why the newest tick of its schedule made no check. */
  readonly trouble: { readonly due: string; readonly said: string } | null;
  /** What became of the version that its alert had trained last, until that is decided. */
  readonly offer: OfferRow | null;
}

export interface OfferRow {
  readonly model: string;
  readonly version: number;
  /** That the version was judged for. */
  readonly alias: string;
  /** `same`: it is what the alias stands for already; `unknown`: the gates could not be asked. */
  readonly status: 'allowed' | 'refused' | 'same' | 'unknown';
  readonly gates: { readonly passed: number; readonly of: number };
  /** In a sentence, with the next step. */
  readonly said: string;
  /** That made it. */
  readonly run: string;
}

export interface CheckRow {
  readonly id: string;
  /** End of its windows, ISO 8601 UTC. */
  readonly due: string;
  readonly made: string;
  readonly by: 'schedule' | 'data' | 'hand' | 'ci';
  /** NAME:VERSION */
  readonly model: string | null;
  readonly state: CheckState;
  /** The verdict in a sentence. */
  readonly headline: string;
  readonly rows: number;
  readonly drifted: number;
  readonly tested: number;
  /** Ids of what was beyond its limit: `performance`, `missing`. */
  readonly failed: readonly string[];
}

/** `failed`: no drift, but something else is beyond its limit. */
export type CheckState = 'drift' | 'failed' | 'none' | 'unknown';

export interface CheckAsked {
  readonly monitor: string;
  /** Id of the check; the newest where there is none. */
  readonly check?: string;
}

export interface MonitorReportTold {
  /** Null: the monitor has not run. */
  readonly page: DriftPage | null;
  /** What is shown where no check is named: the newest of the version that the monitor watches now. */
  readonly newest: CheckRow | null;
  /** Newest first, at most 400; of other versions too. */
  readonly checks: readonly CheckRow[];
  readonly hasMore: boolean;
  readonly mute: MonitorRow['mute'];
  /** Of its spec; null where the project has none any more. */
  readonly place: SpecPlace | null;
  /** Where its spec says how columns are judged; null where it does not. */
  readonly rule: SpecPlace | null;
  /** How long the window of the current rows is, as its spec says it; null where it does not. */
  readonly window: SpecText | null;
}

/** A value as it stands in a spec. */
export interface SpecText extends SpecPlace {
  /** Where it begins in its line, from 0. */
  readonly character: number;
  readonly text: string;
}
