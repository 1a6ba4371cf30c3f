/** The pages that reports are shown by, as they were built: each a script and a sheet without anything outside of them. */
export interface ReportPages {
  /** Of the report of a monitor. Rejects with `Failure` `page-missing` where the installation has lost it. */
  drift(): Promise<ReportPage>;
}

export interface ReportPage {
  readonly script: string;
  readonly style: string;
}
