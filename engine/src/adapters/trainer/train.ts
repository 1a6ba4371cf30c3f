import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Column } from '../../language/columnType.ts';
import { boost } from '../../learning/boost.ts';
import type { Crew } from '../../learning/crew.ts';
import { importanceOf } from '../../learning/ensemble.ts';
import {
  emptyTable,
  missingColumn,
  nameClash,
  noInputs,
  tooLarge,
  tooLargeTarget,
} from '../../learning/learningFailures.ts';
import { memoryNeed, rowsThatFit } from '../../learning/memoryNeed.ts';
import { exportModel } from '../../learning/onnx/exportModel.ts';
import { type BoostingParams, boostingParams } from '../../learning/params.ts';
import { type BinnedTable, type Part, Table, type TableShape } from '../../learning/table.ts';
import { classFactors, rowWeights } from '../../learning/weights.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import type { TrainedModel, TrainRequest } from '../../ports/learner.ts';
import { openDuckDb } from '../duckdb/duckDb.ts';
import { loadRuntime } from '../onnx/loadRuntime.ts';
import { describeInputs, describeTraining } from './describe.ts';
import { type Input, readInputs } from './inputs.ts';
import { type Labels, loadTable } from './loadTable.ts';
import { TEMPORARY_FOLDER } from './messages.ts';
import { checkParity } from './parity.ts';
import { paritySample } from './paritySample.ts';
import { startCrew } from './startCrew.ts';
import { checkValidationTarget, readTarget, type Target } from './target.ts';

/** What the process takes beside the table: Node, DuckDB, ONNX Runtime. */
const PROCESS_BYTES = 250e6;
const DATA_ENGINE_BYTES = 96 * 2 ** 20;
/** Labels, weights, merged places and scores, outside of the shared memory. */
const ROW_BYTES = 40;
const PRODUCER = { name: 'modelyard', version: '1' };
const LARGEST_TARGET = 1e30;

type AfterRound = (round: number, metrics: Readonly<Record<string, number>>) => void;

/** The whole training, in this process: files in, model and baseline out. */
export async function train(request: TrainRequest, afterRound: AfterRound): Promise<TrainedModel> {
  // The end of a training is a proof in ONNX Runtime: where there is none, nobody should wait for that.
  await loadRuntime();
  const tmpFolder = join(request.workFolder, TEMPORARY_FOLDER);
  await mkdir(tmpFolder, { recursive: true });
  const source = await openDuckDb({
    tmpFolder,
    readable: [request.train, ...(request.validation === undefined ? [] : [request.validation])],
    threads: request.threads,
    memoryLimit: DATA_ENGINE_BYTES,
  });
  let loaded: Loaded;
  try {
    loaded = await load(request, source);
  } finally {
    await source.close();
  }
  try {
    return await learn(request, loaded, afterRound);
  } finally {
    loaded.crew.dismiss();
  }
}

interface Loaded {
  readonly target: Target;
  readonly inputs: readonly Input[];
  readonly table: Table;
  readonly crew: Crew;
  readonly labels: Readonly<Record<Part, Labels>>;
  readonly params: BoostingParams;
}

async function load(request: TrainRequest, source: DataSource): Promise<Loaded> {
  const params = boostingParams(request.params);
  if (request.inputs.length === 0) throw noInputs();
  const training = await openPart(source, request.train, request, 'training');
  const validation =
    request.validation === undefined ? undefined : await openPart(source, request.validation, request, 'validation');
  const target = await readTarget(source, training.relation, training.columnNamed(request.target), request.task);
  if (validation)
    await checkValidationTarget(source, validation.relation, validation.columnNamed(request.target), target);
  const columns = request.inputs.map(({ name }) => training.columnNamed(name));
  const inputs = await readInputs(source, training.relation, training.rows, columns);
  refuseNameClash(target, inputs);
  const shape: TableShape = {
    columns: inputs.map(({ column }) => column),
    trainRows: training.rows,
    validationRows: validation?.rows ?? 0,
  };
  const bytes = refuseTooLarge(shape, target, params, request.memoryLimit);
  const crew = await startCrew({ bytes, threads: request.threads });
  const table = new Table(shape, crew);
  const options = { inputs, target, weight: request.weight, table };
  const train = await loadTable(source, training.relation, 'train', training.rows, options);
  const none: Labels = { labels: new Float64Array(), weights: undefined };
  const labels = {
    train,
    validation: validation
      ? await loadTable(source, validation.relation, 'validation', validation.rows, options)
      : none,
  };
  refuseTooLargeTarget(target, train);
  return { target, inputs, table, crew, labels, params };
}

