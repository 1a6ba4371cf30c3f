import { posix as path } from 'node:path';
import { learnerNamed, learnerParams } from '../catalog/learners.ts';
import { Failure } from '../failure.ts';
import type { TrainRequest } from '../ports/learner.ts';
import type { ModelValue, Step, StepRequest, TableValue, Value, ValueColumn } from '../ports/step.ts';
import { isTable, tableAt } from './values.ts';

/** Trains a model and proves that its ONNX file answers as the trainer did. */
export const modelTrain: Step = {
  uses: 'model/train',
  revision: 2,
  async run(request) {
    const { context } = request;
    const asked = await trainRequest(request);
    const { table } = asked;
    await context.record({
      params: Object.fromEntries(Object.entries(asked.train.params).map(([name, value]) => [name, String(value)])),
      datasets: Object.entries(table.lineage).map(([name, { version, rows }]) => ({ name, version, rows })),
    });
    const trained = await context.learner.train(asked.train, {
      signal: context.signal,
      progress(round, rounds, metrics) {
        context.progress(round / rounds, `round ${round} of ${rounds}`);
        for (const [name, value] of Object.entries(metrics)) context.metric(name, value, round);
      },
    });
    for (const warning of trained.warnings) context.log(warning);
    context.metric('best_round', trained.bestRound, 0);
    context.metric('parity_max_difference', trained.parity.maxDifference, 0);
    const importance = path.join(context.workFolder, 'importance.json');
    await context.files.write(importance, JSON.stringify(trained.importance, undefined, 2));
    const model = await context.artifacts.take(trained.onnx);
    const baseline = await context.artifacts.take(trained.baseline);
    const gains = await context.artifacts.take(importance);
    await context.record({
      artifacts: [
        { path: 'model.onnx', ...model },
        { path: 'baseline.json', ...baseline },
        { path: 'importance.json', ...gains },
      ],
    });
    const value: ModelValue = {
      kind: 'model',
      format: 'onnx',
      ...model,
      signature: trained.signature,
      target: asked.train.target,
      task: trained.task,
      baseline: baseline.sha256,
      params: asked.train.params as ModelValue['params'],
      lineage: table.lineage,
      ...(table.features ? { features: table.features } : {}),
    };
    return { model: value, metrics: bestMetrics(trained.history, trained.bestRound) };
  },
};

async function trainRequest({
  with: values,
  context,
}: StepRequest): Promise<{ train: TrainRequest; table: TableValue }> {
  const table = tableAt(values, 'data');
  const validation = isTable(values['validation']) ? values['validation'] : undefined;
  const target = String(values['target']);
  const learner = learnerNamed(String(values['learner']));
  const weight = values['weight'] === undefined ? undefined : String(values['weight']);
  const threads = context.threads;
  return {
    table,
    train: {
      learner: learner.name,
      train: await context.artifacts.path(table.sha256, 'training rows'),
      ...(validation ? { validation: await context.artifacts.path(validation.sha256, 'validation rows') } : {}),
      target,
      inputs: inputsOf(table, target, weight),
      ...(weight === undefined ? {} : { weight }),
      ...classWeights(values['class_weights']),
      ...(values['task'] === undefined ? {} : { task: values['task'] as NonNullable<TrainRequest['task']> }),
      params: learnerParams(learner, (values['params'] ?? {}) as Readonly<Record<string, Value>>),
      threads,
      memoryLimit: context.memoryLimit,
      workFolder: context.workFolder,
    },
  };
}

function classWeights(value: Value | undefined): Pick<TrainRequest, 'classWeights'> {
  if (value === undefined || value === null) return {};
  return { classWeights: value as NonNullable<TrainRequest['classWeights']> };
}

/** The columns that were made to be inputs, else (a table from a program) all but the target and the weight. */
function inputsOf(table: TableValue, target: string, weight: string | undefined): readonly ValueColumn[] {
  if (!table.columns.some((column) => column.name === target))
    throw new Failure('unknown-target', `The table has no column \`${target}\` to learn.`, {
      next: `It has: ${table.columns.map((column) => column.name).join(', ')}.`,
    });
  const { inputs, rowId, timestamp } = table.roles;
  const named = (column: ValueColumn) =>
    inputs ? inputs.includes(column.name) : ![rowId, timestamp].includes(column.name);
  const chosen = table.columns.filter((column) => named(column) && column.name !== target && column.name !== weight);
  for (const column of chosen)
    if (['timestamp', 'date', 'time', 'list', 'struct'].includes(column.type))
      throw new Failure(
        'input-type',
        `The column \`${column.name}\` is a ${column.type}, which no learner here takes as input.`,
        {
          next: 'Derive numbers or text from it in data/examples, such as `hour(date)` or `dayofweek(date)`.',
        },
      );
  return chosen;
}

/** What was measured in the best round, by metric. */
function bestMetrics(history: Readonly<Record<string, readonly number[]>>, bestRound: number): Record<string, number> {
  const entries = Object.entries(history).map(([name, values]): [string, number] => [
    name,
    values[bestRound - 1] ?? values.at(-1) ?? Number.NaN,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => Number.isFinite(value)));
}
