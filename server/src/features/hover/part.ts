import type { Range } from '../../../../engine/src/language/problem.ts';

/** Something to say about a place. */
export interface Part {
  readonly text: string;
  /** What it speaks of. */
  readonly range: Range;
  /** Page of the documentation that says more. */
  readonly page?: string;
}
