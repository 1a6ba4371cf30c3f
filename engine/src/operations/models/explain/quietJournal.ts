import type { Journal } from '../../../pipeline/execute.ts';
import { runJournal } from '../../../pipeline/journal.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import type { Run } from '../../../ports/runStore.ts';
import type { StepFacts } from '../../../ports/step.ts';
import { filesOfFolder } from '../../../registry/modelFolder.ts';
import type { CellResult, StepResult } from './results.ts';
import { metricsOf } from './side.ts';

/** Looks in the cache like a run, and writes nothing down. */
export interface QuietJournal extends Journal {
  /** Takes a metric of a step at work. */
  measured(stepRun: string, name: string, value: number): void;
  recorded(stepRun: string, facts: StepFacts): void;
  /** What the executions that have ended gave. */
  readonly results: ReadonlyMap<string, CellResult>;
}

export function quietJournal(
  { ids, clock }: Host,
  { runs, artifacts }: Stores,
  before: ReadonlyMap<string, StepResult>,
): QuietJournal {
  const cached = runJournal({
    runs,
    artifacts,
    clock,
    parent: {} as Run,
    metricOfRun: (_, metric) => metric,
    filesOf: filesOfFolder(artifacts),
  });
  const measured = new Map<string, Record<string, number>>();
  const results = new Map<string, CellResult>();
  const known = new Map([...before.values()].flatMap((cells) => [...cells]));
  const metricsIn = (stepRun: string) => {
    const found = measured.get(stepRun) ?? {};
    measured.set(stepRun, found);
    return found;
  };
  return {
    results,
    measured(stepRun, name, value) {
      metricsIn(stepRun)[name] = value;
    },
    recorded(stepRun, { metrics = {} }) {
      for (const [name, { value }] of Object.entries(metrics))
        if (typeof value === 'number') metricsIn(stepRun)[name] = value;
    },
    async earlier(step) {
      const found = known.get(step);
      return found?.kind === 'done' ? { stepRun: '', outputs: found.outputs } : undefined;
    },
    lookup: cached.lookup,
    begin: async () => ids.runId(),
    async end(step, { stepRun, status, outputs, source }) {
      if (outputs === undefined || (status !== 'done' && status !== 'cached')) return;
      const metrics = source === undefined ? metricsIn(stepRun) : metricsOf(await runs.run(source));
      results.set(step.id, { kind: 'done', outputs, metrics });
    },
  };
}
