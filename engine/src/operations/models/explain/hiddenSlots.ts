import { Failure } from '../../../failure.ts';
import type { Json } from '../../../language/tree.ts';
import { TAGS } from '../../../pipeline/journal.ts';
import { tagJson } from '../../../tracking/tags.ts';
import { canonicalText } from './plainText.ts';
import { needsOf, reachOf } from './reach.ts';
import type { StepResult } from './results.ts';
import type { Side } from './side.ts';
import { codeSlotId, commonSteps, type Slot } from './slots.ts';
import { type RunnerRequest, stateRunner } from './stateRunner.ts';

/**
 * With what specs, params and data do not tell: steps that gave something else though all before them is the same, and programs of the user of
 * which the cache does not say that they are the same.
 */
export async function withHiddenSlots(
  request: Omit<RunnerRequest, 'reach' | 'slots' | 'passes'>,
  told: readonly Slot[],
  target: string,
): Promise<readonly Slot[]> {
  const { a, b, measuring } = request;
  let slots = told;
  for (const step of stepsBefore(a, b, target)) {
    if (outputsOf(a, step) === outputsOf(b, step)) continue;
    const reach = reachOf({ a, b, slots, measuring });
    const isProgram = [a, b].some(({ pipeline }) => pipeline.steps.get(step)?.kind === 'run');
    const isTold = reach(step).slots.size > 0;
    if (isTold && !isProgram) continue;
    if (isTold && (await isSameProgram({ ...request, slots, reach, passes: step }, step))) continue;
    const code = isProgram ? 'its program' : 'something that is not recorded';
    slots = [...slots, { id: codeSlotId(step), kind: 'code', step, before: code, after: code }];
  }
  return slots;
}

/** Steps that both have and the target needs, each after those it needs, the target last. */
function stepsBefore(a: Side, b: Side, target: string): readonly string[] {
  const common = new Set(commonSteps(a, b));
  const seen = new Set<string>();
  const order: string[] = [];
  const visit = (step: string) => {
    if (seen.has(step)) return;
    seen.add(step);
    for (const need of needsOf([a, b].flatMap(({ pipeline }) => pipeline.steps.get(step) ?? []))) visit(need);
    if (common.has(step)) order.push(step);
  };
  visit(target);
  return order;
}

/** As text; of a step without outputs the empty one. */
function outputsOf(side: Side, step: string): string {
  const cells = [...side.steps].filter(([id]) => id === step || id.startsWith(`${step}[`));
  return cells.map(([id, run]) => `${id} ${canonicalText(tagJson(run.tags[TAGS.outputs]) as Json)}`).join('\n');
}

/** Whether the program as it is now gives, out of the cache, what each of the runs has. */
async function isSameProgram(request: RunnerRequest, step: string): Promise<boolean> {
  const { a, b, slots } = request;
  const runner = stateRunner(request);
  const gives = async (side: Side, swapped: ReadonlySet<string>) => {
    const result = await runner.result(step, { swapped, seed: 0 }).catch((error: unknown) => {
      if (error instanceof Failure) return undefined;
      throw error;
    });
    return result !== undefined && textOf(result) === outputsOf(side, step);
  };
  return (await gives(a, new Set())) && (await gives(b, new Set(slots.map(({ id }) => id))));
}

function textOf(result: StepResult): string {
  return [...result]
    .map(([id, cell]) => (cell.kind === 'done' ? `${id} ${canonicalText(cell.outputs as unknown as Json)}` : ''))
    .join('\n');
}
