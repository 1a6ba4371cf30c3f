import type { GateAnswer, GateContext, GateKind, GateRule } from '../ports/gate.ts';
import { unknown } from './answers.ts';
import { sizeGate } from './size.ts';
import { thresholdGate } from './threshold.ts';

type Gates = { readonly [K in GateRule['kind']]?: GateKind<Extract<GateRule, { readonly kind: K }>> };

const GATES: Gates = { threshold: thresholdGate, size: sizeGate };

/** Asks what a rule asks. */
export async function judge(rule: GateRule, context: GateContext): Promise<GateAnswer> {
  const gate = GATES[rule.kind] as GateKind | undefined;
  if (gate !== undefined) return gate.judge(rule, context);
  return unknown('gate-unknown', `this program knows no gate of kind ${rule.kind}`, 'Install a newer version.');
}
