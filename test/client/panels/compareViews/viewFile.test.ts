import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonPlace } from '../../../../client/src/panels/compareViews/jsonPlace.ts';
import { readViewFile, viewFileName, viewText } from '../../../../client/src/panels/compareViews/viewFile.ts';
import { kindOfPath } from '../../../../engine/src/language/kinds.ts';
import { type CompareView, NEW_VIEW } from '../../../../webviews/compare/protocol.ts';

const VIEW: CompareView = {
  filter: 'metrics.roc_auc > 0.7',
  sort: [{ column: 'metrics.roc_auc', descending: true }],
  group: ['params.engine'],
  columns: { order: ['metrics.roc_auc'], hidden: ['tags.a'], shown: [], widths: { 'metrics.roc_auc': 120 } },
  onlyDiffering: true,
  baseline: 'a1',
  pinned: ['b2'],
  tiles: [
    { kind: 'curves', metric: 'valid.log_loss', x: { metric: 'epoch' }, smoothing: 0.6, logX: false, logY: true },
    { kind: 'curves', metric: 'valid.log_loss', x: 'time', smoothing: 0, logX: false, logY: false },
    { kind: 'parallel', columns: ['params.a'], colour: 'metrics.b', log: ['params.a'], flipped: [] },
    { kind: 'scatter', x: 'params.a', y: 'metrics.b', pareto: true },
    { kind: 'evaluation', chart: 'calibration' },
  ],
  brushes: [
    { column: 'params.a', low: 1, high: 2.5 },
    { column: 'params.b', texts: ['x'] },
  ],
};

test('a view comes back from its file as it was', () => {
  assert.deepEqual(readViewFile(viewText('best “of” July', VIEW)), {
    kind: 'view',
    name: 'best “of” July',
    view: VIEW,
  });
  assert.deepEqual(readViewFile('{"comparison": "plain"}'), { kind: 'view', name: 'plain', view: NEW_VIEW });
});

test('the name of a view becomes the name of a file that is no spec', () => {
  assert.equal(viewFileName('weekly'), 'weekly.comparison.json');
  assert.equal(viewFileName('../a\\b: "c"?'), '-a-b- -c-.comparison.json');
  assert.equal(viewFileName('...'), 'view.comparison.json');
  assert.equal(viewFileName('größe ñ'), 'größe ñ.comparison.json');
  assert.equal(viewFileName('x'.repeat(300)).length, 80 + '.comparison.json'.length);
  assert.equal(kindOfPath(`views/${viewFileName('a.pipeline.yaml')}`), undefined);
});

test('a file that is no view says why, and where', () => {
  const cases: readonly (readonly [text: string, message: RegExp, line: number, column: number])[] = [
    ['{\n  "comparison": "a",\n  "sort": {}\n}', /^sort is a list/, 2, 10],
    ['{"comparison": "a", "sort": [{"column": "x"}, {"column": 7}]}', /^sort\.1\.column is a text/, 0, 57],
    ['{"comparison": "a", "sort": [{}]}', /^sort\.0\.column is missing/, 0, 29],
    ['{\n"comparison": "a",\n"filtr": "x"}', /^filtr is no key of a view/, 2, 9],
    ['{"comparison": "a", "columns": {"widths": {"m": "wide"}}}', /^columns\.widths\.m is a width/, 0, 48],
    ['{"comparison": "a", "tiles": [{"kind": "pie"}]}', /^tiles\.0\.kind is one of curves/, 0, 39],
    [
      '{"comparison": "a", "tiles": [{"kind": "curves", "metric": "m", "x": "step", "smoothing": 2}]}',
      /0 to 0\.99/,
      0,
      90,
    ],
    ['{"comparison": "a", "brushes": [{"column": "a", "low": 1}]}', /^brushes\.0\.high is missing/, 0, 32],
    ['{"comparison": ""}', /^comparison is the name/, 0, 15],
    ['{}', /^comparison is the name/, 0, 0],
    ['[]', /^A view is a map/, 0, 0],
    ['{"comparison": "a",\n  sort: []}', /^This is no JSON/, 1, 2],
    ['', /^This is no JSON/, 0, 0],
  ];
  for (const [text, message, line, column] of cases) {
    const read = readViewFile(text);
    assert.equal(read.kind, 'wrong', text);
    assert.match(read.kind === 'wrong' ? read.message : '', message);
    assert.deepEqual(read.kind === 'wrong' && read.place, { line, column }, text);
  }
});

test('places are found among texts that look like structure', () => {
  const text = '{"a": "}{[,:\\"", "b": [1, {"c\\"d": true}]}';
  assert.deepEqual(jsonPlace(text, ['b', 1, 'c"d']), { line: 0, column: text.indexOf('true') });
  assert.deepEqual(jsonPlace(text, ['b', 9]), { line: 0, column: text.indexOf('[1') });
});
