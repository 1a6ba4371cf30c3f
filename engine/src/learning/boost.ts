import { Cancelled } from '../failure.ts';
import { random } from '../math/random.ts';
import type { Task } from '../ports/learner.ts';
import type { Crew } from './crew.ts';
import type { Ensemble, Tree } from './ensemble.ts';
import { TreeGrower } from './growTree.ts';
import { type Arena, type Views, viewsOf } from './memory.ts';
import { baseScores, type Goal, type GoalSums, LOSS_NAMES, sumGoals } from './objective.ts';
import type { BoostingParams } from './params.ts';
import type { BinnedRows, BinnedTable, Part } from './table.ts';
import { CHUNK, OBJECTIVES, setArguments, TOTALS_BYTES } from './tasks.ts';
import { layOut, type WorkSpace } from './workspace.ts';

export interface BoostRequest {
  readonly table: BinnedTable;
  /** Where the values of the table were: room for the learner's arrays. */
  readonly arena: Arena;
  readonly crew: Crew;
  readonly task: Task;
  /** Multiclass: how many. */
  readonly classes: number;
  readonly goals: Readonly<Record<Part, Goal>>;
  readonly params: BoostingParams;
  readonly signal?: AbortSignal | undefined;
  /** After each round; what it returns is waited for. */
  readonly afterRound?: (round: number, metrics: Readonly<Record<string, number>>) => void | Promise<void>;
}

export interface Boosted {
  readonly ensemble: Ensemble;
  /** Rounds that were run, and the last of those kept. */
  readonly rounds: number;
  readonly bestRound: number;
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** Raw scores of the kept trees for the rows of the file: of the validation part where there is one, else of the training part. */
  readonly scored: Part;
  readonly scores: readonly Float64Array[];
}

/** Gains below this share of the spread of the targets are rounding noise. */
const NOISE = 1e-12;

/** Trains; rejects with `Cancelled` when the signal fires between two rounds. */
export async function boost(request: BoostRequest): Promise<Boosted> {
  const booster = new Booster(request);
  for (let round = 0; round < request.params.rounds; round++) {
    if (request.signal?.aborted) throw new Cancelled();
    const more = booster.round(round);
    await request.afterRound?.(round + 1, booster.lastMetrics);
    if (!more) break;
  }
  return booster.result();
}

class Booster {
  readonly #request: BoostRequest;
  readonly #views: Views;
  readonly #work: WorkSpace;
  readonly #grower: TreeGrower;
  readonly #base: readonly number[];
  readonly #judged: Part;
  readonly #judgedSums: GoalSums;
  readonly #leastGain: number;
  /** What the gradient kernel is asked for when the loss is wanted too. */
  readonly #lossKind: number;
  readonly #losses: number[] = [];
  #trees: Tree[] = [];
  /** Gradients of the next round, where their kernel tells this round's loss too. */
  #ahead: GradientSums | undefined;
  #bestLoss = Number.POSITIVE_INFINITY;
  #bestRound = 0;
  #bestScores: readonly Float64Array[] | undefined;

  constructor(request: BoostRequest) {
    const { table, arena, crew, task, classes, goals, params } = request;
    this.#request = request;
    this.#views = viewsOf(crew.memory);
    this.#base = baseScores(task, classes, goals.train);
    const scores = this.#base.length;
    const sizes = {
      columns: table.columns.length,
      rows: table.train.rows,
      validationRows: table.validation.rows,
      scores,
      maxLeaves: params.maxLeaves,
    };
    this.#work = layOut(sizes, (bytes) => arena.take(bytes));
    this.#grower = new TreeGrower(table, this.#work, params, crew);
    const { wy, raw, plane, validationWy, validationRaw, validationPlane } = this.#work;
    const train = this.#fill('train', wy, raw, plane);
    const validation = this.#fill('validation', validationWy, validationRaw, validationPlane);
    this.#judged = table.validation.rows > 0 ? 'validation' : 'train';
    this.#judgedSums = this.#judged === 'validation' ? validation : train;
    this.#leastGain = NOISE * (task === 'regression' ? spreadOf(goals.train, this.#base[0]!) : 1);
    this.#lossKind = goals.train.weights === undefined && table.train.placeOf === undefined ? 2 : 1;
    this.#countRows();
  }

