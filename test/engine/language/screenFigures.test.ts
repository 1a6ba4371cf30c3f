import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figure, interval } from '../../../engine/src/language/figures.ts';
import {
  difference,
  differenceInWords,
  forExport,
  metricHeader,
  onScreen,
  percent,
  percentPoints,
  pValue,
  screenFigure,
} from '../../../engine/src/language/screenFigures.ts';

test('minus is as wide as plus on screen, and plain in exports', () => {
  assert.equal(onScreen(figure(0.0000123)), '1.2e−5');
  assert.equal(onScreen(interval(-0.005, -0.006, -0.003)), '−0.005 [−0.006, −0.003]');
  assert.equal(onScreen('flight-delay, run-7, -, -0.5'), 'flight-delay, run-7, -, −0.5');
  assert.equal(forExport(onScreen('-1.2e-5')), '-1.2e-5');
});

test('what is not finite has a sign of its own', () => {
  assert.deepEqual(
    ['NaN', 'Infinity', '-Infinity', -2, 0.71324].map((value) => screenFigure(value as 'NaN')),
    ['NaN', '∞', '−∞', '−2', '0.7132'],
  );
});

test('a difference has an arrow where it is one, else a sign', () => {
  assert.equal(difference(0.0081, 'better', 3), '↑ 0.008');
  assert.equal(difference(-0.0049, 'better', 3), '↓ 0.005');
  assert.equal(difference(0.0013, 'same', 3), '≈ +0.001');
  assert.equal(difference(-0.0013, null, 3), '−0.001');
  assert.equal(difference(0.00001, 'same', 3), '≈ 0.000');
  assert.equal(difference(0.21234, null), '+0.2123');
  assert.equal(difference(Number.NaN, null), 'NaN');
  assert.equal(differenceInWords(0.0081, 'better', 3), 'better by 0.008');
  assert.equal(differenceInWords(-0.0013, 'same', 3), 'no difference beyond noise, 0.001 lower');
});

test('a metric says which way is better', () => {
  assert.deepEqual(
    [metricHeader('roc_auc', 'higher'), metricHeader('log_loss', 'lower'), metricHeader('cost', null)],
    ['roc_auc ↑', 'log_loss ↓', 'cost'],
  );
});

test('shares are whole percents, and finer near their ends', () => {
  assert.deepEqual(
    [0.004, 0.38, 0.9997, 0, 1, 1e-9, 1 - 1e-9, -0.12].map((share) => percent(share)),
    ['0.4%', '38%', '99.97%', '0%', '100%', '< 0.0001%', '> 99.9999%', '−12%'],
  );
  assert.equal(percent(0.75, 1), '75.0%');
  assert.deepEqual([0.031, -0.002, 0].map(percentPoints), ['+3.1 pp', '−0.2 pp', '0.0 pp']);
});

test('a p-value is never 0', () => {
  assert.deepEqual([0.012, 3.1e-7, 1e-12, 0, 0.5, 1].map(pValue), ['0.012', '3e−7', '< 1e−9', '< 1e−9', '0.5', '1']);
});
