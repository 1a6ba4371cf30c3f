/** A run of the project's own store, or of another source. */
export interface RunReference {
  readonly run: string;
  /** Id of the source; null: the project's own store. */
  readonly source: string | null;
}

/** As it is written in questions and addresses: `RUN`, or `RUN@SOURCE`. */
export function printRun({ run, source }: RunReference): string {
  return source === null ? run : `${run}@${source}`;
}

export function parseRun(text: string): RunReference {
  const at = text.lastIndexOf('@');
  return at < 0 ? { run: text, source: null } : { run: text.slice(0, at), source: text.slice(at + 1) };
}
