import type { Host, Stores } from '../../ports/host.ts';
import type { Project } from '../../project/project.ts';

export interface MonitorAround {
  readonly host: Host;
  /** Absolute root of the project. */
  readonly root: string;
  readonly stores: Stores;
  /** That the monitor was read from. */
  readonly project: Project;
}
