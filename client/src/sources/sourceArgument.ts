/** A place that is not to be asked for. */
export interface SourceArgument {
  /** An address, or an absolute path. */
  readonly place: string;
  readonly token?: string;
}
