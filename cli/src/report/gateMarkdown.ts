import { markdownCode, markdownTable, markdownText } from '../../../engine/src/language/markdown.ts';
import type { GateLine, GateResult } from '../../../engine/src/operations/promotion/gateResult.ts';
import {
  approvalsText,
  codeText,
  figureText,
  limitText,
  verdictText,
} from '../../../engine/src/operations/promotion/gateWords.ts';

const SIGNS = { passed: '✅ passed', failed: '❌ failed', unknown: '❔ unknown' };

/** A heading, the gates as a table, and what stands in the way; for the summary of a job or a comment. */
export function gateMarkdown(result: GateResult): string {
  const { allowed, gates, approvals } = result;
  const rows = gates.map((gate) => [SIGNS[gate.status], markdownCode(gate.name), ...cells(gate)]);
  const stands = gates.filter(({ status }) => status !== 'passed').map(line);
  return [
    `### ${allowed ? '✅' : '❌'} ${markdownText(verdictText(result).replaceAll('`', ''))}`,
    ...(rows.length === 0 ? [] : [markdownTable(['', 'Gate', 'Figure', 'Asked'], rows)]),
    ...(stands.length === 0 ? [] : [stands.join('\n')]),
    ...(approvals === null ? [] : [markdownText(`Approvals: ${approvalsText(approvals)}.`)]),
  ].join('\n\n');
}

function cells({ figures: [figure], code }: GateLine): readonly string[] {
  return figure === undefined
    ? [codeText(code), '']
    : [markdownText(figureText(figure)), markdownText(limitText(figure))];
}

function line({ name, reason, next }: GateLine): string {
  const said = markdownText(reason.replaceAll('`', ''));
  return `- ${markdownCode(name)}: ${said}${next === null ? '' : `. ${markdownText(next.replaceAll('`', ''))}`}`;
}
