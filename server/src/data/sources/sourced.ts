import type { Asked } from '../asked.ts';
import type { OpenSources } from './openSources.ts';

/** What the stores of a project and of other tools are read from. */
export interface Sourced extends Asked {
  readonly sources: OpenSources;
}
