/** What became of one `alert` of a monitor after a check. */
export interface AlertTold {
  /** Its place in the list of the spec, from 0. */
  readonly index: number;
  readonly kind: 'notify' | 'webhook' | 'pipeline';
  /** `editor`, the host of the address, or the pipeline. Never a secret. */
  readonly target: string;
  readonly state: 'quiet' | 'sent' | 'resolved' | 'muted' | 'held' | 'failed';
  /** Why it was held or muted, until when, or what failed; null where nothing is to say. */
  readonly said: string | null;
  /** Of the run that it started. */
  readonly run: string | null;
}