async function learn(request: TrainRequest, loaded: Loaded, afterRound: AfterRound): Promise<TrainedModel> {
  const { target, inputs, table, crew, labels, params } = loaded;
  const inputBaselines = describeInputs(table, inputs);
  const sample = paritySample(table, table.shape.validationRows > 0 ? 'validation' : 'train');
  const keys =
    target.task === 'multiclass'
      ? { train: labels.train.labels as Uint32Array, validation: Uint32Array.from(labels.validation.labels) }
      : undefined;
  const binned = table.bin({ maxBins: params.maxBins, seed: params.seed, keys });
  const weightRequest = (part: Part) => ({
    ...labels[part],
    column: request.weight,
    classes: target.classes,
    classWeights: request.classWeights,
  });
  const factors = classFactors(weightRequest('train'));
  const goal = (part: Part) => ({
    labels: labels[part].labels,
    weights: labels[part].labels.length === 0 ? undefined : rowWeights(weightRequest(part), factors),
  });
  const boosted = await boost({
    table: binned,
    arena: table.arena,
    crew,
    task: target.task,
    classes: target.classes.length,
    goals: { train: goal('train'), validation: goal('validation') },
    params,
    afterRound: async (round, metrics) => {
      afterRound(round, metrics);
      // Lets messages out, and news of the parent's end in.
      await setImmediate();
    },
  });
  const { ensemble, scores, rounds, bestRound, history } = boosted;
  const { bytes, signature } = exportModel({
    ensemble,
    columns: table.shape.columns,
    target: target.name,
    output: target.output,
    producer: PRODUCER,
  });
  const parity = await checkParity({
    bytes,
    target: target.name,
    output: target.output,
    sample,
    scores,
  });
  const onnx = join(request.workFolder, 'model.onnx');
  const baseline = join(request.workFolder, 'baseline.json');
  await writeFile(onnx, bytes);
  await writeFile(baseline, JSON.stringify(describeTraining(inputBaselines, labels.train, target, scores)));
  return {
    task: target.task,
    onnx,
    signature,
    baseline,
    parity,
    rows: { train: table.shape.trainRows, validation: table.shape.validationRows },
    rounds,
    bestRound,
    history,
    importance: importanceOf(
      ensemble,
      inputs.map(({ column }) => column.name),
    ),
    peakMemory: process.resourceUsage().maxRSS * 1024,
    warnings: warningsOf(inputs, binned, ensemble.trees.length),
  };
}

interface OpenPart {
  readonly relation: string;
  readonly rows: number;
  columnNamed(name: string): Column;
}

async function openPart(
  source: DataSource,
  file: string,
  { inputs, target, weight }: TrainRequest,
  part: 'training' | 'validation',
): Promise<OpenPart> {
  const relation = await source.relation({ files: [file], format: 'parquet' });
  const columns = await source.columns(`select * from ${relation}`);
  const names = columns.map(({ name }) => name);
  for (const name of [...inputs.map((input) => input.name), target, ...(weight === undefined ? [] : [weight])])
    if (!names.includes(name)) throw missingColumn(name, part, names);
  const [counted] = await source.rows(`select count(*) as n from ${relation}`);
  const rows = Number(counted?.['n']);
  if (rows === 0) throw emptyTable(part);
  return { relation, rows, columnNamed: (name) => columns.find((column) => column.name === name)! };
}

function refuseNameClash({ name, task, classes }: Target, inputs: readonly Input[]): void {
  const outputs = new Set([
    name,
    ...(task === 'binary' ? [`${name}_probability`] : classes.map((label) => `${name}_probability_${label}`)),
  ]);
  const clash = inputs.find(({ column }) => outputs.has(column.name));
  if (clash) throw nameClash(clash.column.name);
}

/** Gives the bytes of the shared memory. */
function refuseTooLarge(shape: TableShape, target: Target, params: BoostingParams, limit: number): number {
  const options = {
    shape,
    scores: target.task === 'multiclass' ? target.classes.length : 1,
    maxLeaves: params.maxLeaves,
  };
  const shared = memoryNeed(options);
  const beside = PROCESS_BYTES + ROW_BYTES * (shape.trainRows + shape.validationRows);
  const fitting = rowsThatFit(options, limit - beside);
  if (shared + beside > limit || fitting < shape.trainRows)
    throw tooLarge(shared + beside, limit, shape.trainRows, fitting);
  return shared;
}

function refuseTooLargeTarget({ name, task }: Target, { labels }: Labels): void {
  if (task !== 'regression') return;
  let largest = 0;
  for (const value of labels) largest = Math.max(largest, Math.abs(value));
  if (largest > LARGEST_TARGET) throw tooLargeTarget(name, largest);
}

function warningsOf(inputs: readonly Input[], { useless }: BinnedTable, trees: number): readonly string[] {
  return [
    ...inputs.flatMap(({ warnings }) => warnings),
    ...inputs.flatMap(({ column }, i) =>
      useless[i]
        ? [`Column \`${column.name}\` has one value or none in the training rows: the model does not use it.`]
        : [],
    ),
    ...(trees === 0 ? ['No split was found: the model answers the same for every row.'] : []),
  ];
}
