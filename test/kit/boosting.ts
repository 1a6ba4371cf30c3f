import { gradientBoostingParams } from '../../engine/src/catalog/learners.ts';
import { type Boosted, boost } from '../../engine/src/learning/boost.ts';
import { type Crew, createCrew } from '../../engine/src/learning/crew.ts';
import type { ColumnValues } from '../../engine/src/learning/ensemble.ts';
import { jsKernels } from '../../engine/src/learning/kernels/jsKernels.ts';
import { compileKernels, wasmKernels } from '../../engine/src/learning/kernels/kernels.ts';
import { createMemory } from '../../engine/src/learning/memory.ts';
import { memoryNeed } from '../../engine/src/learning/memoryNeed.ts';
import { type BoostingParams, boostingParams } from '../../engine/src/learning/params.ts';
import { type BinnedTable, type InputColumn, Table } from '../../engine/src/learning/table.ts';
import { random } from '../../engine/src/math/random.ts';
import type { Task } from '../../engine/src/ports/learner.ts';

/** Rows in memory: columns, labels (class codes or values), weights. */
export interface Rows {
  readonly columns: readonly ColumnValues[];
  readonly labels: Float64Array | Uint32Array;
  readonly weights?: Float32Array;
}

export interface Training {
  readonly task: Task;
  readonly inputs: readonly InputColumn[];
  readonly train: Rows;
  readonly validation?: Rows;
  readonly params?: Partial<BoostingParams>;
  readonly kernels?: 'wasm' | 'js';
  /** Makes the crew where it should have more threads than this one. */
  readonly crew?: (bytes: number) => Promise<Crew>;
  readonly signal?: AbortSignal;
  readonly afterRound?: (round: number) => void;
}

export interface Trained extends Boosted {
  readonly table: BinnedTable;
}

const DEFAULTS = boostingParams(Object.fromEntries(gradientBoostingParams.map((param) => [param.name, param.default])));
const module = compileKernels();

export async function trainRows(training: Training): Promise<Trained> {
  const { task, inputs, train, validation, kernels = 'wasm' } = training;
  const params = { ...DEFAULTS, ...training.params };
  const classes = task === 'multiclass' ? Math.max(...train.labels) + 1 : 2;
  const shape = {
    columns: inputs,
    trainRows: train.labels.length,
    validationRows: validation?.labels.length ?? 0,
  };
  const bytes = memoryNeed({ shape, scores: task === 'multiclass' ? classes : 1, maxLeaves: params.maxLeaves });
  const crew = training.crew ? await training.crew(bytes) : await aloneCrew(bytes, kernels);
  const table = new Table(shape, crew);
  for (const [i, values] of train.columns.entries()) table.values('train', i).set(values);
  for (const [i, values] of (validation?.columns ?? []).entries()) table.values('validation', i).set(values);
  const key = (rows: Rows | undefined) => Uint32Array.from(rows?.labels ?? []);
  const binned = table.bin({
    maxBins: params.maxBins,
    seed: params.seed,
    keys: task === 'multiclass' ? { train: key(train), validation: key(validation) } : undefined,
  });
  const goal = (rows: Rows | undefined) => ({ labels: rows?.labels ?? new Float64Array(), weights: rows?.weights });
  const boosted = await boost({
    table: binned,
    arena: table.arena,
    crew,
    task,
    classes,
    goals: { train: goal(train), validation: goal(validation) },
    params,
    signal: training.signal,
    afterRound: (round) => training.afterRound?.(round),
  });
  crew.dismiss();
  return { ...boosted, table: binned };
}

export async function aloneCrew(bytes: number, kernels: 'wasm' | 'js'): Promise<Crew> {
  const memory = createMemory(bytes);
  return createCrew(memory, kernels === 'js' ? jsKernels(memory) : await wasmKernels(await module, memory), 0);
}

export function numbers(...names: readonly string[]): InputColumn[] {
  return names.map((name) => ({ kind: 'numbers', name }));
}

export function categories(name: string, count: number): InputColumn {
  return { kind: 'categories', name, categories: Array.from({ length: count }, (_, code) => `${name}-${code}`) };
}

/** Three columns of numbers (a tenth missing), one of few values, two of categories; labels follow them with noise. */
export function mixedRows(task: Task, rows: number, seed = 1): { inputs: InputColumn[]; rows: Rows } {
  const draw = random(seed);
  const inputs = [...numbers('a', 'b', 'c', 'few'), categories('small', 3), categories('large', 40)];
  const columns: ColumnValues[] = [
    ...Array.from({ length: 3 }, () =>
      Float32Array.from({ length: rows }, () => (draw.uniform() < 0.1 ? Number.NaN : draw.uniform() * 4 - 2)),
    ),
    Float32Array.from({ length: rows }, () => draw.below(5)),
    Int32Array.from({ length: rows }, () => draw.below(4) - 1),
    Int32Array.from({ length: rows }, () => draw.below(41) - 1),
  ];
  const score = (row: number) => {
    const [a, b, c, few, small, large] = columns.map((column) => column[row]!) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const numeric = (Number.isNaN(a) ? 1 : a * a) + (Number.isNaN(b) ? 0 : b) + (Number.isNaN(c) ? -1 : 0.3 * c);
    return numeric + (few === 2 ? 1 : 0) + (small === 1 ? 1 : 0) + Math.sin(large * 7) - 2;
  };
  const labels = Float64Array.from({ length: rows }, (_, row) => {
    const z = score(row) + draw.uniform() - 0.5;
    if (task === 'regression') return 10 * z + 1000;
    return task === 'binary' ? Number(z > 0) : z < -1 ? 0 : z < 0.5 ? 1 : 2;
  });
  return { inputs, rows: { columns, labels: task === 'regression' ? labels : Uint32Array.from(labels) } };
}
