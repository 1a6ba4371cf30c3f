import {
  experimentDeleted,
  experimentNotFound,
  modelNotFound,
  runDeleted,
  runNotFound,
} from '../../../engine/src/adapters/sqlite/runFailures.ts';
import type { RunArtifact } from '../../../engine/src/ports/artifactIndex.ts';
import type { Experiment } from '../../../engine/src/ports/experimentStore.ts';
import type { LoggedModel } from '../../../engine/src/ports/loggedModelStore.ts';
import type { MetricPoint, Run } from '../../../engine/src/ports/runStore.ts';

/** What is kept of a thing, replaced as a whole when it changes. */
export interface Kept<T> {
  thing: T;
  /** Which deletion it went with. */
  deletion?: number;
}

export interface KeptRun extends Kept<Omit<Run, 'experiment' | 'lifecycle'>> {
  readonly points: Map<string, readonly MetricPoint[]>;
}

export interface KeptModel extends Kept<Omit<LoggedModel, 'lifecycle'>> {
  artifacts: readonly RunArtifact[];
}

/** Plain maps; a change is whole, for nothing waits in between. */
export class State {
  readonly experiments = new Map<string, Kept<Omit<Experiment, 'lifecycle'>>>();
  readonly runs = new Map<string, KeptRun>();
  readonly models = new Map<string, KeptModel>();
  #changes = 0;
  #ids = 0;

  /** A number that was not drawn before. */
  next(): number {
    return ++this.#changes;
  }

  newId(): string {
    return (++this.#ids).toString(16).padStart(32, '0');
  }

  experiment(id: string) {
    const kept = this.experiments.get(id);
    if (!kept) throw experimentNotFound(id);
    return kept;
  }

  activeExperiment(id: string) {
    const kept = this.experiment(id);
    if (kept.deletion !== undefined) throw experimentDeleted(kept.thing.name);
    return kept;
  }

  run(id: string): KeptRun {
    const kept = this.runs.get(id);
    if (!kept) throw runNotFound(id);
    return kept;
  }

  activeRun(id: string): KeptRun {
    const kept = this.run(id);
    if (kept.deletion !== undefined) throw runDeleted(id);
    return kept;
  }

  model(id: string, { deleted = false } = {}): KeptModel {
    const kept = this.models.get(id);
    if (!kept || (kept.deletion !== undefined && !deleted)) throw modelNotFound(id);
    return kept;
  }
}

export function lifecycle({ deletion }: Kept<unknown>): 'active' | 'deleted' {
  return deletion === undefined ? 'active' : 'deleted';
}

export function without(texts: Readonly<Record<string, string>>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([one]) => one !== key));
}

export function ownText(texts: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}
