import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import type { GateRule } from '../../../engine/src/ports/gate.ts';
import { approvalRow } from './approvalRow.ts';
import { figureText } from './figureText.ts';
import { actionOf, linkOf } from './gateLinks.ts';
import type { GateRow, GateRowStatus, ReportedGate } from './gateRow.ts';
import { gateKey, type Judging } from './judging.ts';
import { ruleLimit, ruleText } from './ruleText.ts';

/** All gates of a move in the order of its policies, then its approvals. */
export function gateRows(page: PromotionPage, judging: Judging): readonly GateRow[] {
  const asked = page.guard.kind === 'rules' ? page.guard.gates : [];
  const keys = new Set(asked.map((rule) => gateKey({ name: rule.name, rule })));
  // Rules that have come with an edit since the page was told of them.
  const others = [...judging.gates.values()].filter((gate) => !keys.has(gateKey(gate)));
  const next = asked.find((rule) => !judging.gates.has(gateKey({ name: rule.name, rule })));
  const approvals = approvalRow(page, judging);
  return [
    ...asked.map((rule) => {
      const judged = judging.gates.get(gateKey({ name: rule.name, rule }));
      return judged === undefined ? waitingRow(rule, judging, rule === next) : judgedRow(judged, page);
    }),
    ...others.map((gate) => judgedRow(gate, page)),
    ...(approvals === null ? [] : [approvals]),
  ];
}

function waitingRow(rule: GateRule, { state }: Judging, isNext: boolean): GateRow {
  const status: GateRowStatus = state === 'judging' && isNext ? 'judging' : 'unchecked';
  const value = status === 'judging' ? 'checking' : '-';
  return {
    key: gateKey({ name: rule.name, rule }),
    name: rule.name,
    status,
    asks: ruleText(rule),
    figure: { value, limit: ruleLimit(rule), whole: value },
    figures: [],
    why: null,
    next: null,
    evidence: [],
    action: null,
    seconds: null,
  };
}

function judgedRow(gate: ReportedGate, page: PromotionPage): GateRow {
  const { name, rule, status, figures, reason, code, next, evidence, seconds } = gate;
  const [deciding] = figures;
  const nothing = rule.kind === 'run' ? 'not run' : 'not known';
  const isPlain = status === 'passed' && code === undefined;
  return {
    key: gateKey(gate),
    name,
    status,
    asks: ruleText(rule),
    figure:
      deciding === undefined
        ? { value: status === 'passed' ? 'passed' : nothing, limit: ruleLimit(rule), whole: reason }
        : figureText(deciding, rule),
    figures,
    why: isPlain ? null : reason,
    next: status === 'passed' ? null : (next ?? null),
    evidence: evidence.map((one) => linkOf(one, page)),
    action: status === 'passed' ? null : actionOf(gate, page),
    seconds,
  };
}
