/** How a test ended, for people. */
export type Outcome =
  | { readonly kind: 'passed'; readonly said: string }
  | {
      readonly kind: 'failed';
      readonly said: string;
      /** Where two values can be laid beside each other: shown instead of the sentence on the line. */
      readonly compared?: { readonly expected: string; readonly actual: string };
    }
  /** Nothing can be told of it, which is no error. */
  | { readonly kind: 'skipped'; readonly said: string }
  /** It could not be looked at. */
  | { readonly kind: 'errored'; readonly said: string };
