import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate } from '../../../engine/src/evaluation/evaluate.ts';
import { scoredFrom } from '../../../engine/src/evaluation/scoredFrom.ts';
import type { Values } from '../../../engine/src/ports/dataSource.ts';

const numbers = (...values: number[]): Values => ({ kind: 'numbers', values: Float64Array.from(values) });
const texts = (...values: (string | null)[]): Values => ({ kind: 'texts', values });
const score = (...values: number[]) => [{ values: Float64Array.from(values) }];

describe('columns of predictions', () => {
  it('with two labels are binary, the last one positive', () => {
    const { task, classes, labels } = scoredFrom({ target: texts('no', 'yes', 'no'), scores: score(0.1, 0.9, 0.2) });
    assert.deepEqual([task, classes, [...labels]], ['binary', ['no', 'yes'], [0, 1, 0]]);
    const numeric = scoredFrom({ target: numbers(10, 9), scores: score(0.1, 0.9) });
    assert.deepEqual(
      [numeric.classes, [...numeric.labels]],
      [
        ['9', '10'],
        [1, 0],
      ],
    );
    const turned = scoredFrom({ target: texts('bad', 'good'), scores: score(0.9, 0.1), positive: 'bad' });
    assert.deepEqual(
      [turned.classes, [...turned.labels]],
      [
        ['good', 'bad'],
        [1, 0],
      ],
    );
  });

  it('of one class are binary where the other is known', () => {
    const { classes, labels } = scoredFrom({ target: numbers(0, 0), scores: score(0.1, 0.2) });
    assert.deepEqual(
      [classes, [...labels]],
      [
        ['0', '1'],
        [0, 0],
      ],
    );
    assert.throws(() => scoredFrom({ target: texts('a', 'a'), scores: score(0.1, 0.2) }), { reason: 'not-binary' });
  });

  it('with numbers are quantities, or classes when predicted as few whole ones', () => {
    assert.equal(scoredFrom({ target: numbers(1.5, 2, 3), scores: score(1, 2, 3) }).task, 'regression');
    assert.equal(
      scoredFrom({ target: numbers(1, 2.5, 3), scores: [], prediction: numbers(1, 2, 3) }).task,
      'regression',
    );
    const classes = scoredFrom({ target: numbers(1, 2, 10), scores: [], prediction: numbers(2, 2, 10) });
    assert.deepEqual([classes.task, classes.classes], ['multiclass', ['1', '2', '10']]);
    assert.deepEqual([...classes.predictions!], [1, 1, 2]);
  });

  it('by class take the scores in the order of the classes', () => {
    const scores = [
      { class: 'c', values: Float64Array.of(0.1, 0.2, 0.7) },
      { class: 'a', values: Float64Array.of(0.8, 0.2, 0.1) },
      { class: 'b', values: Float64Array.of(0.1, 0.6, 0.2) },
    ];
    const scored = scoredFrom({ target: texts('a', 'b', 'c'), scores });
    assert.deepEqual(scored.scores, [scores[1]!.values, scores[2]!.values, scores[0]!.values]);
    assert.throws(() => scoredFrom({ target: texts('a', 'd', 'c'), scores }), { reason: 'no-score-of-class' });
  });

  it('without any prediction are refused', () => {
    assert.throws(() => scoredFrom({ target: texts('a', 'b'), scores: [] }), { reason: 'no-predictions' });
    assert.throws(() => scoredFrom({ target: texts(), scores: score() }), { reason: 'no-rows' });
    assert.throws(() => scoredFrom({ target: numbers(1, 2.5, 4), scores: [] }), { reason: 'no-predictions' });
  });

  it('with a missing label are refused with the row', async () => {
    const scored = scoredFrom({ target: texts('a', 'b', null), scores: score(0.1, 0.2, 0.3) });
    await assert.rejects(evaluate(scored), /^Failure: row 3: its label is missing/);
  });

  it('carry columns to slice by', () => {
    const slices = [{ name: 'place', values: texts('x', null, 'w') }];
    const scored = scoredFrom({ target: numbers(0, 1, 1), scores: score(0, 1, 1), slices });
    assert.deepEqual(scored.slices, [{ name: 'place', dictionary: ['w', 'x'], codes: Int32Array.of(1, -1, 0) }]);
  });
});
