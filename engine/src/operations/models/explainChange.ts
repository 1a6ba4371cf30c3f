import { Failure, usage } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';
import { type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { betterOf, mainFigure } from '../runs/mainMetric.ts';
import { type RunFigure, runFigures } from '../runs/runFigures.ts';
import { explain } from './explain/explain.ts';
import type { ChangeExplanation, ExplainEvent } from './explain/explanation.ts';
import { keepExplanation } from './explain/keptExplanations.ts';
import { type NamedRun, namedRun } from './explain/namedRun.ts';
import { readSide, type Side } from './explain/side.ts';

const MOST_SEEDS = 1000;
const MOST_ORDERS = 10_000;

/** `models explain-change A B`. */
export const explainChange = operation({
  name: 'models explain-change',
  title: 'Why a metric changed from one run to another',
  examples: [
    {
      command: 'modelyard models explain-change 9b1f 4be1',
      does: 'Swaps data, features, steps, params and seed one after the other, and says what each did to the main metric.',
    },
    {
      command: 'modelyard models explain-change flight-delay@production flight-delay:4 --metric log_loss',
      does: 'The runs that made two versions, by another metric.',
    },
    {
      command: 'modelyard models explain-change 9b1f 4be1 --order params --orders 20',
      does: 'Params first, then the mean over 20 orders: says where factors depend on each other.',
    },
  ],
  arguments: {
    a: {
      type: 'string',
      description: 'The one: id of a run, or a model as NAME, NAME:VERSION or NAME@ALIAS.',
      positional: true,
      required: true,
    },
    b: { type: 'string', description: 'The other.', positional: true, required: true },
    metric: { type: 'string', description: 'Instead of the main metric.', placeholder: 'NAME' },
    order: {
      type: 'string',
      description: 'Kinds of factors, or factors, that are swapped first, in this order.',
      multiple: true,
      placeholder: 'FACTOR',
    },
    orders: {
      type: 'integer',
      description: 'Take the mean over so many orders, all where there are no more.',
      default: 1,
      placeholder: 'N',
    },
    seeds: {
      type: 'integer',
      description: 'How many other seeds each of the two is run with, to see what chance does; 0 for none.',
      default: 5,
      placeholder: 'N',
    },
    apart: { type: 'boolean', description: 'Swap each param alone, not all of a step together.' },
  },
  result: 'models-explain-change',
  async run(host, args, observer): Promise<ChangeExplanation> {
    const { seeds, orders } = args;
    if (seeds < 0 || seeds > MOST_SEEDS) throw usage(`\`--seeds ${seeds}\`: it is 0 to ${MOST_SEEDS}.`);
    if (orders < 1 || orders > MOST_ORDERS) throw usage(`\`--orders ${orders}\`: it is 1 to ${MOST_ORDERS}.`);
    const { root, ...stores } = await openStores(host);
    const named = { a: await namedRun(args.a, stores), b: await namedRun(args.b, stores) };
    const a = await readSide(named.a.run, host, stores);
    const b = await readSide(named.b.run, host, stores);
    if (a.pipeline.name !== b.pipeline.name) throw otherPipeline(a, b);
    const figures = figuresOf(a, b, args.metric);
    const told = observer as unknown as Observer<ExplainEvent>;
    const explained = await explain({
      host,
      stores,
      root,
      a,
      b,
      figures,
      seeds,
      orders,
      order: args.order.flatMap((text) => text.split(',')),
      apart: args.apart,
      signal: observer.signal,
      told: (progress) => told.event({ type: 'explain.progress', ...progress }),
    });
    const { name } = figures.b;
    const [from, to] = [figures.a.value, figures.b.value];
    const explanation: ChangeExplanation = {
      a: shownRun(named.a),
      b: shownRun(named.b),
      pipeline: b.pipeline.name,
      metric: name,
      better: betterOf(name),
      from,
      to,
      difference: to - from,
      ...explained,
    };
    const at = new Date(host.clock.now()).toISOString();
    await keepExplanation({ at, modelyard: host.machine.modelyard, explanation }, stores.memo);
    told.event({ type: 'explain.finished', ...explanation });
    return explanation;
  },
});

function shownRun({ run, model }: NamedRun): ChangeExplanation['a'] {
  return { run: run.id, model };
}

/** The metric as both have it. */
function figuresOf(a: Side, b: Side, asked: string | undefined): { readonly a: RunFigure; readonly b: RunFigure } {
  const [ofA, ofB] = [a, b].map((side) => runFigures(side.run, [...side.steps.values()]));
  const named = (figures: readonly RunFigure[] | undefined, name: string) =>
    figures?.find((one) => one.name === name) ?? figures?.find((one) => one.metric === name);
  const second = asked === undefined ? mainFigure(ofB ?? [], b.pipeline) : named(ofB, asked);
  if (second === undefined) throw notMeasured(b, asked, ofB ?? []);
  const first = named(ofA, second.name);
  if (first === undefined) throw notMeasured(a, second.name, ofA ?? []);
  for (const [side, { name, value }] of [
    [a, first],
    [b, second],
  ] as const)
    if (!Number.isFinite(value))
      throw new Failure('metric-not-finite', `\`${name}\` of the run ${shortId(side)} is ${value}.`, {
        next: 'Name another metric with `--metric`.',
      });
  return { a: first, b: second };
}

function notMeasured(side: Side, metric: string | undefined, figures: readonly RunFigure[]): Failure {
  const names = figures.map(({ name }) => name);
  const near = metric === undefined ? undefined : nearest(metric, names);
  return new Failure(
    'metric-not-measured',
    metric === undefined
      ? `The run ${shortId(side)} has measured nothing.`
      : `The run ${shortId(side)} has no metric \`${metric}\`.`,
    {
      next: near ? `Did you mean \`${near}\`?` : `It has: ${names.slice(0, 20).join(', ') || 'none'}.`,
    },
  );
}

function otherPipeline(a: Side, b: Side): Failure {
  return new Failure(
    'other-pipeline',
    `The run ${shortId(a)} is of the pipeline \`${a.pipeline.name}\`, ${shortId(b)} of \`${b.pipeline.name}\`.`,
    { next: 'Name two runs of one pipeline; `modelyard runs compare` shows what differs between any.' },
  );
}

function shortId({ run }: Side): string {
  return run.id.slice(0, 8);
}
