import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate } from '../../../engine/src/evaluation/evaluate.ts';
import type { Scored } from '../../../engine/src/evaluation/scored.ts';
import { Cancelled, Failure } from '../../../engine/src/failure.ts';
import { firstIntegers } from '../../../engine/src/math/sorting.ts';
import { binaryRows, multiclassRows, regressionRows, reordered } from './scored.ts';

const quick = { resamples: 100 };
const tiny = (labels: number[], scores: number[]): Scored => ({
  task: 'binary',
  classes: ['no', 'yes'],
  labels: Int32Array.from(labels),
  scores: [Float64Array.from(scores)],
});

async function refusal(scored: Scored, metrics?: string[]): Promise<Failure> {
  const failure = await evaluate(scored, metrics ? { metrics } : {}).then(
    () => assert.fail('it was evaluated'),
    (error: unknown) => error,
  );
  assert.ok(failure instanceof Failure, String(failure));
  return failure;
}

describe('evaluate', () => {
  it('gives every metric with an interval around it', async () => {
    for (const scored of [binaryRows(500), multiclassRows(500, ['a', 'b', 'c']), regressionRows(500)]) {
      const { metrics, rows, intervals } = await evaluate(scored, quick);
      assert.equal(rows, 500);
      assert.deepEqual(intervals, { method: 'percentile bootstrap', level: 0.95, resamples: 100, seed: 0 });
      for (const [name, { value, low, high }] of Object.entries(metrics)) {
        if (name === 'expected_calibration_error') continue; // biased upwards by resampling
        assert.ok(value !== null && low! < value && value < high!, `${name}: ${low} ${value} ${high}`);
      }
    }
  });

  it('is plain JSON', async () => {
    const slices = [{ name: 'all', codes: new Int32Array(60), dictionary: ['x'] }];
    for (const scored of [binaryRows(60), multiclassRows(60, ['a', 'b', 'c']), regressionRows(60)]) {
      const evaluation = await evaluate({ ...scored, slices }, quick);
      assert.deepEqual(JSON.parse(JSON.stringify(evaluation)), evaluation);
    }
  });

  it('gives the same figures for the same seed, others for another', async () => {
    const scored = binaryRows(300);
    const options = { ...quick, metrics: ['roc_auc'] };
    assert.deepEqual(await evaluate(scored, options), await evaluate(scored, options));
    const other = await evaluate(scored, { ...options, seed: 5 });
    assert.notDeepEqual(other.metrics, (await evaluate(scored, options)).metrics);
  });

  it('does not depend on the order of the rows', async () => {
    for (const scored of [binaryRows(200), multiclassRows(200, ['a', 'b', 'c']), regressionRows(200)]) {
      const slices = [{ name: 'odd', codes: Int32Array.from(scored.labels, (_, i) => i % 2), dictionary: ['0', '1'] }];
      const [one, two] = [scored, reordered({ ...scored, slices }, firstIntegers(200).reverse())];
      const { metrics, slices: sliced } = await evaluate({ ...one, slices }, quick);
      const again = await evaluate(two, quick);
      assert.deepEqual([again.metrics, again.slices], [metrics, sliced]);
    }
  });

  it('takes the predicted classes where they are given', async () => {
    const scored = tiny([1, 0, 1, 0], [0.9, 0.8, 0.2, 0.1]);
    const accuracy = async (input: Scored, threshold?: number) =>
      (await evaluate(input, { metrics: ['accuracy'], resamples: 0, ...(threshold && { threshold }) })).metrics[
        'accuracy'
      ];
    assert.deepEqual(await accuracy(scored), { value: 0.5 });
    assert.deepEqual(await accuracy(scored, 0.85), { value: 0.75 });
    assert.deepEqual(await accuracy({ ...scored, predictions: Int32Array.of(1, 0, 1, 0) }), { value: 1 });
  });

  it('measures classes alone where there are no scores', async () => {
    const scored: Scored = { ...tiny([1, 0, 1, 0], []), scores: [], predictions: Int32Array.of(1, 0, 0, 0) };
    const { metrics, curves } = await evaluate(scored, { resamples: 0 });
    assert.equal(metrics['recall']?.value, 0.5);
    assert.equal(metrics['roc_auc'], undefined);
    assert.deepEqual(Object.keys(curves), ['confusion']);
    assert.match((await refusal(scored, ['accuracy', 'brier'])).message, /^brier: needs probabilities/);
  });

  it('says why a metric is undefined', async () => {
    const { metrics } = await evaluate(tiny([0, 0, 0], [0.1, 0.2, 0.3]), { resamples: 10 });
    assert.deepEqual(metrics['roc_auc'], { value: null, reason: 'no positive rows' });
    assert.deepEqual(metrics['precision'], { value: null, reason: 'no row is predicted positive' });
    assert.deepEqual(metrics['mcc'], { value: null, reason: 'all rows have the same label' });
    assert.equal(metrics['accuracy']?.value, 1);
  });

  it('gives no interval where too many resamples have no value', async () => {
    const labels = Array.from({ length: 40 }, (_, i) => (i === 0 ? 1 : 0));
    const scores = labels.map((_, i) => 1 - i / 40);
    const { value, low, reason } = (await evaluate(tiny(labels, scores))).metrics['roc_auc']!;
    assert.deepEqual([value, low], [1, undefined]);
    assert.match(reason!, /^no interval: undefined in 3\d% of the resamples$/);
  });

  it('ranks by any score when nothing else is asked for', async () => {
    const { metrics, curves } = await evaluate(tiny([0, 1, 1], [-3, 4, 12]), { metrics: ['roc_auc'], resamples: 0 });
    assert.deepEqual(metrics, { roc_auc: { value: 1 } });
    assert.deepEqual(Object.keys(curves), ['roc', 'pr']);
  });

  it('stops when asked to and tells how far it is', async () => {
    const shares: number[] = [];
    const stop = new AbortController();
    const progress = (share: number) => {
      shares.push(share);
      if (shares.length === 2) stop.abort();
    };
    const work = evaluate(binaryRows(12_000), { resamples: 5000, metrics: ['brier'], signal: stop.signal, progress });
    await assert.rejects(work, Cancelled);
    assert.equal(shares.length, 2);
    assert.ok(shares[0]! > 0 && shares[1]! > shares[0]! && shares[1]! < 1);
  });
});

