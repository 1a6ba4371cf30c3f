import type { PerformanceSpec } from '../../../monitoring/spec/monitor.ts';
import type { SignatureOutput } from '../../../ports/learner.ts';
import type { ModelRows } from './modelRows.ts';
import type { Recipe } from './recipe.ts';

export interface PerformanceRequest {
  readonly spec: PerformanceSpec;
  readonly rows: ModelRows;
  readonly recipe: Recipe;
  /** Milliseconds since 1970. */
  readonly due: number;
  /** As the signature has them. */
  readonly outputs: Readonly<Record<string, SignatureOutput>>;
}
