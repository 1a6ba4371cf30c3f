import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import type { JudgedGates, JudgingTold, StandsOn } from '../protocol.ts';

type Gate = JudgedGates['gates'][number];

/** What is known of the gates now. */
export interface Judging {
  readonly state: 'none' | 'judging' | 'done' | 'stopped' | 'refused';
  /** Those judged so far, by `gateKey`. */
  readonly gates: ReadonlyMap<string, Gate>;
  /** Whole once all are judged. */
  readonly report: JudgedGates | null;
  readonly refusal: { readonly message: string; readonly next: string | null } | null;
}

/** Two gates of the same name may stand in two policies. */
export function gateKey({ name, rule }: Pick<Gate, 'name' | 'rule'>): string {
  return `${name}\n${JSON.stringify(rule)}`;
}

/** As a page begins: with the report that is in the registry, where there is one. */
export function atFirst(report: PromotionPage['report']): Judging {
  return report === null ? NOTHING : ended({ ...report, champion: report.champion?.version ?? null });
}

/** What is known after the panel has told more. */
export function heard(before: Judging, told: JudgingTold): Judging {
  switch (told.kind) {
    case 'begun':
      return { state: 'judging', gates: new Map(), report: null, refusal: null };
    case 'gate':
      return { ...before, gates: new Map(before.gates).set(gateKey(told.gate), told.gate) };
    case 'ended':
      return ended(told.report);
    case 'stopped':
      return { ...before, state: 'stopped' };
    case 'refused':
      return { ...before, state: 'refused', refusal: { message: told.message, next: told.next ?? null } };
  }
}

/** What a report on this page must rest on. */
export function standsOn({ sha256, now, guard, approvals, approvers }: PromotionPage): StandsOn {
  const rules = guard.kind === 'rules' ? guard.policies.map((policy) => policy.rules) : [];
  return { sha256, champion: now?.version ?? null, rules, approvals, mover: approvers?.you.ids ?? [] };
}

function ended(report: JudgedGates): Judging {
  return { state: 'done', gates: new Map(report.gates.map((gate) => [gateKey(gate), gate])), report, refusal: null };
}

const NOTHING: Judging = { state: 'none', gates: new Map(), report: null, refusal: null };
