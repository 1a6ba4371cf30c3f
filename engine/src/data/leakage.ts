/** Something in a table that tells the label, or the test rows, too well. */
export interface LeakageFinding {
  readonly kind: /** One column alone predicts the label almost perfectly (`value`: ROC AUC, or R2 of a regression). */
    | 'tells-label'
    /** Whether the column is missing tells the label. */
    | 'missing-tells-label'
    /** Differs in (nearly) every row: an id, no property. */
    | 'identifier'
    /** A time after the row's own. */
    | 'after-label'
    /** Equal rows stand in several parts of a split. */
    | 'duplicates-across-parts'
    /** The same entity stands in several parts of a split that should keep it together. */
    | 'entity-across-parts';
  readonly columns: readonly string[];
  /** What was measured: an AUC, an R2, a share or a number of rows. */
  readonly value: number;
  /** `error`: a model built on this is worthless; `warning`: look at it. */
  readonly severity: 'error' | 'warning';
  /** One sentence with the figures. */
  readonly message: string;
}
