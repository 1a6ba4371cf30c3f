import type { GateAnswer, GateContext, GateKind, GateRule } from '../ports/gate.ts';
import { ageGate } from './age.ts';
import { betterThanGate } from './betterThan.ts';
import { cardGate } from './card.ts';
import { checksGate } from './checks.ts';
import { driftGate } from './drift.ts';
import { latencyGate } from './latency.ts';
import { runGate } from './run.ts';
import { sizeGate } from './size.ts';
import { thresholdGate } from './threshold.ts';

type Gates = { readonly [K in GateRule['kind']]: GateKind<Extract<GateRule, { readonly kind: K }>> };

const GATES: Gates = {
  threshold: thresholdGate,
  better_than: betterThanGate,
  card: cardGate,
  checks: checksGate,
  latency: latencyGate,
  size: sizeGate,
  age: ageGate,
  drift: driftGate,
  run: runGate,
};

/** Asks what a rule asks. */
export function judge(rule: GateRule, context: GateContext): Promise<GateAnswer> {
  return (GATES[rule.kind] as GateKind).judge(rule, context);
}
