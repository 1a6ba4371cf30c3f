import type { ReportedStatus, Run, RunStatus } from '../ports/runStore.ts';

export type MlflowStatus = ReportedStatus;

/** How MLflow's clients read each status. */
export const MLFLOW_STATUS: Readonly<Record<RunStatus, Exclude<MlflowStatus, 'SCHEDULED'>>> = {
  running: 'RUNNING',
  finished: 'FINISHED',
  failed: 'FAILED',
  cancelled: 'KILLED',
  interrupted: 'KILLED',
};

/** How MLflow's clients read the status of a run: scheduled is a word of theirs alone. */
export function mlflowStatus({ status, reported }: Pick<Run, 'status' | 'reported'>): MlflowStatus {
  return status === 'running' && reported === 'SCHEDULED' ? 'SCHEDULED' : MLFLOW_STATUS[status];
}

/** The statuses a word stands for, ours or MLflow's, in any case: `KILLED` is both cancelled and interrupted. */
export function statusesNamed(word: string): readonly RunStatus[] {
  const all = Object.keys(MLFLOW_STATUS) as RunStatus[];
  return all.filter((status) => status === word.toLowerCase() || MLFLOW_STATUS[status] === word.toUpperCase());
}

/** What a client's word for an end means here; undefined when it is none. MLflow's SCHEDULED is running for us. */
export function statusFromMlflow(word: string): RunStatus | undefined {
  if (word === 'SCHEDULED') return 'running';
  return statusesNamed(word)[0];
}
