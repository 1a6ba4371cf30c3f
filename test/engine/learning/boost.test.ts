import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCrew } from '../../../engine/src/adapters/trainer/startCrew.ts';
import { Cancelled } from '../../../engine/src/failure.ts';
import { scoreRows } from '../../../engine/src/learning/ensemble.ts';
import { random } from '../../../engine/src/math/random.ts';
import { categories, mixedRows, numbers, type Rows, trainRows } from '../../kit/boosting.ts';

const TASKS = ['binary', 'multiclass', 'regression'] as const;

/**
 * LightGBM 4.7.0 on the rows of `formulaRows`: lgb.train with learning_rate 0.1, num_leaves 15, min_data_in_leaf 1,
 * min_sum_hessian_in_leaf 5, min_data_in_bin 1, 30 rounds; raw scores of rows 0, 1, 2, 500, 1999, and the training loss.
 */
const LIGHTGBM = {
  regression: {
    loss: 0.4868095735775062,
    scores: [[0.603759323], [0.555871756], [1.620882622], [1.816120328], [0.801699167]],
  },
  binary: {
    loss: 0.21551026641711643,
    scores: [[0.135930429], [0.708826109], [2.931799977], [3.178350302], [0.899847064]],
  },
  multiclass: {
    loss: 0.36692775856296905,
    scores: [
      [-2.011238788, 0.823307134, -1.028008854],
      [-2.327131902, -0.697715818, -1.020457139],
      [-3.422254569, -1.868841697, 0.162760865],
      [-3.422254569, -2.781433324, 0.72393058],
      [-2.69626403, -0.697715818, -0.685263734],
    ],
  },
};

for (const task of TASKS)
  test(`${task}: the same trees as LightGBM where every value has a bin`, async () => {
    const trained = await trainRows({
      task,
      inputs: numbers('a', 'b', 'c'),
      train: formulaRows(task),
      params: { rounds: 30, maxLeaves: 15, minRowsPerLeaf: 1, minHessian: 5 },
    });
    near(Object.values(trained.history)[0]!.at(-1)!, LIGHTGBM[task].loss, 1e-8);
    for (const [i, row] of [0, 1, 2, 500, 1999].entries())
      for (const [k, expected] of LIGHTGBM[task].scores[i]!.entries()) near(trained.scores[k]![row]!, expected, 1e-7);
  });

for (const task of TASKS) {
  const { inputs, rows } = mixedRows(task, 6000);
  const training = { task, inputs, train: rows, params: { rounds: 8 } };

  test(`${task}: WebAssembly, JavaScript and three threads give the same model`, async () => {
    const wasm = await trainRows(training);
    const js = await trainRows({ ...training, kernels: 'js' });
    const threads = await trainRows({ ...training, crew: (bytes) => startCrew({ bytes, threads: 3 }) });
    assert.deepEqual(js.ensemble, wasm.ensemble);
    assert.deepEqual(threads.ensemble, wasm.ensemble);
    assert.deepEqual(threads.history, wasm.history);
  });

  test(`${task}: the training loss falls with every round`, async () => {
    const { history } = await trainRows(training);
    const losses = Object.values(history)[0]!;
    for (let i = 1; i < losses.length; i++) assert.ok(losses[i]! < losses[i - 1]!, losses.join(' '));
  });

  test(`${task}: scores by bins are those of the trees on the values`, async () => {
    const trained = await trainRows({ ...training, validation: mixedRows(task, 1000, 2).rows });
    assert.equal(trained.scored, 'validation');
    const expected = scoreRows(trained.ensemble, mixedRows(task, 1000, 2).rows.columns, 1000);
    for (const [k, scores] of trained.scores.entries())
      for (let row = 0; row < 1000; row++) near(scores[row]!, expected[k]![row]!, 1e-9);
  });

  test(`${task}: weights count like repeated rows`, async () => {
    const narrow = fewValues(rows, 1200);
    const draw = random(5);
    const times = Float32Array.from({ length: 1200 }, () => 1 + draw.below(3));
    const order = Array.from(times).flatMap((count, row) => new Array<number>(count).fill(row));
    const params = { rounds: 6, minRowsPerLeaf: 1, minHessian: 2, catSmooth: 0 };
    const columns = { inputs: inputs.slice(3, 5), params, task };
    const weighted = await trainRows({ ...columns, train: { ...narrow, weights: times } });
    const repeated = await trainRows({ ...columns, train: pick(narrow, order) });
    near(Object.values(weighted.history)[0]!.at(-1)!, Object.values(repeated.history)[0]!.at(-1)!, 1e-6);
  });
}

