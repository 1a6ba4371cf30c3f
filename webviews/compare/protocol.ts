/** What a comparison is about; kept with the panel, so that a reload of the window finds it again. */
export interface CompareSubject {
  /** Address of the project's folder. */
  readonly root: string;
  /** Names of experiments; all where there is none. */
  readonly experiments: readonly string[];
  /** What another tool keeps, instead of the project's own runs: its id and what it is called. */
  readonly source?: ComparedSource;
  /** Runs of other stores or experiments in the same table. */
  readonly also?: readonly AlsoCompared[];
  /** Ids of runs to begin with as the selection. */
  readonly runs?: readonly string[];
  /** Filter to begin with. */
  readonly filter?: string;
}

export interface ComparedSource {
  readonly id: string;
  readonly name: string;
  /** Not on this machine: it is asked when the page opens, not whenever something changes here. */
  readonly isAway: boolean;
}

/** Runs that stand in the table beside those it began with. */
export interface AlsoCompared {
  /** Null: the project's own. */
  readonly source: ComparedSource | null;
  /** Names of experiments; all where there is none. */
  readonly experiments: readonly string[];
}

/** Type of the panel, for the editor. */
export const COMPARE_PANEL = 'modelyard.compare';

/** Parts of the page about the selection, one of them shown. */
export const TABS = ['charts', 'differs', 'why', 'slices', 'confusion', 'artifacts'] as const;
export type Tab = (typeof TABS)[number];

/** How a comparison looks: kept with the panel, and saved by name in the workspace or as a file in git. */
export interface CompareView {
  readonly filter: string;
  /** The first counts most. */
  readonly sort: readonly SortKey[];
  /** Columns by whose values runs are grouped. */
  readonly group: readonly string[];
  readonly columns: ColumnLayout;
  /** Leaves out columns that are equal in all shown runs. */
  readonly onlyDiffering: boolean;
  /** Id of the run that others are held against; production's run where null. */
  readonly baseline: string | null;
  /** Ids of runs that stay on top, whatever sorts and filters. */
  readonly pinned: readonly string[];
  readonly tiles: readonly Tile[];
  /** Only runs inside all of these are shown; none where absent. */
  readonly brushes?: readonly Brush[];
}

/** A part of an axis: what lies between two figures, both included, or has one of these words. */
export type Brush =
  | { readonly column: string; readonly low: number; readonly high: number }
  | { readonly column: string; readonly texts: readonly string[] };

export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

export interface ColumnLayout {
  /** Ids of columns that the user has put somewhere, in their order; others follow as the table ranks them. */
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  /** Columns shown though they are not among those that a fresh look begins with. */
  readonly shown: readonly string[];
  /** In pixels. */
  readonly widths: Readonly<Record<string, number>>;
}

export type Tile =
  | {
      readonly kind: 'curves';
      readonly metric: string;
      readonly x: 'step' | 'time' | 'relative' | { readonly metric: string };
      /** 0 to 0.99, exponential. */
      readonly smoothing: number;
      readonly logX: boolean;
      readonly logY: boolean;
    }
  | {
      readonly kind: 'parallel';
      /** From left to right. */
      readonly columns: readonly string[];
      readonly colour: string;
      /** Of the columns those whose axes are logarithmic, and those that stand on their head. */
      readonly log?: readonly string[];
      readonly flipped?: readonly string[];
    }
  | { readonly kind: 'scatter'; readonly x: string; readonly y: string; readonly pareto: boolean }
  | { readonly kind: 'evaluation'; readonly chart: 'roc' | 'pr' | 'calibration' };

export const NEW_VIEW: CompareView = {
  filter: '',
  sort: [],
  group: [],
  columns: { order: [], hidden: [], shown: [], widths: {} },
  onlyDiffering: false,
  baseline: null,
  pinned: [],
  tiles: [],
};
