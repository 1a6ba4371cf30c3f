import { MAX_CATEGORIES } from '../../learning/bins.ts';
import { boost } from '../../learning/boost.ts';
import { type Crew, createCrew } from '../../learning/crew.ts';
import { importanceOf } from '../../learning/ensemble.ts';
import { jsKernels } from '../../learning/kernels/jsKernels.ts';
import { compileKernels, wasmKernels } from '../../learning/kernels/kernels.ts';
import { createMemory } from '../../learning/memory.ts';
import { memoryNeed } from '../../learning/memoryNeed.ts';
import type { BoostingParams } from '../../learning/params.ts';
import { type InputColumn, type Part, Table } from '../../learning/table.ts';
import { aucInterval } from '../../math/metrics/aucInterval.ts';
import { random } from '../../math/random.ts';
import type { Separation } from '../report/monitorReport.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';
import { LOOKED_AT, type SampledColumn, type SampledTables, sampleTables } from './sampleTables.ts';

export interface SeparateRequest {
  readonly reference: RowsInSql;
  readonly current: RowsInSql;
  /** That the classifier may read; times, lists and structs are left out. */
  readonly columns: readonly string[];
  readonly seed: number;
  /** Of both sides, where the rows were sampled before. */
  readonly sampled?: SampledTables | undefined;
}

const LEAST_ROWS = 200;
/** Share of the rows that it does not learn from, and is judged by. */
const HELD_OUT = 0.3;
/** Few small trees: the rounds are not chosen on the rows that judge them, so that chance stays at 0.5. */
const ROUNDS = 40;
const PARAMS: Omit<BoostingParams, 'seed'> = {
  rounds: ROUNDS,
  learningRate: 0.15,
  maxLeaves: 15,
  maxDepth: 0,
  minRowsPerLeaf: 50,
  minHessian: 1e-3,
  // About what the best of many splits of rows that are all alike gives by chance.
  minGain: 20,
  l2: 1,
  maxBins: 63,
  featureFraction: 1,
  earlyStopping: 0,
  // Of categories with few rows the learned part has by chance what the judged part has not.
  catSmooth: 100,
  catL2: 50,
  maxCatSet: 32,
};

/**
 * Trains a classifier that tells current rows from those of the reference (Lopez-Paz and Oquab 2017, "Revisiting classifier two-sample
 * tests"): its area under the ROC curve on rows that it did not learn from, and by what it tells them. Null where a side has too few
 * rows, or no column can be read.
 */
export async function separate(
  around: AroundRows,
  { reference, current, columns, seed, ...given }: SeparateRequest,
): Promise<Separation | null> {
  const sampled = given.sampled ?? (await sampleTables(around, reference, current, { columns, rows: LOOKED_AT }));
  if (sampled.columns.length === 0) return null;
  if (Math.min(sampled.reference.rows, sampled.current.rows) < LEAST_ROWS) return null;
  const dealt = deal(sampled, seed);
  const inputs = sampled.columns.map(inputOf);
  const shape = {
    columns: inputs.map(({ column }) => column),
    trainRows: dealt.train.length,
    validationRows: dealt.validation.length,
  };
  const crew = await aloneCrew(memoryNeed({ shape, scores: 1, maxLeaves: PARAMS.maxLeaves }));
  const table = new Table(shape, crew);
  for (const part of ['train', 'validation'] as const)
    for (const [i, input] of inputs.entries()) fill(table.values(part, i), input, dealt[part], sampled.reference.rows);
  const isCurrent = (part: Part) => Uint32Array.from(dealt[part], (row) => (row < sampled.reference.rows ? 0 : 1));
  const labels = { train: isCurrent('train'), validation: isCurrent('validation') };
  const { ensemble, scores } = await boost({
    table: table.bin({ maxBins: PARAMS.maxBins, seed }),
    arena: table.arena,
    crew,
    task: 'binary',
    classes: 2,
    goals: {
      train: { labels: labels.train, weights: undefined },
      validation: { labels: labels.validation, weights: undefined },
    },
    params: { ...PARAMS, seed },
    signal: around.signal,
    afterRound: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const names = sampled.columns.map(({ name }) => name);
  return {
    ...judge(scores[0]!, labels.validation),
    rows: dealt.validation.length,
    columns: ranked(importanceOf(ensemble, names), names),
  };
}

/** Numbers of rows, the reference's first, by what becomes of them. */
function deal({ reference, current }: SampledTables, seed: number): Readonly<Record<Part, Uint32Array>> {
  const parts: Record<Part, number[]> = { train: [], validation: [] };
  for (const [side, { rows }] of [reference, current].entries()) {
    // The same of both sides: twins in tables that are alike stay together, or what is learned of one would tell against the other.
    const draw = random(seed);
    for (let row = 0; row < rows; row++)
      parts[draw.uniform() < HELD_OUT ? 'validation' : 'train'].push(row + side * reference.rows);
  }
  return { train: Uint32Array.from(parts.train), validation: Uint32Array.from(parts.validation) };
}

interface Input {
  readonly column: InputColumn;
  readonly from: SampledColumn;
  /** By code of the sample: that of the table. */
  readonly codes: Int32Array | undefined;
}

/** The most frequent categories are told apart; the rest counts as missing. */
function inputOf(from: SampledColumn): Input {
  const { name } = from;
  if (from.kind === 'numbers') return { column: { kind: 'numbers', name }, from, codes: undefined };
  const counts = new Float64Array(from.categories.length);
  for (const side of [from.reference, from.current]) for (const code of side) if (code >= 0) counts[code]!++;
  const kept = Array.from(counts.keys())
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, MAX_CATEGORIES);
  const codes = new Int32Array(from.categories.length).fill(-1);
  for (const [place, code] of kept.entries()) codes[code] = place;
  return { column: { kind: 'categories', name, categories: kept.map((code) => from.categories[code]!) }, from, codes };
}

function fill(to: Float32Array | Int32Array, { from, codes }: Input, rows: Uint32Array, ofReference: number): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const value = row < ofReference ? from.reference[row]! : from.current[row - ofReference]!;
    to[i] = codes === undefined ? value : value < 0 ? -1 : codes[value]!;
  }
}

function judge(scores: Float64Array, labels: Uint32Array): Pick<Separation, 'auc' | 'low' | 'high'> {
  return aucInterval(
    scores.filter((_, row) => labels[row] === 1),
    scores.filter((_, row) => labels[row] === 0),
  );
}

function ranked(shares: Readonly<Record<string, number>>, names: readonly string[]): Separation['columns'] {
  return names.map((column) => ({ column, share: shares[column] ?? 0 })).sort((a, b) => b.share - a.share);
}

async function aloneCrew(bytes: number): Promise<Crew> {
  const memory = createMemory(bytes);
  const module = await compileKernels().catch(() => undefined);
  return createCrew(memory, module === undefined ? jsKernels(memory) : await wasmKernels(module, memory), 0);
}
