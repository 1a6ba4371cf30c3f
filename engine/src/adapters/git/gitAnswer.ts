export interface GitAnswer {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}
