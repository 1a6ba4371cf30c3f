import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAt, cutsOf, matrixOf, precision, truePositiveRate } from '../../../webviews/run/model/cuts.ts';
import { lineageLayout } from '../../../webviews/run/model/lineageLayout.ts';
import { bestText, quantitiesOf, trainingLabel, trainingLines } from '../../../webviews/run/model/training.ts';
import { confusionView, worstClasses } from '../../../webviews/shared/charts/confusionView.ts';
import { RUN_STATES, roundsOf } from '../../kit/webviews/runStates.ts';
import { binaryPage } from '../../kit/webviews/samplePages.ts';

const BETTER = binaryPage();

test('thresholds are those of the curve, with exact counts', () => {
  const cuts = cutsOf(BETTER.evaluation!);
  assert.ok(cuts.length > 100);
  const evaluated = cuts[cutAt(cuts, 0.31)]!;
  assert.equal(evaluated.threshold, 0.31);
  assert.deepEqual(matrixOf(evaluated), BETTER.evaluation!.curves.confusion!.matrix);
  for (const [i, cut] of cuts.entries()) {
    if (i > 0) assert.ok(cut.threshold >= cuts[i - 1]!.threshold && cut.truePositives <= cuts[i - 1]!.truePositives);
  }
  assert.ok(precision(cuts.at(-1)!) > precision(cuts[0]!));
  assert.equal(truePositiveRate(cuts[0]!), 1);
  assert.ok(truePositiveRate(cuts.at(-1)!) < 0.05);
  assert.deepEqual(cutsOf(RUN_STATES.multiclass().evaluation!), []);
});

test('a confusion of two says what it finds and what it calls', () => {
  const view = confusionView(
    ['on time', 'late'],
    [
      [222_577, 74_192],
      [34_802, 42_193],
    ],
  );
  assert.deepEqual(
    view.cells.flat().map(({ text, caption }) => `${text}: ${caption}`),
    ['222,577: 75.0% of on time', '74,192: 25.0%', '34,802: 45.2% missed', '42,193: 54.8% of late found'],
  );
  assert.equal(view.sentence, 'Of 100 rows that are late it finds 55; of 100 it calls late, 36 are.');
  assert.equal(
    confusionView(
      ['a', 'b'],
      [
        [5, 0],
        [3, 0],
      ],
    ).sentence,
    'It calls no row b.',
  );
  assert.equal(
    confusionView(
      ['a', 'b'],
      [
        [5, 2],
        [0, 0],
      ],
    ).sentence,
    'No row is b.',
  );
});

test('a confusion of many names its worst mistake and classes', () => {
  const matrix = [
    [9, 1, 0],
    [0, 10, 0],
    [0, 4, 6],
  ];
  assert.equal(
    confusionView(['a', 'b', 'c'], matrix).sentence,
    'Right in 83 of 100 rows. Most often wrong: c taken for b, 4 rows.',
  );
  assert.deepEqual(worstClasses(['a', 'b', 'c'], matrix, 2), [
    { name: 'c', rows: 10, recall: 0.6, takenFor: { name: 'b', rows: 4 } },
    { name: 'a', rows: 10, recall: 0.9, takenFor: { name: 'b', rows: 1 } },
  ]);
});

test('series of one quantity share a chart', () => {
  const training = {
    step: 'train',
    run: 'r',
    series: ['train.log_loss', 'valid.log_loss', 'auc'],
    best: 187,
    stoppedAt: 207,
  };
  const [loss, auc] = quantitiesOf(training, BETTER);
  assert.deepEqual(
    [loss!.name, loss!.arrow, loss!.lines.map(({ role }) => role)],
    ['log_loss', '↓', ['train', 'validation']],
  );
  assert.deepEqual([auc!.name, auc!.arrow], ['auc', '']);
  const lines = trainingLines(loss!, roundsOf(training.series));
  assert.equal(bestText(lines, 187), 'best 0.4205 at round 187');
  assert.equal(
    trainingLabel(loss!, lines, training),
    'log_loss by round, best 0.4205 at round 187, stopped at round 207',
  );
  assert.deepEqual(trainingLines(loss!, []), []);
});

test('lineage stands in layers by its longest way', () => {
  const { nodes, layers, edges } = lineageLayout(BETTER.lineage);
  assert.equal(layers, 5);
  assert.equal(edges.length, 5);
  const layerOf = (id: string) => nodes.find(({ node }) => node.id === id)!.layer;
  assert.deepEqual(['data', 'commit', 'view', 'train', 'evaluate', 'model'].map(layerOf), [0, 0, 1, 2, 3, 4]);
  for (const { from, to } of edges) assert.ok(from.layer < to.layer);
  assert.equal(new Set(nodes.map(({ layer, row }) => `${layer}/${row}`)).size, nodes.length);
});

test('a lineage with a circle or an unknown node is still laid out', () => {
  const node = (id: string) => ({ id, kind: 'step' as const, label: id, detail: null, place: null });
  const layout = lineageLayout({
    nodes: ['a', 'b'].map(node),
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
      { from: 'x', to: 'a' },
    ],
  });
  assert.equal(layout.nodes.length, 2);
  assert.deepEqual(lineageLayout({ nodes: [], edges: [] }), { nodes: [], edges: [], layers: 0, rows: 0 });
});
