import type { Approved } from '../../../engine/src/operations/models/approve.ts';
import type { WrittenOwners } from '../../../engine/src/operations/models/owners.ts';
import { personText } from '../../../engine/src/registry/approvals/personText.ts';
import type { ReportedApprovals } from '../../../engine/src/registry/decisions/gateReport.ts';
import type { Style } from '../terminal.ts';

/** What was approved, what is still asked for, and what to do next. */
export function approvedText({ model, version, alias, file, signed, approvals }: Approved, style: Style): string {
  const how = signed ? 'signed' : 'not signed';
  const next =
    approvals.status === 'waiting'
      ? 'Commit and push it; others approve in the same way.'
      : `Commit and push it; somebody else now moves the alias: modelyard models promote ${model}:${version} --alias ${alias}`;
  return [
    `${style.green('✓')} ${model}:${version} approved for ${alias}, ${how}: ${file}`,
    ...approvalLines(approvals, style),
    next,
  ].join('\n');
}

/** Who agrees, who does not count and why. */
export function approvalLines({ asks, count, needed, given, void: voids }: ReportedApprovals, style: Style): string[] {
  const asked = needed === 0 ? asks : `${asks}: ${count} of ${needed}`;
  return [
    `  ${asked}`,
    ...given.map((one) => `  ${style.green('✓')} ${personText(one)}, ${one.at}${one.signed ? '' : ', not signed'}`),
    ...voids.map((one) => `  ${style.red('✗')} ${personText(one)}: ${one.why}`),
  ];
}

/** Who reviews what, and what to do next. */
export function ownersText({ file, written, files }: WrittenOwners, style: Style): string {
  const lines = files.map((one) => `  ${one.file}  ${one.owners.join(' ')}`);
  const head = written ? `${style.green('✓')} Wrote ${file}:` : `${file} names owners already:`;
  const next = 'Merge it, and let the host insist on their review; then promote with --pr.';
  return [head, ...lines, ...(written ? [next] : [])].join('\n');
}
