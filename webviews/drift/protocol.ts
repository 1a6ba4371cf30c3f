import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';

/** What a drift report's page is about; kept with the panel, so that a reload of the window finds it again. */
export type DriftSubject = MonitorSubject | FilesSubject;

export interface MonitorSubject {
  /** Address of the project's folder. */
  readonly root: string;
  readonly monitor: string;
  /** Id of the check; the newest where there is none. */
  readonly check?: string;
}

/** Two files of data, by their absolute paths. */
export interface FilesSubject {
  /** Address of the folder that the question is asked in. */
  readonly root: string;
  readonly reference: string;
  readonly current: string;
}

/** Type of the panel, for the editor. */
export const DRIFT_PANEL = 'modelyard.drift';

/** Name of the act by which the page hears of two files. */
export const COMPARING = 'comparing';

export type ComparingTold =
  | { readonly kind: 'begun' }
  | { readonly kind: 'done'; readonly report: MonitorReport }
  | { readonly kind: 'refused'; readonly message: string; readonly next?: string };

export function isOfFiles(subject: DriftSubject): subject is FilesSubject {
  return 'reference' in subject;
}
