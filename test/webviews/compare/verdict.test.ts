import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PairedFigure } from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import { compareVerdict, mainMetric, type VerdictAsked } from '../../../webviews/compare/model/verdict.ts';
import { type MadeValue, madeTable } from './madeTable.ts';

const AUC = { 'metrics.auc': { better: 'higher', rank: 0 } } as const;
const around = (value: number, half = 0.001) => ({ value, low: value - half, high: value + half });

function verdictOf(
  made: Readonly<Record<string, readonly MadeValue[]>>,
  asked: Partial<Omit<VerdictAsked, 'table'>> = {},
) {
  const table = madeTable(made, AUC);
  const taken = Uint32Array.from(table.runs.keys());
  return compareVerdict({ table, taken, filter: '', baseline: null, production: null, ...asked });
}

test('the best run is told by how much it beats production, and what it has that production lacks', () => {
  const made = {
    'metrics.auc': [around(0.713), around(0.705), around(0.7052), around(0.69)],
    'params.max_leaves': [63, 31, 31, 31],
  };
  assert.deepEqual(verdictOf(made, { baseline: 'r1', production: 'r1' }), {
    tone: 'good',
    title: 'r0 is the best of 4, better than production by 0.008',
    lines: [
      'auc 0.713 against 0.705: +0.008. Of 4 runs 1 is better beyond noise, 1 no different, 1 worse. What it has that the baseline lacks: max_leaves 63.',
    ],
    pair: { run: 'r0', baseline: 'r1' },
  });
});

test('a lead within the noise is no lead', () => {
  const { tone, title, lines } = verdictOf(
    { 'metrics.auc': [around(0.7055), around(0.705)] },
    { baseline: 'r1', production: 'r1' },
  );
  assert.equal(tone, 'plain');
  assert.equal(title, 'No run is better than production beyond noise');
  assert.match(lines[0] ?? '', /^r0 leads with auc 0\.70[56] against 0\.705, but their intervals overlap\./);
});

test('on the same rows a lead that overlapping intervals hide is a lead, and one that they do not show is none', () => {
  const made = { 'metrics.auc': [around(0.7055), around(0.705)] };
  const paired = { rows: 373_769, difference: 0.0005, low: 0.0003, high: 0.0007, verdict: 'better' } as const;
  const told = (found: PairedFigure) =>
    verdictOf(made, { baseline: 'r1', production: 'r1', pairedWith: (run) => (run === 'r0' ? found : undefined) });
  assert.deepEqual(told(paired), {
    tone: 'good',
    title: 'r0 is the best of 2, better than production by 0.0005',
    lines: [
      'auc 0.706 against 0.705: ↑ 0.0005 [0.0003, 0.0007] on the 373,769 rows that both were scored on. Of 2 runs 1 is better beyond noise.',
    ],
    pair: { run: 'r0', baseline: 'r1' },
  });
  const within = told({ ...paired, low: -0.0002, high: 0.0012, verdict: 'same' });
  assert.equal(within.title, 'No run is better than production beyond noise');
  assert.match(
    within.lines[0] ?? '',
    /^r0 leads with auc 0\.706 against 0\.705, but on the 373,769 rows that both were scored on the difference is \+0\.0005 \[−0\.0002, 0\.0012\]\. Of 2 runs 0 are better beyond noise, 1 no different\.$/,
  );
});

test('without intervals nothing is told of noise', () => {
  const { title, lines } = verdictOf({ 'metrics.auc': [0.7055, 0.705] }, { baseline: 'r1' });
  assert.equal(title, 'r0 is the best of 2');
  assert.deepEqual(lines, [
    'auc 0.7055 against 0.7050: +0.0005. Without intervals nothing tells whether that is noise.',
  ]);
});

test('a baseline that leads is named', () => {
  const { title } = verdictOf({ 'metrics.auc': [around(0.7), around(0.71)] }, { baseline: 'r1' });
  assert.equal(title, 'No run is better than the baseline r1');
});

test('without a baseline the best is told, and how to name one', () => {
  const { title, lines } = verdictOf({ 'metrics.auc': [0.7, 0.71] });
  assert.equal(title, 'r1 is the best of 2');
  assert.match(lines[0] ?? '', /No baseline: B on a row/);
});

test('one run is not compared', () => {
  assert.deepEqual(verdictOf({ 'metrics.auc': [0.7], 'attributes.duration': [72] }), {
    tone: 'plain',
    title: 'r0 has auc 0.7000',
    lines: ['It took 1 min 12 s.'],
  });
});

test('a filter that leaves none says what is nearest', () => {
  const verdict = verdictOf({ 'metrics.auc': [0.7, 0.71] }, { taken: new Uint32Array(), filter: 'metrics.auc > 0.72' });
  assert.equal(verdict.title, 'metrics.auc > 0.72 leaves none; the highest is 0.71');
  assert.equal(verdict.isFiltered, true);
});

test('runs without a figure, or without a metric that anything asks for, have no best', () => {
  assert.equal(verdictOf({ 'metrics.auc': [Number.NaN, Number.NaN] }).title, '2 runs');
  assert.equal(verdictOf({ 'params.a': [1, 2] }).title, '2 runs');
  assert.equal(verdictOf({ 'metrics.auc': [] }).title, 'No runs yet');
  assert.equal(mainMetric(madeTable({ 'metrics.a': [1], 'metrics.auc': [1] }, AUC))?.id, 'metrics.auc');
});
