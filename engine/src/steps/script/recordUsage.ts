import type { Usage } from '../../ports/executor.ts';
import type { StepContext } from '../../ports/step.ts';
import { SYSTEM } from '../../tracking/tags.ts';

/** Makes of what a program uses metrics of its step's run, over time; undefined where that is switched off. */
export function usageRecorder(
  { measuresUsage, metric }: StepContext,
  environment: Readonly<Record<string, string>>,
): ((usage: Usage) => void) | undefined {
  if (!measuresUsage || environment['MODELYARD_SYSTEM_METRICS'] === 'off') return undefined;
  let count = 0;
  return ({ cpuPercent, memoryBytes, gpus = [] }) => {
    const figures: Readonly<Record<string, number | undefined>> = {
      cpu_percent: cpuPercent,
      memory_bytes: memoryBytes,
      ...Object.fromEntries(
        gpus.flatMap(({ index, percent, memoryBytes: bytes }) => [
          [`gpu_${index}_percent`, percent],
          [`gpu_${index}_memory_bytes`, bytes],
        ]),
      ),
    };
    for (const [name, value] of Object.entries(figures)) if (value !== undefined) metric(SYSTEM + name, value, count);
    count += 1;
  };
}
