export interface Look {
  readonly signal: AbortSignal;
  readonly log: ((line: string) => void) | undefined;
}
