import type {
  ChangedResult,
  JudgedAlias,
  JudgedGate,
  JudgedProblem,
} from '../../../engine/src/operations/promotion/changed/changedResult.ts';
import { approvalsText, SOURCES } from '../../../engine/src/operations/promotion/gateWords.ts';
import { personText } from '../../../engine/src/registry/approvals/personText.ts';
import { attributes, element, text } from './xml.ts';

/** A JUnit report: a suite an alias that moves, a case a gate; one suite more where the registry was edited. */
export function changedJunit({ aliases, problems }: ChangedResult): string {
  const suites = aliases.filter(({ guarded }) => guarded).map(aliasSuite);
  const registry = 'registry';
  if (problems.length > 0)
    suites.push(
      suite(
        registry,
        problems.map((one) => problemCase(registry, one)),
        0,
      ),
    );
  if (suites.length === 0)
    suites.push(
      suite(
        'modelyard gate',
        [
          `    <testcase${attributes({ name: 'nothing that is guarded changes', classname: 'modelyard gate', time: 0 })}/>\n`,
        ],
        0,
      ),
    );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function aliasSuite({ model, alias, to, gates, approvals, problems }: JudgedAlias): string {
  const name = `${model}:${to ?? 'nothing'} for ${alias}`;
  const cases = [...problems.map((one) => problemCase(name, one)), ...gates.map((gate) => gateCase(name, gate))];
  if (approvals !== null && approvals.status !== 'left to the host') cases.push(approvalsCase(name, approvals));
  if (cases.length === 0) cases.push(`    <testcase${attributes({ name: 'moved', classname: name, time: 0 })}/>\n`);
  return suite(
    name,
    cases,
    gates.reduce((sum, { seconds }) => sum + seconds, 0),
  );
}

function suite(name: string, cases: readonly string[], time: number): string {
  const having = (tag: string) => cases.filter((one) => one.includes(`<${tag} `)).length;
  const counts = { tests: cases.length, failures: having('failure'), errors: having('error') };
  const opening = attributes({ package: 'modelyard.gate', id: 0, name, ...counts, time });
  return `  <testsuite${opening}>\n${cases.join('')}  </testsuite>\n`;
}

function gateCase(classname: string, { name, status, how, reason, next, code, kind, seconds }: JudgedGate): string {
  const opening = `    <testcase${attributes({ name, classname, time: seconds })}`;
  const source = how === 'recomputed' ? '' : element('system-out', {}, text(SOURCES[how]));
  if (status === 'passed') return source === '' ? `${opening}/>\n` : `${opening}>\n      ${source}\n    </testcase>\n`;
  const said = text(next === null ? reason : `${reason}\n${next}`);
  const body = element(status === 'failed' ? 'failure' : 'error', { message: reason, type: code ?? kind }, said);
  return `${opening}>\n      ${body}${source}\n    </testcase>\n`;
}

function problemCase(classname: string, { code, file, message }: JudgedProblem): string {
  const opening = `    <testcase${attributes({ name: `${code} ${file}`, classname, time: 0 })}`;
  const body = element('failure', { message, type: code }, text(`${file}: ${message}`));
  return `${opening}>\n      ${body}\n    </testcase>\n`;
}

function approvalsCase(classname: string, approvals: NonNullable<JudgedAlias['approvals']>): string {
  const opening = `    <testcase${attributes({ name: 'approvals', classname, time: 0 })}`;
  if (approvals.status === 'passed') return `${opening}/>\n`;
  const message = approvalsText(approvals);
  const voids = approvals.void.map((one) => `void: ${personText(one)}: ${one.why}`);
  const body = element('failure', { message, type: 'approvals' }, text([message, ...voids].join('\n')));
  return `${opening}>\n      ${body}\n    </testcase>\n`;
}