  get lastMetrics(): Readonly<Record<string, number>> {
    return { [LOSS_NAMES[this.#request.task]]: this.#losses.at(-1)! };
  }

  /** Grows the trees of a round; false when no more are wanted. */
  round(round: number): boolean {
    const { params } = this.#request;
    let grown = false;
    if (this.#base.length > 1) this.#softmax();
    for (let target = 0; target < this.#base.length; target++) {
      const { g, h } = this.#ahead ?? this.#gradients(target);
      this.#ahead = undefined;
      const raw = this.#work.raw + target * this.#work.plane * 8;
      const allowed = this.#columnsOf(round, target);
      const validationRaw = this.#work.validationRaw + target * this.#work.validationPlane * 8;
      const tree = this.#grower.grow({ raw, validationRaw, g, h, target, round, allowed, leastGain: this.#leastGain });
      if (tree === undefined) continue;
      grown = true;
      this.#trees.push(tree);
    }
    const loss = this.#loss();
    this.#losses.push(loss);
    const canGoOn = grown || params.featureFraction < 1;
    return this.#stillBest(round, loss) && canGoOn;
  }

  result(): Boosted {
    const { task, params } = this.#request;
    const stops = this.#stops();
    const bestRound = stops ? this.#bestRound + 1 : this.#losses.length;
    const trees = stops ? this.#trees.filter((tree) => tree.round <= this.#bestRound) : this.#trees;
    const last = params.rounds === 0 ? undefined : this.#bestScores;
    return {
      ensemble: { task, base: this.#base, trees },
      rounds: this.#losses.length,
      bestRound,
      history: { [LOSS_NAMES[task]]: this.#losses },
      scored: this.#judged,
      scores: (stops && last ? last : this.#currentScores()).map((score) => this.#byFileRow(score)),
    };
  }

  #stops(): boolean {
    return this.#request.params.earlyStopping > 0 && this.#judged === 'validation';
  }

  /** Keeps the scores of the best round, since the trees after it are dropped. */
  #stillBest(round: number, loss: number): boolean {
    if (!this.#stops()) return true;
    if (loss < this.#bestLoss) {
      this.#bestLoss = loss;
      this.#bestRound = round;
      this.#bestScores = this.#currentScores();
    }
    return round - this.#bestRound < this.#request.params.earlyStopping;
  }

  #currentScores(): readonly Float64Array[] {
    const { raw, plane, validationRaw, validationPlane } = this.#work;
    const [from, distance] = this.#judged === 'validation' ? [validationRaw, validationPlane] : [raw, plane];
    const rows = this.#request.table[this.#judged].rows;
    return this.#base.map((_, k) =>
      this.#views.f64.slice((from >>> 3) + k * distance, (from >>> 3) + k * distance + rows),
    );
  }

  #byFileRow(score: Float64Array): Float64Array {
    const { placeOf } = this.#request.table[this.#judged];
    const shift = this.#request.task === 'regression' ? this.#base[0]! : 0;
    const rows = placeOf === undefined ? score : Float64Array.from(placeOf, (place) => score[place]!);
    return shift === 0 ? rows : rows.map((value) => value + shift);
  }

  /** Weights, targets and first scores. Targets of a regression are told from the mean, so its scores begin at 0. */
  #fill(part: Part, wy: number, raw: number, plane: number): GoalSums {
    const { table, task, goals } = this.#request;
    const { rows, placeOf } = table[part];
    const sums = sumGoals(task, goals[part], rows, placeOf, task === 'regression' ? this.#base[0]! : 0);
    this.#views.f32.fill(0, wy >>> 2, (wy >>> 2) + 2 * plane);
    this.#views.f32.set(sums.pairs, wy >>> 2);
    for (const [k, base] of this.#base.entries()) {
      const at = (raw >>> 3) + k * plane;
      this.#views.f64.fill(task === 'regression' ? 0 : base, at, at + plane);
    }
    return { ...sums, pairs: new Float32Array() };
  }

  #countRows(): void {
    const { placeOf, rows } = this.#request.table.train;
    if (placeOf === undefined) return;
    const counts = this.#views.u32.subarray(this.#work.multiplicity >>> 2, (this.#work.multiplicity >>> 2) + rows);
    counts.fill(0);
    for (let row = 0; row < placeOf.length; row++) counts[placeOf[row]!]!++;
  }

  #softmax(): void {
    const { raw, plane, probabilities } = this.#work;
    const { rows } = this.#request.table.train;
    setArguments(this.#views, [rows, raw, this.#base.length, plane, probabilities]);
    this.#request.crew.run('softmax', Math.ceil(rows / CHUNK));
  }

  /** Gradients of one score; their sums are added up chunk by chunk, in the order of the rows. */
  #gradients(target: number, withLoss = false): GradientSums {
    const { task, table, crew } = this.#request;
    const { raw, wy, gh, totals, probabilities, plane } = this.#work;
    const { rows } = table.train;
    const chunks = Math.ceil(rows / CHUNK);
    const classes = this.#base.length;
    setArguments(
      this.#views,
      [
        OBJECTIVES[task],
        rows,
        raw,
        wy,
        gh,
        totals,
        target,
        probabilities + target * plane * 4,
        withLoss ? this.#lossKind : 0,
      ],
      [classes > 1 ? classes / (classes - 1) : 1],
    );
    crew.run('gradient', chunks);
    let [g, h, loss] = [0, 0, 0];
    for (let i = 0; i < chunks; i++) {
      const at = (totals + i * TOTALS_BYTES) >>> 3;
      g += this.#views.f64[at]!;
      h += this.#views.f64[at + 1]!;
      loss += this.#views.f64[at + 2]!;
    }
    return { g, h, loss };
  }

  #columnsOf(round: number, target: number): Uint8Array {
    const { columns, useless } = this.#request.table;
    const { featureFraction, seed } = this.#request.params;
    const useful = columns.flatMap((_, i) => (useless[i] ? [] : [i]));
    const wanted = Math.ceil(useful.length * featureFraction);
    const allowed = new Uint8Array(columns.length);
    const generator = random(seed, 2 + target, round);
    for (let i = 0; i < wanted; i++) {
      const other = wanted === useful.length ? i : i + generator.below(useful.length - i);
      allowed[useful[other]!] = 1;
      [useful[i], useful[other]] = [useful[other]!, useful[i]!];
    }
    return allowed;
  }

