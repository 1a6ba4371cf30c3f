/** The setting `modelyard.python.logRuns`. */
export type LogRuns = 'ask' | 'always' | 'never';

/** What the user said once for a workspace. */
export type Answer = 'yes' | 'no';

/** Whether the user's own Python may be told where runs are logged. */
export type Consent = 'on' | 'off' | 'ask';

export interface Asked {
  readonly trusted: boolean;
  readonly setting: LogRuns;
  readonly answer: Answer | undefined;
}

/** Nothing in a restricted workspace; a setting that says never counts first, then what was said of this workspace. */
export function consentOf({ trusted, setting, answer }: Asked): Consent {
  if (!trusted || setting === 'never') return 'off';
  if (answer !== undefined) return answer === 'yes' ? 'on' : 'off';
  return setting === 'always' ? 'on' : 'ask';
}

/** Anybody may have written the setting. */
export function readLogRuns(value: unknown): LogRuns {
  return value === 'always' || value === 'never' ? value : 'ask';
}
