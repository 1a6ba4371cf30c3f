import { isRecord } from '../../language/isRecord.ts';
import { isText } from '../readFields.ts';

/** What is wrong with a report that was read from a file, which anybody may have written; undefined where all is as its type says. */
export function wrongShape(report: unknown): string | undefined {
  if (!isRecord(report)) return 'it holds no keys';
  const { gate_report, version, alias, sha256, at, by, allowed, champion, policies, gates, approvals } = report;
  if (![gate_report, alias, sha256].every(isText) || !Number.isSafeInteger(version) || typeof allowed !== 'boolean')
    return 'it does not say which version and alias were judged, and how';
  if (!isText(at) || !isText(by)) return 'it does not say when and by whom';
  if (
    champion !== null &&
    !(isRecord(champion) && Number.isSafeInteger(champion['version']) && isText(champion['sha256']))
  )
    return 'its champion is no version';
  if (!Array.isArray(policies) || !Array.isArray(gates)) return 'it lists no gates or no policies';
  if (!policies.every(isPolicy)) return 'a policy of it has no name, file or rules';
  const wrong = gates.findIndex((gate) => !isGate(gate));
  if (wrong >= 0) return `gate ${wrong + 1} has no rule, or no answer that a gate gives`;
  return approvals === null || isApprovals(approvals) ? undefined : 'its approvals are not counted';
}

function isPolicy(policy: unknown): boolean {
  return isRecord(policy) && ['name', 'file', 'rules'].every((key) => isText(policy[key]));
}

function isGate(gate: unknown): boolean {
  if (!isRecord(gate) || !isRecord(gate['rule']) || !Array.isArray(gate['figures']) || !Array.isArray(gate['evidence']))
    return false;
  const { name, status, reason, seconds, rule, figures, evidence, code, next } = gate;
  if (![name, reason, rule['kind'], rule['name']].every(isText) || !STATUSES.includes(status)) return false;
  if (![code, next].every((text) => text === undefined || isText(text)) || typeof seconds !== 'number') return false;
  return (figures as unknown[]).every(isFigure) && (evidence as unknown[]).every(isEvidence);
}

const STATUSES: readonly unknown[] = ['passed', 'failed', 'unknown'];
const UNITS: readonly unknown[] = ['metric', 'difference', 's', 'B', 'count', 'share'];

function isFigure(figure: unknown): boolean {
  if (!isRecord(figure) || !isText(figure['name']) || typeof figure['value'] !== 'number') return false;
  const ends = ['low', 'high', 'min', 'max', 'rows'].map((key) => figure[key]);
  return UNITS.includes(figure['unit']) && ends.every((end) => end === undefined || typeof end === 'number');
}

function isEvidence(evidence: unknown): boolean {
  if (!isRecord(evidence) || !isText(evidence['what'])) return false;
  const named = { object: 'sha256', run: 'run', file: 'file', check: 'check', note: 'what' }[String(evidence['kind'])];
  return named !== undefined && isText(evidence[named]);
}

function isApprovals(approvals: unknown): boolean {
  if (!isRecord(approvals) || !Array.isArray(approvals['given']) || !Array.isArray(approvals['void'])) return false;
  return [...(approvals['given'] as unknown[]), ...(approvals['void'] as unknown[])].every(
    (one) => isRecord(one) && isText(one['by']) && isText(one['file']),
  );
}
