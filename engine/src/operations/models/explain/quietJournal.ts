import type { Journal } from '../../../pipeline/execute.ts';
import { runJournal } from '../../../pipeline/journal.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import type { Run } from '../../../ports/runStore.ts';
import type { StepFacts, StepOutputs, Value } from '../../../ports/step.ts';
import { filesOfFolder } from '../../../registry/modelFolder.ts';
import type { CellResult, StepResult } from './results.ts';
import { metricsOf } from './side.ts';

/** Looks in the cache like a run, and makes no run: what is new goes into the memo, where the next explanation finds it. */
export interface QuietJournal extends Journal {
  /** Takes a metric of a step at work. */
  measured(stepRun: string, name: string, value: number): void;
  recorded(stepRun: string, facts: StepFacts): void;
  /** What the executions that have ended gave. */
  readonly results: ReadonlyMap<string, CellResult>;
}

interface Remembered {
  readonly outputs: StepOutputs;
  readonly metrics: Readonly<Record<string, number>>;
}

const KIND = 'explain-change';

export function quietJournal(
  { ids, clock }: Host,
  { runs, artifacts, memo }: Stores,
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
  const fromMemo = new Map<string, Remembered>();
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
    async lookup(key) {
      const found = await cached.lookup(key);
      if (found) return found;
      const kept = (await memo.get(KIND, key)) as Remembered | undefined;
      if (kept === undefined || !(await areThere(kept.outputs, artifacts))) return undefined;
      const stepRun = `${KIND} ${key}`;
      fromMemo.set(stepRun, kept);
      return { stepRun, outputs: kept.outputs };
    },
    begin: async () => ids.runId(),
    async end(step, { stepRun, status, outputs, key, source }) {
      if (outputs === undefined || (status !== 'done' && status !== 'cached')) return;
      const metrics =
        source === undefined
          ? metricsIn(stepRun)
          : (fromMemo.get(source)?.metrics ?? metricsOf(await runs.run(source)));
      results.set(step.id, { kind: 'done', outputs, metrics });
      if (source === undefined && key !== undefined) await memo.set(KIND, key, { outputs, metrics });
    },
  };
}

async function areThere(outputs: StepOutputs, artifacts: Stores['artifacts']): Promise<boolean> {
  const wanted = Object.values(outputs).flatMap(hashesIn);
  return (await artifacts.present(wanted)).size === new Set(wanted).size;
}

/** Hashes of the bytes that a value stands for. */
function hashesIn(value: Value): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, Value]) =>
    (name === 'sha256' || name === 'baseline') && typeof part === 'string' ? [part] : hashesIn(part),
  );
}
