import { posix as path } from 'node:path';
import { formatOf } from '../data/sources/source.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { readScored } from '../evaluation/readScored.ts';
import type { Scored } from '../evaluation/scored.ts';
import { scoreTable } from '../evaluation/scoreTable.ts';
import { usage } from '../failure.ts';
import type { ResampleTask } from '../math/resamples.ts';
import type { DataSource } from '../ports/dataSource.ts';
import type { Host } from '../ports/host.ts';
import type { Parallel } from '../ports/parallel.ts';
import { inputNamed, withData } from './dataFile.ts';
import { openModel } from './modelNamed.ts';
import { type ArgumentsOf, type Observer, operation } from './operation.ts';

const ARGUMENTS = {
  data: {
    type: 'string',
    description: 'The file: CSV, Parquet, JSON lines or Arrow.',
    required: true,
    placeholder: 'FILE',
  },
  target: { type: 'string', description: 'Column of the truth.', required: true, placeholder: 'COL' },
  score: {
    type: 'string',
    description: 'Column of the probability of the positive class; CLASS=COL for more than two classes.',
    multiple: true,
    placeholder: 'COL',
  },
  prediction: { type: 'string', description: 'Column of the predicted class or value.', placeholder: 'COL' },
  model: {
    type: 'string',
    description: 'A model that predicts the rows first: NAME:VERSION, NAME@ALIAS, run:ID or an ONNX file.',
    placeholder: 'M',
  },
  metrics: {
    type: 'string',
    description: 'Names of metrics, with commas between; default: those of the task.',
    placeholder: 'NAMES',
  },
  slice: { type: 'string', description: 'A column to measure each value of.', multiple: true, placeholder: 'COL' },
  task: {
    type: 'string',
    description: 'What is predicted; told from the data when not given.',
    choices: ['binary', 'multiclass', 'regression'],
  },
  positive: { type: 'string', description: 'The positive class.', placeholder: 'CLASS' },
  threshold: { type: 'number', description: 'From which score on a row counts as positive.', default: 0.5 },
  resamples: { type: 'integer', description: 'Bootstrap resamples of the 95% intervals; 0 for none.', default: 1000 },
  seed: { type: 'integer', description: 'Seed of the resamples.', default: 0 },
} as const;

/** `evaluate`: metrics of any predictions, ours or not; no project needed. */
export const evaluateOperation = operation({
  name: 'evaluate',
  title: 'Measure predictions: metrics with intervals, by slice',
  examples: [
    {
      command: 'modelyard evaluate --data scored.csv --target churned --score probability',
      does: 'Of any tool’s predictions.',
    },
    {
      command: 'modelyard evaluate --data test.parquet --target late --model flight-delay@candidate --slice origin',
      does: 'A registered model, for each airport too.',
    },
    {
      command: 'modelyard evaluate --data prices.csv --target price --prediction estimate --metrics rmse,mae',
      does: 'A regression.',
    },
  ],
  arguments: ARGUMENTS,
  result: 'evaluate',
  async run(host, args, observer): Promise<Evaluation> {
    if (args.model === undefined && args.score.length === 0 && args.prediction === undefined)
      throw usage(
        'There is nothing to measure.',
        'Name a column with `--score` or `--prediction`, or a model with `--model`.',
      );
    const file = await inputNamed(host, args.data);
    return withData(host, [file], async (data, tmpFolder) => {
      const relation = await data.relation({ files: [file], format: formatOf(file) });
      const scored = await scoredRows(host, args, observer, { data, relation, tmpFolder });
      return evaluate(scored, {
        ...(args.metrics === undefined ? {} : { metrics: args.metrics.split(',').map((name) => name.trim()) }),
        threshold: args.threshold,
        resamples: args.resamples,
        seed: args.seed,
        parallel: host.parallel as Parallel<ResampleTask>,
        signal: observer.signal,
        progress: (fraction) => observer.event({ type: 'progress', fraction } as { type: string }),
      });
    });
  },
});

async function scoredRows(
  host: Host,
  args: ArgumentsOf<typeof ARGUMENTS>,
  observer: Observer,
  { data, relation, tmpFolder }: { readonly data: DataSource; readonly relation: string; readonly tmpFolder: string },
): Promise<Scored> {
  const common = { data, relation, name: args.data, target: args.target, slices: args.slice, signal: observer.signal };
  if (args.model === undefined)
    return readScored({
      ...common,
      scores: args.score.map(scoreColumn),
      prediction: args.prediction,
      task: args.task,
      positive: args.positive,
    });
  const { model, signature } = await openModel(host, args.model, observer);
  try {
    const file = path.join(tmpFolder, 'scores.parquet');
    return (await scoreTable({ ...common, model, signature, extras: [], threshold: args.threshold, file })).scored;
  } finally {
    await model.close();
  }
}

function scoreColumn(text: string): { readonly column: string; readonly class?: string } {
  const at = text.indexOf('=');
  return at < 1 ? { column: text } : { class: text.slice(0, at), column: text.slice(at + 1) };
}
