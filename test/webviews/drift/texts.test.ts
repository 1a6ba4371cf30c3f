import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDriftHistory } from '../../../engine/src/monitoring/report/makeDriftHistory.ts';
import { columnSentence } from '../../../webviews/drift/model/columnSentence.ts';
import { dayTicks } from '../../../webviews/drift/model/dayTicks.ts';
import { inUnit, limitText, shortName, statisticText, valueIn } from '../../../webviews/drift/model/driftTexts.ts';
import { plainSentence, sentenceParts } from '../../../webviews/drift/model/sentenceParts.ts';
import { shortValue } from '../../../webviews/drift/model/shortValue.ts';
import { sparkLine } from '../../../webviews/drift/model/sparkLine.ts';
import { beyondSince, checkTiles, tileCaption, tileValue } from '../../../webviews/drift/model/tiles.ts';
import { wholeValues } from '../../../webviews/drift/model/wholeValues.ts';
import { check, flightsChecks, flightsReport, numberColumn } from '../../kit/webviews/driftReports.ts';

const NONE = { checks: [], figures: {}, columns: {} };

test('distances have three decimals, large statistics are whole, nothing is zero that is not', () => {
  assert.deepEqual([0.5601, 0, 0.00004, 1204.4, null].map(statisticText), ['0.560', '0.000', '4.0e−5', '1,204', '-']);
});

test('values of columns show three digits', () => {
  assert.deepEqual([0.20714, 13.286, 728.4, 0, -0.0118, null].map(valueIn), [
    '0.207',
    '13.3',
    '728',
    '0',
    '−0.0118',
    '-',
  ]);
});

test('values are told in the unit of their check', () => {
  assert.equal(inUnit(0.0042, 'share'), '0.4%');
  assert.equal(inUnit(22_320, 's'), '6 h 12 min');
  assert.equal(inUnit(0.69812, 'metric', 0.6932, 0.7021), '0.698');
  assert.equal(inUnit(null, 'number'), '-');
  assert.equal(limitText({ min: 0.65, max: null, unit: 'metric' }), 'at least 0.65');
  assert.equal(limitText({ min: 1, max: 5, unit: 'number' }), 'between 1 and 5');
});

test('a file is called by its own name, other rows by theirs', () => {
  assert.equal(shortName('/data/a/january.parquet'), 'january.parquet');
  assert.equal(shortName('C:\\data\\may.csv'), 'may.csv');
  assert.equal(shortName('flights, 15 Apr to 14 May'), 'flights, 15 Apr to 14 May');
});

test('names and figures of a sentence stand out, and no sign of a name is a pattern', () => {
  assert.deepEqual(sentenceParts('`a.b` fell from 0.2 to -0.1.', { names: [], figures: true }), [
    { bold: 'a.b' },
    ' fell from ',
    { bold: '0.2' },
    ' to ',
    { bold: '−0.1' },
    '.',
  ]);
  assert.deepEqual(sentenceParts('x(y[ rose, xy did not', { names: ['x(y['], figures: false }), [
    { bold: 'x(y[' },
    ' rose, xy did not',
  ]);
  assert.equal(plainSentence('`fare`: Mean -1.5'), 'fare: Mean −1.5');
});

test('a row is a sentence for who does not see it', () => {
  assert.equal(columnSentence(numberColumn('hour')), 'hour: no drift, Wasserstein 0.041, limit 0.1, mean 329 to 339');
  assert.equal(
    columnSentence(numberColumn('hour', { verdict: 'unknown', reason: '41 rows are too few' })),
    'hour: no verdict, 41 rows are too few',
  );
});

test('a tile says value, limit, and since when it is beyond', () => {
  const report = flightsReport();
  const history = makeDriftHistory(report, flightsChecks());
  const [drift, predictions, performance] = report.checks;
  assert.equal(tileValue(drift!, report), '3 of 8, 38%');
  assert.equal(tileCaption(drift!, report, history), 'limit 30%, since 15 May');
  assert.equal(tileCaption(predictions!, report, history), 'limit 0.1, since 1 May');
  assert.equal(tileCaption(performance!, report, NONE), '[0.693, 0.702], at least 0.65');
  const untold = check('performance', { status: 'unknown', said: 'No label of `late` has come yet' });
  assert.equal(tileValue(untold, report), 'unknown');
  assert.equal(tileCaption(untold, report, history), 'No label of late has come yet');
  assert.equal(beyondSince(drift!, NONE), undefined);
});

test('of many checks those that did not pass are always shown', () => {
  const checks = Array.from({ length: 30 }, (_, i) => check(`c${i}`, { status: i % 5 === 4 ? 'failed' : 'passed' }));
  const { shown, folded } = checkTiles(checks, false);
  assert.equal(shown.length, 10);
  assert.equal(folded, 20);
  assert.equal(shown.filter(({ status }) => status === 'failed').length, 6);
  assert.equal(checkTiles(checks, true).shown.length, 30);
});

test('a sparkline keeps its gaps, and needs two values', () => {
  const box = { width: 96, height: 28, limits: [0.3] };
  assert.equal(sparkLine([null, 0.2, null], box), undefined);
  const line = sparkLine([0.1, 0.2, null, 0.4, 0.5], box);
  assert.equal(line?.path.split('M').length, 3);
  assert.equal(line?.limits.length, 1);
});

test('ticks of time are round moments in UTC, and midnight is its day', () => {
  const at = (text: string) => Date.parse(text);
  assert.deepEqual(dayTicks([at('2001-02-16'), at('2001-05-15')], 6).texts, ['1 Mar', '1 Apr', '1 May']);
  assert.deepEqual(dayTicks([at('2001-05-13'), at('2001-05-15')], 5).texts, [
    '13 May',
    '12:00',
    '14 May',
    '12:00',
    '15 May',
  ]);
  assert.deepEqual(dayTicks([at('1999-06-01'), at('2003-06-01')], 4).texts, [
    '1 Jan 2000',
    '1 Jan 2001',
    '1 Jan 2002',
    '1 Jan 2003',
  ]);
});

test('bins that hold one whole number each are values, others are ranges', () => {
  assert.deepEqual(wholeValues([-0.5, 0.5, 1.5]), [0, 1]);
  assert.equal(wholeValues([0, 1, 2]), undefined);
  assert.equal(wholeValues([-0.5, 36.5, 73.5]), undefined);
  assert.equal(wholeValues([0.5]), undefined);
});

test('of a row’s values, fractions of many digits are cut', () => {
  assert.equal(shortValue('0.037089871611982884'), '0.03709');
  for (const text of ['0.5', '1003', 'MQT', '2001-05-15 10:00:00.123456', '1.2.345678', ''])
    assert.equal(shortValue(text), text);
});
