import { cut, decimalsOf, figure, interval } from '../../../language/figures.ts';
import type { GateFigure } from '../../../ports/gate.ts';
import type { ModelAlias } from '../../../ports/modelRegistry.ts';
import type { GateReport } from '../../../registry/decisions/gateReport.ts';
import type { GateReportFile } from '../../../registry/decisions/gateReportFile.ts';

/** `Promote flight-delay v8 to production: roc_auc +0.008 [+0.006, +0.010]`, and below what it rests on. */
export function promotionMessage(alias: ModelAlias, report: GateReport, file: GateReportFile): string {
  const figures = decidingFigure(report);
  const subject = `Promote ${alias.model} v${alias.version} to ${alias.alias}${figures === undefined ? '' : `: ${figures}`}`;
  return `${[subject, '', ...resting(alias, report, file)].join('\n')}\n`;
}

/** `Roll flight-delay production back to v7: refused rows without an origin`. */
export function rollbackMessage(
  alias: ModelAlias & { readonly reason: string },
  from: number,
  judged: { readonly report: GateReport; readonly file: GateReportFile } | undefined,
): string {
  const reason = alias.reason.replaceAll(/\s+/g, ' ').trim();
  const subject = `Roll ${alias.model} ${alias.alias} back to v${alias.version}: ${reason}`;
  const rests = judged === undefined ? [] : resting(alias, judged.report, judged.file).slice(1);
  return `${[subject, '', `Before: version ${from}.`, ...rests].join('\n')}\n`;
}

/** What decided, in a few words: the difference from the champion, else the first metric that was asked for. */
export function decidingFigure({ gates }: Pick<GateReport, 'gates'>): string | undefined {
  for (const { rule, figures } of gates) {
    const difference = figures.find(({ unit }) => unit === 'difference');
    if (rule.kind === 'better_than' && difference !== undefined) return `${rule.metric} ${signed(difference)}`;
  }
  for (const { rule, figures } of gates) {
    const [measured] = figures;
    if (rule.kind !== 'threshold' || measured === undefined) continue;
    const { value, low, high } = measured;
    return `${rule.metric} ${low === undefined || high === undefined ? figure(value) : interval(value, low, high)}`;
  }
  return undefined;
}

function resting({ previous }: ModelAlias, report: GateReport, file: GateReportFile): readonly string[] {
  const passed = report.gates.filter(({ status }) => status === 'passed').length;
  const policies = report.policies.map(({ name, file: at }) => `${name} (${at})`);
  const approvals = report.approvals === null ? [] : [`Approvals: ${approvalsWords(report.approvals)}.`];
  return [
    previous === undefined ? 'Before: nothing.' : `Before: version ${previous}.`,
    `Policy ${[...new Set(policies)].join(', ')}: ${passed} of ${report.gates.length} gates passed.`,
    ...approvals,
    `Gates: ${file.path}`,
  ];
}

function approvalsWords({ status, count, needed, asks }: NonNullable<GateReport['approvals']>): string {
  return status === 'left to the host' ? `left to the host, ${asks}` : `${count} of ${needed}, ${asks}`;
}

function signed({ value, low, high }: GateFigure): string {
  const decimals = decimalsOf(low, high);
  const one = (given: number) => {
    const text = decimals === undefined ? figure(given) : cut(given, decimals);
    return given > 0 && !text.startsWith('-') ? `+${text}` : text;
  };
  return low === undefined || high === undefined ? one(value) : `${one(value)} [${one(low)}, ${one(high)}]`;
}
