/** Of what `modelyard data profile FILE --format json` prints, what choosing a column needs. */
export interface DataProfile {
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly missing: number;
    /** Null of sensitive columns. */
    readonly distinct: number | null;
  }[];
}