  #loss(): number {
    const { task } = this.#request;
    const sum = task === 'binary' && this.#judged === 'train' ? this.#lossWithGradients() : this.#lossAlone();
    const mean = (sum + this.#judgedSums.spread) / this.#judgedSums.weight;
    return task === 'regression' ? Math.sqrt(mean) : mean;
  }

  #lossWithGradients(): number {
    this.#ahead = this.#gradients(0, true);
    return this.#ahead.loss;
  }

  #lossAlone(): number {
    const { task, table, crew } = this.#request;
    const { raw, wy, plane, validationRaw, validationWy, validationPlane, totals } = this.#work;
    const rows: BinnedRows = table[this.#judged];
    const chunks = Math.ceil(rows.rows / CHUNK);
    const places = this.#judged === 'train' ? [raw, wy, plane] : [validationRaw, validationWy, validationPlane];
    setArguments(this.#views, [
      OBJECTIVES[task],
      rows.rows,
      places[0]!,
      places[1]!,
      this.#base.length,
      places[2]!,
      totals,
    ]);
    crew.run('loss', chunks);
    let loss = 0;
    for (let i = 0; i < chunks; i++) loss += this.#views.f64[(totals >>> 3) + i]!;
    return loss;
  }
}

interface GradientSums {
  readonly g: number;
  readonly h: number;
  /** Only where it was asked for. */
  readonly loss: number;
}

/** Weighted sum of squared distances to the mean. */
function spreadOf({ labels, weights }: Goal, mean: number): number {
  let total = 0;
  for (let row = 0; row < labels.length; row++)
    total += (weights === undefined ? 1 : weights[row]!) * (labels[row]! - mean) ** 2;
  return total;
}
