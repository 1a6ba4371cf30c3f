/** What a run's page is about; kept with the panel, so that a reload of the window finds it again. */
export interface RunSubject {
  /** Address of the project's folder. */
  readonly root: string;
  /** Id of a pipeline's run. */
  readonly run: string;
  /** A step to begin at. */
  readonly step?: string;
}

/** Type of the panel, for the editor. */
export const RUN_PANEL = 'modelyard.run';

/** Parts of the page, one of them shown. */
export const TABS = ['results', 'differs', 'lineage', 'artifacts', 'log'] as const;
export type Tab = (typeof TABS)[number];
