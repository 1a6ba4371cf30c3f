import type { GateResult } from '../../../engine/src/operations/promotion/gateResult.ts';
import { sentenceOf } from '../start/refusal.ts';
import type { Outcome } from './outcome.ts';

/** How a gate answered; where both policies have one of its name, the one that did not pass counts. Unknown is not passed. */
export function gateOutcome({ gates }: Pick<GateResult, 'gates'>, name: string): Outcome {
  const found = gates.filter((gate) => gate.name === name);
  const gate = found.find(({ status }) => status !== 'passed') ?? found[0];
  if (gate === undefined) return { kind: 'errored', said: `The policy that decides has no gate \`${name}\`` };
  if (gate.status === 'passed') return { kind: 'passed', said: gate.reason };
  const said = sentenceOf({ message: gate.reason, next: gate.next ?? undefined });
  return gate.status === 'failed' ? { kind: 'failed', said } : { kind: 'errored', said: `Unknown: ${said}` };
}
