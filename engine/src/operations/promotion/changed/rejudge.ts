import { metricEntry } from '../../../catalog/metrics.ts';
import { isEqual } from '../../../checks/isEqual.ts';
import { Failure } from '../../../failure.ts';
import { judge } from '../../../gates/all.ts';
import { unknown } from '../../../gates/answers.ts';
import type { GateAnswer, GateContext, GateRule } from '../../../ports/gate.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import type { GateReport, ReportedGate } from '../../../registry/decisions/gateReport.ts';
import type { RulesOfMove } from '../../../registry/policies/aliasRules.ts';
import type { Observer } from '../../operation.ts';
import { gateLine } from '../gateResult.ts';
import { type GateEvent, type JudgeAround, rulesToMeet } from '../judgeMove.ts';
import { bytesAtRemote } from './bytesAtRemote.ts';
import type { JudgedGate, JudgedProblem } from './changedResult.ts';
import { withGateContext } from './gateContext.ts';
import { measuredOtherwise } from './measuredOtherwise.ts';
import type { Rejudged } from './rejudged.ts';

export interface RejudgedMove {
  readonly report: GateReport;
  readonly rules: RulesOfMove;
  readonly candidate: ModelVersion;
  /** What aliases of the model stood for before the move. */
  readonly champions: (model: string, alias: string) => ModelVersion | undefined;
  readonly observer: Observer<GateEvent>;
}

/**
 * What follows from objects and files that a clone has or fetches is asked again, of the very scores that the report names. The rest
 * was measured where the model and the data are: checks of the data, the age of its rows, latency, programs of the policy.
 */
function sourceOf(rule: GateRule, isSizeSeen: boolean): JudgedGate['how'] {
  if (rule.kind === 'better_than' || rule.kind === 'card') return 'recomputed';
  if (rule.kind === 'size') return isSizeSeen ? 'recomputed' : 'facts';
  if (rule.kind !== 'threshold') return 'reported';
  // A metric of the user's own is SQL over what the run had.
  return rule.slice !== undefined || metricEntry(rule.metric) !== undefined ? 'recomputed' : 'facts';
}

/** Asks again what can be, and takes over what cannot, for the same rule alone. */
export async function rejudge(around: JudgeAround, move: RejudgedMove): Promise<Rejudged> {
  const { candidate, report, rules, champions, observer } = move;
  const { alias } = report;
  const champion = async (of: string) => champions(candidate.name, of);
  return withGateContext(around, { candidate, alias, rules, champion, signal: observer.signal }, async (context) => {
    const gates: JudgedGate[] = [];
    const bytes = await bytesAtRemote(around.stores, candidate, observer.signal);
    const problems: Omit<JudgedProblem, 'file'>[] = [...bytes.problems];
    for (const rule of rulesToMeet(rules)) {
      const { name } = rule;
      observer.event({ type: 'gate.started', name, rule });
      const started = around.host.clock.now();
      const reported = report.gates.find((gate) => isEqual(gate.rule, rule));
      const progress = (share: number, message: string) =>
        observer.event({ type: 'gate.progress', name, share, message });
      const how = reported === undefined ? 'reported' : sourceOf(rule, bytes.isSizeSeen);
      const isAgain = how !== 'reported' && reported !== undefined;
      const answer = isAgain ? await again(rule, { ...context, progress, reported }) : takenOver(reported, rule);
      const seconds = Math.max(0, around.host.clock.now() - started) / 1000;
      const gate: ReportedGate = { name, rule, seconds: isAgain ? seconds : (reported?.seconds ?? 0), ...answer };
      observer.event({ type: 'gate.judged', ...gate });
      gates.push({ ...gateLine(gate), how });
      if (isAgain) problems.push(...differences(reported, answer));
    }
    problems.push(...(await measuredOtherwise(rulesToMeet(rules), { ...context, progress() {} })));
    return { gates, problems };
  });
}

async function again(rule: GateRule, context: GateContext): Promise<GateAnswer> {
  try {
    return await judge(rule, context);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return unknown(error.reason, error.message, error.next ?? 'Mend it and ask again.');
  }
}

function takenOver(reported: ReportedGate | undefined, { name }: GateRule): GateAnswer {
  if (reported !== undefined) return reported;
  return unknown(
    'not-reported',
    `The gate report says nothing of \`${name}\` as the policy has it now`,
    'Promote again, so that it is judged by this policy.',
  );
}

/** Figures that the report has otherwise than its objects. */
function differences(reported: ReportedGate, answer: GateAnswer): Rejudged['problems'] {
  if (reported.status !== answer.status)
    return [
      {
        code: 'report-differs',
        message: `gate \`${reported.name}\`: the report says ${reported.status}, and asked again it is ${answer.status}: ${answer.reason}`,
      },
    ];
  // What a card counts is for people, and another version may count otherwise.
  if (reported.rule.kind === 'card') return [];
  const [was, is] = [reported.figures[0], answer.figures[0]];
  const differs = (['value', 'low', 'high'] as const).some((end) => isOther(was?.[end], is?.[end]));
  if (!differs) return [];
  const text = (figure: typeof was) =>
    figure === undefined
      ? 'nothing'
      : [figure.value, figure.low, figure.high].filter((end) => end !== undefined).join(', ');
  return [
    {
      code: 'report-differs',
      message: `gate \`${reported.name}\`: the report says ${text(was)}, and asked again it is ${text(is)}`,
    },
  ];
}

/** But for the last digits, which other machines may round otherwise. */
function isOther(a: number | undefined, b: number | undefined): boolean {
  if (a === undefined || b === undefined) return a !== b;
  return !(Object.is(a, b) || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));
}
