import type { GateFigure, GateRule, GateStatus } from '../../ports/gate.ts';
import type { GateReport, ReportedGate } from '../../registry/decisions/gateReport.ts';

/** What `gate` says of a version and an alias. */
export interface GateResult {
  readonly allowed: boolean;
  readonly model: string;
  readonly version: number;
  readonly alias: string;
  /** False where no policy guards the alias: then it is free. */
  readonly guarded: boolean;
  /** Version that the alias stands for now; null where it holds nothing. */
  readonly champion: number | null;
  readonly policies: GateReport['policies'];
  readonly gates: readonly GateLine[];
  readonly approvals: GateReport['approvals'];
}

/** A gate, its deciding figure in front. */
export interface GateLine {
  readonly name: string;
  readonly kind: GateRule['kind'];
  readonly status: GateStatus;
  /** Of the deciding figure, in its unit; null where nothing could be measured. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: GateFigure['unit'] | null;
  /** The limit that decided, `min` where there are both and it is met by neither; null where there is none. */
  readonly threshold: number | null;
  readonly reason: string;
  readonly code: string | null;
  readonly next: string | null;
  readonly figures: readonly GateFigure[];
  readonly evidence: ReportedGate['evidence'];
  readonly seconds: number;
}

export function gateResult(report: GateReport): GateResult {
  const { gate_report: model, version, alias, allowed, champion, policies, gates, approvals } = report;
  return {
    allowed,
    model,
    version,
    alias,
    guarded: policies.length > 0,
    champion: champion?.version ?? null,
    policies,
    gates: gates.map(gateLine),
    approvals,
  };
}

export function gateLine({
  name,
  rule,
  status,
  figures,
  reason,
  code,
  next,
  evidence,
  seconds,
}: ReportedGate): GateLine {
  const [first] = figures;
  return {
    name,
    kind: rule.kind,
    status,
    value: first?.value ?? null,
    low: first?.low ?? null,
    high: first?.high ?? null,
    unit: first?.unit ?? null,
    threshold: first === undefined ? null : limitOf(first),
    reason,
    code: code ?? null,
    next: next ?? null,
    figures,
    evidence,
    seconds,
  };
}

function limitOf({ value, min, max }: GateFigure): number | null {
  if (min !== undefined && max !== undefined) return value > max ? max : min;
  return min ?? max ?? null;
}