describe('evaluate refuses', () => {
  it('no rows', async () => {
    assert.equal((await refusal(tiny([], []))).reason, 'no-rows');
  });

  it('metrics of another task, naming those that fit', async () => {
    const failure = await refusal(regressionRows(5), ['rmse', 'roc_auc', 'nonsense']);
    assert.equal(failure.message, 'roc_auc, nonsense: no metric of a regression task');
    assert.match(failure.next!, /rmse, mae, median_absolute_error/);
  });

  const rows: readonly [what: string, scored: Scored, message: RegExp][] = [
    ['a missing score', tiny([0, 1], [0.5, Number.NaN]), /^row 2: its score is missing$/],
    ['a score above 1', tiny([0, 1], [1.5, 0.5]), /^row 1: its score 1.5 is no probability$/],
    ['a missing label', tiny([0, -1], [0.5, 0.5]), /^row 2: its label is missing or not one of the classes no, yes$/],
    [
      'probabilities that do not add up',
      { ...multiclassRows(3, ['a', 'b']), scores: [Float64Array.of(0.5, 0.5, 0.5), Float64Array.of(0.5, 0.5, 0.2)] },
      /^row 3: its probabilities add up to 0.7, not 1$/,
    ],
    [
      'an infinite target',
      { task: 'regression', labels: Float64Array.of(1, Infinity), scores: [Float64Array.of(1, 2)] },
      /^row 2: its label is infinite$/,
    ],
  ];
  for (const [what, scored, message] of rows)
    it(`${what}, naming the row`, async () => {
      const failure = await refusal(scored);
      assert.equal(failure.reason, 'bad-row');
      assert.match(failure.message, message);
      assert.ok(failure.next);
    });

  it('a level or a number of resamples that cannot be', async () => {
    await assert.rejects(evaluate(binaryRows(5), { level: 95 }), { reason: 'usage' });
    await assert.rejects(evaluate(binaryRows(5), { resamples: -1 }), { reason: 'usage' });
  });
});

describe('slices', () => {
  const column = (name: string, values: readonly (string | null)[]) => {
    const dictionary = [...new Set(values)].filter((value) => value !== null);
    return {
      name,
      dictionary,
      codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value))),
    };
  };

  it('equal an evaluation of their rows alone', async () => {
    const scored = binaryRows(200);
    const slices = [
      column(
        'parity',
        Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 'even' : 'odd')),
      ),
    ];
    const { slices: reports } = await evaluate({ ...scored, slices }, { resamples: 0 });
    const even = {
      ...scored,
      labels: scored.labels.filter((_, i) => i % 2 === 0),
      scores: scored.scores.map((scores) => scores.filter((_, i) => i % 2 === 0)),
    };
    const alone = await evaluate(even, { resamples: 0 });
    assert.deepEqual(reports[0]?.values[0], { value: 'even', rows: 100, metrics: alone.metrics });
  });

  it('that are small, or of one class, have reasons instead of values', async () => {
    const scored = tiny([0, 1, 0, 0, 0], [0.1, 0.9, 0.2, 0.3, 0.4]);
    const slices = [column('place', ['a', 'a', 'b', 'b', null])];
    const { slices: reports } = await evaluate(
      { ...scored, slices },
      { metrics: ['roc_auc'], minSliceRows: 2, resamples: 0 },
    );
    assert.deepEqual(reports, [
      {
        name: 'place',
        total: 3,
        shown: 3,
        values: [
          { value: 'a', rows: 2, metrics: { roc_auc: { value: 1 } } },
          { value: 'b', rows: 2, metrics: { roc_auc: { value: null, reason: 'no positive rows' } } },
          { value: null, rows: 1, metrics: { roc_auc: { value: null, reason: 'fewer than 2 rows' } } },
        ],
      },
    ]);
  });

  it('beyond the most are cut by rows, and both counts are told', async () => {
    const scored = binaryRows(10);
    const slices = [column('letter', [...'abbcccddde'])];
    const { slices: reports } = await evaluate({ ...scored, slices }, { ...quick, maxSlices: 2 });
    const { total, shown, values } = reports[0]!;
    assert.deepEqual([total, shown, values.map(({ value }) => value)], [5, 2, ['c', 'd']]);
  });
});
