import type { Host, Stores } from '../../ports/host.ts';

export interface AlertsAround {
  readonly host: Host;
  /** Absolute root of the project. */
  readonly root: string;
  readonly stores: Stores;
}
