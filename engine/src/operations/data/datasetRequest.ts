import type { Host, Stores } from '../../ports/host.ts';
import type { ResolvedDataset } from '../../ports/step.ts';
import type { Dataset } from '../../project/dataset.ts';
import type { DatasetLock } from '../../project/lock.ts';

export interface DatasetRequest {
  readonly host: Host;
  readonly stores: Stores;
  readonly root: string;
  /** Of the project, sources of the environment put in. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly locks: ReadonlyMap<string, DatasetLock>;
  /** Of this run alone. */
  readonly tmpFolder: string;
  /** The environment variables that specs may read. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** For a run, which keeps what it reads, as the dataset says. */
  readonly keeps?: true;
  /** What programs have written is taken as it is, however old. */
  readonly frozen?: true | undefined;
}

/** Finds a dataset; `log` takes what a run has to say of it, once. */
export type FindDataset = (name: string, signal: AbortSignal, log?: (line: string) => void) => Promise<ResolvedDataset>;
