import { BY_MOVER } from '../../../engine/src/language/selfApproval.ts';
import type { OperationEvent } from '../../../engine/src/operations/operation.ts';
import type { GateLine, GateResult } from '../../../engine/src/operations/promotion/gateResult.ts';
import {
  approvalsText,
  codeText,
  figureText,
  limitText,
  verdictText,
} from '../../../engine/src/operations/promotion/gateWords.ts';
import type { GateEvent } from '../../../engine/src/operations/promotion/judgeMove.ts';
import { personText } from '../../../engine/src/registry/approvals/personText.ts';
import type { Progress } from '../command.ts';
import { type Style, type Terminal, textTable } from '../terminal.ts';

/** The verdict, a line a gate, and below what stands in the way and how to get past it. */
export function gateText(result: GateResult, style: Style): string {
  const { allowed, gates, policies } = result;
  const head = `${allowed ? style.green('✓') : style.red('✗')} ${style.bold(verdictText(result))}`;
  const rows = gates.map((gate) => [`${gate.status} `, gate.name, ...cells(gate)]);
  const table = rows.length === 0 ? [] : ['', painted(textTable(['', 'gate', 'figure', 'asked'], rows), gates, style)];
  const stands = gates.filter(({ status }) => status !== 'passed').flatMap((gate) => lines(gate, style));
  return [
    head,
    ...table,
    ...(stands.length === 0 ? [] : ['', ...stands]),
    ...approvalLines(result, style),
    ...(policies.length === 0 ? [] : ['', ...policies.map((policy) => style.dim(policyLine(policy)))]),
  ].join('\n');
}

/** Says which gate is at work, where lines may be drawn over. */
export function gateProgress(sink: { write(text: string): void }, terminal: Terminal): Progress {
  let drawn = false;
  return {
    event(event: OperationEvent) {
      const told = event as GateEvent;
      if (!terminal.live || (told.type !== 'gate.started' && told.type !== 'gate.progress')) return;
      const share = told.type === 'gate.started' ? '' : ` ${Math.floor(told.share * 100)}% ${told.message}`;
      sink.write(`\r\u001b[2K${`${told.name}${share}`.slice(0, terminal.columns - 1)}`);
      drawn = true;
    },
    end() {
      if (drawn) sink.write('\r\u001b[2K');
    },
  };
}

function cells({ figures: [figure], code }: GateLine): readonly string[] {
  return figure === undefined ? [codeText(code), ''] : [figureText(figure), limitText(figure)];
}

/** Colours come after columns are aligned; the word stands there too. */
function painted(table: string, gates: readonly GateLine[], style: Style): string {
  const paint = { passed: style.green, failed: style.red, unknown: style.yellow };
  return table
    .split('\n')
    .map((line, index) => {
      const status = gates[index - 1]?.status;
      return status === undefined ? style.dim(line) : paint[status](status) + line.slice(status.length);
    })
    .join('\n');
}

function lines({ name, reason, next, status }: GateLine, style: Style): readonly string[] {
  const head = `${status === 'failed' ? style.red(status) : style.yellow(status)} ${style.bold(name)}: ${reason}`;
  return next === null ? [head] : [head, `  ${style.bold('next')}: ${next}`];
}

function approvalLines({ approvals, model, version, alias }: GateResult, style: Style): readonly string[] {
  if (approvals === null) return [];
  const given = approvals.given.map((one) => `  ${personText(one)}, ${one.at}${one.signed ? '' : ', not signed'}`);
  const left = approvals.void.map((one) => `  ${style.yellow('void')} ${personText(one)}: ${one.why}`);
  const { status, count, needed } = approvals;
  // Of code owners the host counts, and what keeps them from it is said above.
  if (status !== 'waiting' || count >= needed) return ['', approvalsText(approvals), ...given, ...left];
  const next = approvals.void.some(({ why }) => why === BY_MOVER)
    ? 'have somebody else promote: who approves does not move the alias'
    : `have somebody of the role run \`modelyard models approve ${model}:${version} --alias ${alias}\``;
  return ['', approvalsText(approvals), ...given, ...left, `  ${style.bold('next')}: ${next}`];
}

function policyLine({ name, file, ref, commit }: GateResult['policies'][number]): string {
  const at = commit === null ? 'the working tree' : `${ref} (${commit.slice(0, 8)})`;
  return `policy ${name}, ${file} of ${at}`;
}
