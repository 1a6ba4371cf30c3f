/** How problems are to be shown. */
export interface ReportOptions {
  /** Colour and emphasis for a terminal. */
  readonly color?: boolean;
  /** Path from where the reader stands to the project root, with `/`; what CI and terminals put before a file's path. */
  readonly folder?: string;
  /** Version of this program. */
  readonly version?: string;
}

/** The path of a project's file as the reader can open it. */
export function shownPath(file: string, options: ReportOptions): string {
  const folder = options.folder ?? '';
  return folder === '' || folder === '.' ? file : `${folder.replace(/\/$/, '')}/${file}`;
}
