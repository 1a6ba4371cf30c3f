import { inputItem } from '../evaluation/modelInputs.ts';
import { modelInput } from '../evaluation/predictRows.ts';
import { settledSignature, tableInput } from '../evaluation/settleModel.ts';
import { Cancelled } from '../failure.ts';
import { count } from '../language/figures.ts';
import type { Values } from '../ports/dataSource.ts';
import type { GateContext, GateEvidence, GateFigure, GateKind, GateRule } from '../ports/gate.ts';
import type { ModelInput, OpenModel } from '../ports/modelRuntime.ts';
import { failed, passed, unknown } from './answers.ts';
import { testRowsMissing } from './missing.ts';
import { withVersion } from './openVersion.ts';
import { objectRelation } from './scoresOf.ts';
import { sizeAnswer } from './size.ts';
import { milliseconds } from './words.ts';

type LatencyRule = Extract<GateRule, { readonly kind: 'latency' }>;

const MOST_CALLS = 5000;
const MOST_SECONDS = 5;
const WARM_UP = 100;
const WARM_UP_SECONDS = 1;
/** Test rows that are asked in turn. */
const ROWS = 500;
/** Fewer calls tell nothing of the slowest twentieth. */
const FEWEST_CALLS = 40;

/** How long 95 of 100 answers of one row take on this machine at most, as one caller after the other gets them. */
export const latencyGate: GateKind<LatencyRule> = {
  kind: 'latency',
  async judge(rule, context) {
    const { candidate } = context;
    if (candidate.format === 'files')
      return unknown(
        'not-runnable',
        `${candidate.name}:${candidate.version} is only files: nobody knows how to ask it`,
        'Register it as ONNX or in the format of MLflow, or take `latency_p95` out.',
      );
    if (candidate.evidence.test === undefined) return testRowsMissing(candidate);
    const size = rule.size === undefined ? undefined : sizeAnswer(rule.size, candidate);
    const seconds = await callsOf(candidate.evidence.test, context);
    if (seconds.length < FEWEST_CALLS)
      return unknown(
        'too-few-calls',
        `Only ${seconds.length} answers came in ${MOST_SECONDS} s`,
        'Ask a faster model.',
      );
    const p95 = quantile(seconds, 0.95);
    const figure: GateFigure = { name: 'latency_p95', value: p95, unit: 's', max: rule.p95, rows: seconds.length };
    const figures = [figure, ...(size?.figures ?? [])];
    const evidence: readonly GateEvidence[] = [
      { kind: 'object', what: 'test rows', sha256: candidate.evidence.test },
      {
        kind: 'note',
        what: `${count(seconds.length)} calls of one row on ${context.host.machine.platform}, median ${milliseconds(quantile(seconds, 0.5))}`,
      },
    ];
    const said = `95 of 100 answers take at most ${milliseconds(p95)}; ${milliseconds(rule.p95)} are allowed`;
    if (p95 > rule.p95)
      return failed('too-slow', said, {
        figures,
        evidence,
        next: 'Train a smaller model, or ask on a machine that is at rest.',
      });
    if (size?.status === 'failed') return { ...size, figures: [...size.figures, figure], evidence };
    return passed(said, { figures, evidence });
  },
};

/** Seconds of each call, after a warm-up. */
async function callsOf(test: string, context: GateContext): Promise<Float64Array> {
  return withVersion(context.candidate, context, async ({ model, signature: declared }) => {
    const data = await context.data();
    const name = 'the test rows';
    const relation = await objectRelation(context, test, name);
    const target = Object.keys(context.candidate.signature.outputs)[0];
    const signature = await settledSignature({
      data,
      relation,
      name,
      model,
      signature: declared,
      ...(target === undefined ? {} : { target }),
    });
    const rows = await singleRows(relation, Object.entries(signature.inputs), model, context);
    await timed(model, rows, { calls: WARM_UP, seconds: WARM_UP_SECONDS, context });
    return timed(model, rows, { calls: MOST_CALLS, seconds: MOST_SECONDS, context });
  });
}

type Inputs = Readonly<Record<string, ModelInput>>;

/** The first test rows, each as a call of its own. */
async function singleRows(
  relation: string,
  inputs: readonly (readonly [string, Parameters<typeof inputItem>[1]])[],
  model: OpenModel,
  { data, signal }: GateContext,
): Promise<readonly Inputs[]> {
  const items = inputs.map(([name, type], index) => `${inputItem(name, type)} as c${index}`);
  const toInput = model.table === undefined ? modelInput : tableInput;
  const rows: Inputs[] = [];
  const sql = `select ${items.join(', ') || '1 as none'} from ${relation} limit ${ROWS}`;
  for await (const batch of (await data()).batches(sql, {}, { signal }))
    for (let row = 0; row < batch.rows; row++)
      rows.push(
        Object.fromEntries(inputs.map(([name], index) => [name, toInput(oneOf(batch.columns[`c${index}`]!, row))])),
      );
  return rows;
}

function oneOf(values: Values, row: number): Values {
  if (values.kind === 'texts') return { kind: 'texts', values: values.values.slice(row, row + 1) };
  if (values.kind === 'codes') return { ...values, values: values.values.slice(row, row + 1) };
  return { kind: 'numbers', values: values.values.slice(row, row + 1) };
}

async function timed(
  model: OpenModel,
  rows: readonly Inputs[],
  { calls, seconds, context }: { readonly calls: number; readonly seconds: number; readonly context: GateContext },
): Promise<Float64Array> {
  const taken: number[] = [];
  const started = performance.now();
  let before = started;
  while (rows.length > 0 && taken.length < calls && before - started < seconds * 1000) {
    if (context.signal.aborted) throw new Cancelled();
    before = performance.now();
    await model.predict(rows[taken.length % rows.length]!, 1);
    taken.push((performance.now() - before) / 1000);
    if (taken.length % 500 === 0) context.progress(taken.length / calls, 'asking one row at a time');
  }
  return Float64Array.from(taken);
}

/** Interpolated linearly, as numpy does. */
function quantile(values: Float64Array, order: number): number {
  const ascending = values.toSorted();
  const place = order * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below]!;
  return low + ((ascending[below + 1] ?? low) - low) * (place - below);
}