test('a table wider than a tile of columns gives the same model on any number of threads', async () => {
  const draw = random(11);
  const columns = Array.from({ length: 19 }, () => Float32Array.from({ length: 20_000 }, () => draw.uniform()));
  const labels = Uint32Array.from({ length: 20_000 }, (_, row) => Number(columns[3]![row]! + columns[17]![row]! > 1));
  const training = {
    task: 'binary' as const,
    inputs: numbers(...columns.map((_, i) => `x${i}`)),
    train: { columns, labels },
    params: { rounds: 3 },
  };
  const alone = await trainRows(training);
  assert.deepEqual((await trainRows({ ...training, kernels: 'js' })).ensemble, alone.ensemble);
  for (const threads of [2, 4])
    assert.deepEqual(
      (await trainRows({ ...training, crew: (bytes) => startCrew({ bytes, threads }) })).ensemble,
      alone.ensemble,
    );
  assert.deepEqual(
    new Set(alone.ensemble.trees.flatMap((tree) => tree.column.filter((column) => column >= 0))),
    new Set([3, 17]),
  );
});

test('missing values go to the side where they help', async () => {
  const values = Float32Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? Number.NaN : row % 4));
  const labels = Float64Array.from(values, (value) => (Number.isNaN(value) || value === 1 ? 5 : 1));
  const { ensemble } = await trainRows({
    task: 'regression',
    inputs: numbers('x'),
    train: { columns: [values], labels },
    params: { rounds: 1, learningRate: 1, maxLeaves: 2 },
  });
  const [scores] = scoreRows(ensemble, [Float32Array.of(Number.NaN, 1, 2, 3)], 4);
  assert.deepEqual(
    [...scores!].map((score) => Math.round(score * 1e6) / 1e6),
    [5, 5, 1, 1],
  );
});

test('a split may be between missing values and all others', async () => {
  const values = Float32Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? Number.NaN : row % 4));
  const { ensemble } = await trainRows({
    task: 'regression',
    inputs: numbers('x'),
    train: { columns: [values], labels: Float64Array.from(values, (value) => (Number.isNaN(value) ? 5 : 1)) },
    params: { rounds: 1, learningRate: 1, maxLeaves: 2 },
  });
  assert.equal(ensemble.trees[0]!.threshold[0], Number.POSITIVE_INFINITY);
  const [scores] = scoreRows(ensemble, [Float32Array.of(Number.NaN, Infinity, -7)], 3);
  assert.deepEqual(
    [...scores!].map((score) => Math.round(score * 1e6) / 1e6),
    [5, 1, 1],
  );
});

test('a set of categories is one split', async () => {
  const codes = Int32Array.from({ length: 3000 }, (_, row) => row % 30);
  const labels = Float64Array.from(codes, (code) => ([3, 4, 17, 22].includes(code) ? 9 : 2));
  const { ensemble } = await trainRows({
    task: 'regression',
    inputs: [categories('c', 30)],
    train: { columns: [codes], labels },
    params: { rounds: 1, learningRate: 1, maxLeaves: 2 },
  });
  assert.deepEqual(ensemble.trees[0]!.categories[0], [3, 4, 17, 22]);
});

test('early stopping keeps the best round', async () => {
  const { inputs, rows } = mixedRows('binary', 800);
  const validation = mixedRows('binary', 800, 9).rows;
  const training = { task: 'binary' as const, inputs, train: rows, validation };
  const params = { rounds: 400, learningRate: 0.3, minRowsPerLeaf: 2 };
  const stopped = await trainRows({ ...training, params: { ...params, earlyStopping: 10 } });
  const losses = stopped.history['log_loss']!;
  assert.equal(losses.length, stopped.bestRound + 10);
  assert.equal(losses[stopped.bestRound - 1], Math.min(...losses));
  assert.equal(Math.max(...stopped.ensemble.trees.map((tree) => tree.round)), stopped.bestRound - 1);
  const short = await trainRows({ ...training, params: { ...params, rounds: stopped.bestRound } });
  assert.deepEqual(stopped.ensemble, short.ensemble);
  assert.deepEqual(stopped.scores, short.scores);
});

