/** One way to speak MLflow's protocol; what is asked and answered is written down. */
export interface Ask {
  /** Below /api/2.0/mlflow; gives the answer. */
  post(path: string, json?: unknown, more?: More): Promise<Reader>;
  get(path: string, query?: Readonly<Record<string, string | readonly string[]>>, more?: More): Promise<Reader>;
  /** Any method and any path of the server. */
  call(method: string, path: string, call?: Sent, more?: More): Promise<Reader>;
}

export interface Sent {
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly json?: unknown;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface More {
  /** Where we answer otherwise than MLflow, on purpose: with this status. Bodies are not compared then. */
  readonly otherwise?: { readonly status: number; readonly why: string };
}

/** What an answer says, to be looked into without types. */
// biome-ignore lint/suspicious/noExplicitAny: scenarios take ids out of answers
type Reader = any;

/** Where we refuse what MLflow passes over or fails at. */
export function refused(why: string, status = 400): More {
  return { otherwise: { status, why } };
}

/** Calls in their order; they expect nothing themselves, for what is expected is what MLflow answers. */
export type Scenario = (ask: Ask) => Promise<void>;

export async function newRun({ post }: Ask, experiment_id: string, run_name: string, start_time = 1): Promise<string> {
  const { run } = await post('runs/create', { experiment_id, run_name, user_id: 'ann', start_time });
  return run.info.run_id as string;
}

export async function newExperiment({ post }: Ask, name: string): Promise<string> {
  return (await post('experiments/create', { name })).experiment_id as string;
}
