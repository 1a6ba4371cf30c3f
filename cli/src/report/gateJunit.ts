import type { GateLine, GateResult } from '../../../engine/src/operations/promotion/gateResult.ts';
import { approvalsText, verdictText } from '../../../engine/src/operations/promotion/gateWords.ts';
import { personText } from '../../../engine/src/registry/approvals/personText.ts';
import { attributes, element, text } from './xml.ts';

/** A JUnit report: one suite, a case a gate and one of the approvals. A gate whose answer is not known is an error. */
export function gateJunit(result: GateResult): string {
  const { model, version, alias, gates, approvals } = result;
  const suite = `${model}:${version} for ${alias}`;
  const cases = gates.map((gate) => testcase(suite, gate));
  const waiting = approvals?.status === 'waiting';
  if (approvals !== null && approvals.status !== 'left to the host') cases.push(approvalCase(suite, approvals));
  const opening = attributes({
    package: 'modelyard.gate',
    id: 0,
    name: suite,
    tests: cases.length,
    failures: gates.filter(({ status }) => status === 'failed').length + (waiting ? 1 : 0),
    errors: gates.filter(({ status }) => status === 'unknown').length,
    time: gates.reduce((sum, { seconds }) => sum + seconds, 0),
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n',
    `  <testsuite${opening}>\n`,
    ...cases,
    `    ${element('system-out', {}, text(verdictText(result)))}\n`,
    '  </testsuite>\n</testsuites>\n',
  ].join('');
}

function testcase(suite: string, { name, status, reason, next, code, kind, seconds }: GateLine): string {
  const opening = `    <testcase${attributes({ name, classname: suite, time: seconds })}`;
  if (status === 'passed') return `${opening}/>\n`;
  const said = next === null ? reason : `${reason}\n${next}`;
  const body = element(status === 'failed' ? 'failure' : 'error', { message: reason, type: code ?? kind }, text(said));
  return `${opening}>\n      ${body}\n    </testcase>\n`;
}

function approvalCase(suite: string, approvals: NonNullable<GateResult['approvals']>): string {
  const opening = `    <testcase${attributes({ name: 'approvals', classname: suite, time: 0 })}`;
  if (approvals.status === 'passed') return `${opening}/>\n`;
  const message = approvalsText(approvals);
  const left = approvals.void.map((one) => `void: ${personText(one)}: ${one.why}`);
  const body = element('failure', { message, type: 'approvals' }, text([message, ...left].join('\n')));
  return `${opening}>\n      ${body}\n    </testcase>\n`;
}
