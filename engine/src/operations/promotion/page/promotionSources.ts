import type { Host, Stores } from '../../../ports/host.ts';
import type { RegisteredModel } from '../../../ports/modelRegistry.ts';
import type { Project } from '../../../project/project.ts';

/** Where a page is made from. */
export interface PromotionSources {
  readonly host: Pick<Host, 'files' | 'git' | 'clock'>;
  /** Absolute root of the project. */
  readonly root: string;
  readonly project: Project;
  readonly models: readonly RegisteredModel[];
  /** Undefined where this machine has none. */
  readonly stores: Stores | undefined;
}

export interface MoveOfAlias {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
}
