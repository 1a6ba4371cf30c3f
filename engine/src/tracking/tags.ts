/** Tags that hold what a run was, beside MLflow's own. A step's own tags stand in pipeline/journal.ts. */
export const RUN_TAGS = {
  pipeline: 'modelyard.pipeline',
  /** JSON: `StepSummary[]`. */
  steps: 'modelyard.steps',
  /** JSON: `{name, version}[]`. */
  models: 'modelyard.models',
  /** How the pipeline was called, JSON: parameters given, selection, environment name. */
  call: 'modelyard.call',
  /** Command line of the program that made a run which no pipeline declared, without secrets. */
  command: 'modelyard.command',
  failure: 'modelyard.failure',
  /** Of a running run that waits for its turn: its number in the queue (operations/run/queue.ts). */
  queued: 'modelyard.queued',
  /** JSON: versions and machine. */
  environment: 'modelyard.environment',
  /** The run that this one repeats (`modelyard reproduce`). */
  repeats: 'modelyard.repeats',
  /** The monitor whose alert started the run. */
  alert: 'modelyard.alert',
  /** What started the run without anybody asking: `schedule` or `data`, and the moment it was due. */
  trigger: 'modelyard.trigger',
  /** What became of the versions that a monitor's run registered, JSON: `Offer[]`. */
  offer: 'modelyard.offer',
  peakMemory: 'modelyard.peak_memory',
  dirty: 'modelyard.git.dirty',
  commit: 'mlflow.source.git.commit',
  branch: 'mlflow.source.git.branch',
  source: 'mlflow.source.name',
  sourceType: 'mlflow.source.type',
  /** What somebody wrote about the run. */
  note: 'mlflow.note.content',
  /** Of a run that was pulled: who pushed it. Stands in this clone alone. */
  origin: 'modelyard.origin',
  /** Of a step's run that checked a dataset: `NAME@VERSION`. Its status says whether all checks passed, `checks.json` what they said. */
  checks: 'modelyard.checks',
} as const;

/** The ends of a metric's interval are metrics of their own, so that MLflow's clients see them too. */
export const LOW = '.low';
export const HIGH = '.high';

/** Begins the names of metrics that tell what a program used of the machine, over time: no figures of what it made. */
export const SYSTEM = 'system/';

/** Whether somebody set a tag: what Modelyard and MLflow set begins with their names. */
export function isUserTag(key: string): boolean {
  return !/^(modelyard|mlflow)\./.test(key);
}

/** The tags that somebody set. */
export function userTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => isUserTag(key)));
}

/** Value of a tag that holds JSON; undefined where there is none, or something else: anybody may set tags. */
export function tagJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list in a tag; empty where there is none. */
export function tagList<T>(text: string | undefined): readonly T[] {
  const value = tagJson(text);
  return Array.isArray(value) ? (value as T[]) : [];
}
