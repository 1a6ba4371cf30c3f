import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { GateStatus } from '../../../engine/src/ports/gate.ts';
import type {
  ReportedApprovals,
  ReportedGate,
  ReportedPolicy,
} from '../../../engine/src/registry/decisions/gateReport.ts';
import type { JudgedGates } from '../../../webviews/promotion/protocol.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What `gate` says at its end, less the gates, which it has said one by one. */
export type FinishedGates = Pick<JudgedGates, 'allowed' | 'champion' | 'policies' | 'approvals'>;

const STATUSES: readonly GateStatus[] = ['passed', 'failed', 'unknown'];

/** @throws Error where the command line said something else than a gate */
export function readGate(told: Fields): ReportedGate {
  const { name, rule, status, figures, evidence, reason, seconds } = told;
  const isGate =
    typeof name === 'string' &&
    typeof reason === 'string' &&
    typeof seconds === 'number' &&
    isRecord(rule) &&
    typeof rule['kind'] === 'string' &&
    STATUSES.some((one) => one === status) &&
    [figures, evidence].every((list) => Array.isArray(list) && list.every(isRecord));
  if (!isGate) throw other('a gate', told);
  return { ...told } as Fields & ReportedGate;
}

/** @throws Error where the command line said something else than how gates ended */
export function readFinished(told: Fields): FinishedGates {
  const { allowed, champion, policies, approvals } = told;
  const isSound = typeof allowed === 'boolean' && (champion === null || typeof champion === 'number');
  if (
    !isSound ||
    !Array.isArray(policies) ||
    !policies.every(isPolicy) ||
    !(approvals === null || isApprovals(approvals))
  )
    throw other('how gates ended', told);
  return { allowed, champion, policies, approvals };
}

/** Undefined for what is no report of a judging, such as one that an older version kept. */
export function readJudged(kept: unknown): JudgedGates | undefined {
  if (!isRecord(kept)) return undefined;
  const { at, sha256, gates } = kept;
  if (typeof at !== 'string' || typeof sha256 !== 'string' || !Array.isArray(gates)) return undefined;
  try {
    return { at, sha256, ...readFinished(kept), gates: gates.map((gate) => readGate(isRecord(gate) ? gate : {})) };
  } catch {
    return undefined;
  }
}

function isPolicy(one: unknown): one is ReportedPolicy {
  return isRecord(one) && ['name', 'file', 'rules'].every((field) => typeof one[field] === 'string');
}

function isApprovals(one: unknown): one is ReportedApprovals {
  if (!isRecord(one)) return false;
  const { status, asks, count, needed } = one;
  const isCounted = typeof count === 'number' && typeof needed === 'number';
  const areListed = ['given', 'void'].every((field) => {
    const list = one[field];
    return Array.isArray(list) && list.every((each) => isRecord(each) && typeof each['by'] === 'string');
  });
  return typeof status === 'string' && typeof asks === 'string' && isCounted && areListed;
}

function other(what: string, told: Fields): Error {
  return new Error(`The command line did not say ${what}: ${JSON.stringify(told).slice(0, 200)}`);
}