test('depth, leaves and shares of columns are kept to', async () => {
  const { inputs, rows } = mixedRows('regression', 3000);
  const shallow = await trainRows({ task: 'regression', inputs, train: rows, params: { rounds: 3, maxDepth: 2 } });
  assert.deepEqual(
    shallow.ensemble.trees.map((tree) => tree.value.length),
    [7, 7, 7],
  );
  const small = await trainRows({ task: 'regression', inputs, train: rows, params: { rounds: 3, maxLeaves: 5 } });
  assert.deepEqual(
    small.ensemble.trees.map((tree) => tree.value.length),
    [9, 9, 9],
  );
  const params = { rounds: 10, featureFraction: 0.3, seed: 4 };
  const sampled = await trainRows({ task: 'regression', inputs, train: rows, params });
  for (const tree of sampled.ensemble.trees) assert.ok(new Set(tree.column.filter((column) => column >= 0)).size <= 2);
  assert.deepEqual((await trainRows({ task: 'regression', inputs, train: rows, params })).ensemble, sampled.ensemble);
});

test('a column that says nothing is not used, and no split is no tree', async () => {
  const rows: Rows = {
    columns: [new Float32Array(100).fill(4), new Float32Array(100).fill(Number.NaN)],
    labels: Float64Array.from({ length: 100 }, (_, row) => row % 2),
  };
  const trained = await trainRows({ task: 'regression', inputs: numbers('same', 'none'), train: rows });
  assert.deepEqual(trained.table.useless, [true, true]);
  assert.deepEqual(trained.ensemble.trees, []);
  assert.equal(trained.rounds, 1);
  near(trained.scores[0]![0]!, 0.5, 1e-12);
});

test('a large mean does not blur small differences of the target', async () => {
  const values = Float32Array.from({ length: 1000 }, (_, row) => row % 10);
  const { history } = await trainRows({
    task: 'regression',
    inputs: numbers('x'),
    train: { columns: [values], labels: Float64Array.from(values, (value) => 1e9 + value / 1000) },
    params: { rounds: 1, learningRate: 1 },
  });
  assert.ok(history['rmse']![0]! < 1e-8, String(history['rmse']));
});

test('a fired signal ends training between two rounds', async () => {
  const { inputs, rows } = mixedRows('binary', 500);
  const stop = new AbortController();
  const seen: number[] = [];
  const training = trainRows({
    task: 'binary',
    inputs,
    train: rows,
    signal: stop.signal,
    afterRound: (round) => {
      seen.push(round);
      if (round === 3) stop.abort();
    },
  });
  await assert.rejects(training, Cancelled);
  assert.deepEqual(seen, [1, 2, 3]);
});

/** 2,000 rows that the Python of LIGHTGBM makes by the same formulas. */
function formulaRows(task: (typeof TASKS)[number]): Rows {
  const each = (of: (i: number) => number) => Float64Array.from({ length: 2000 }, (_, i) => of(i));
  const a = each((i) => (i % 11 === 0 ? Number.NaN : (i * 7919) % 101));
  const b = each((i) => (i * 104_729) % 37);
  const c = each((i) => (i * 1_299_709) % 211);
  const target = each((i) => {
    const step = c[i]! > 120 && b[i]! > 10 ? 1 : 0;
    return (
      (Number.isNaN(a[i]!) ? 60 : a[i]!) / 25 - 2 + Math.sin(b[i]!) + step + ((i * 15_485_863) % 1000) / 1000 - 0.5
    );
  });
  const columns = [a, b, c].map((column) => Float32Array.from(column));
  if (task === 'regression') return { columns, labels: target };
  if (task === 'binary') return { columns, labels: Uint32Array.from(target, (z) => Number(z > 0.5)) };
  return { columns, labels: Uint32Array.from(target, (z) => (z < -0.5 ? 0 : z < 1 ? 1 : 2)) };
}

/** The columns of few values: all of these rows are merged, and bins do not depend on how often a value comes. */
function fewValues({ columns, labels }: Rows, count: number): Rows {
  return { columns: [columns[3]!.slice(0, count), columns[4]!.slice(0, count)], labels: labels.slice(0, count) };
}

function pick({ columns, labels }: Rows, order: readonly number[]): Rows {
  return {
    columns: columns.map((column) =>
      column instanceof Float32Array
        ? Float32Array.from(order, (row) => column[row]!)
        : Int32Array.from(order, (row) => column[row]!),
    ),
    labels:
      labels instanceof Float64Array
        ? Float64Array.from(order, (row) => labels[row]!)
        : Uint32Array.from(order, (row) => labels[row]!),
  };
}

function near(actual: number, expected: number, within: number): void {
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not within ${within} of ${expected}`);
}
