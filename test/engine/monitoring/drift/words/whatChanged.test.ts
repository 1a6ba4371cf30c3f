import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnPair } from '../../../../../engine/src/math/drift/columnPair.ts';
import type { DriftRule } from '../../../../../engine/src/monitoring/drift/driftRule.ts';
import { judgeColumns } from '../../../../../engine/src/monitoring/drift/judgeColumns.ts';
import { againstBaseline, categories, numberSide, numbers } from '../../../../kit/driftPairs.ts';

function judge(
  pair: ColumnPair,
  more: Partial<DriftRule> & { readonly column?: string; readonly sensitive?: boolean } = {},
) {
  const { column = 'x', sensitive = false, ...rule } = more;
  return judgeColumns([{ column, pair, sensitive }], { test: 'auto', ...rule })[0]!;
}

/** Values of a bell around `mean`, without chance. */
function bell(mean: number, sd: number, rows = 400): readonly number[] {
  return Array.from({ length: rows }, (_, row) => {
    const share = (row + 0.5) / rows;
    return mean + (sd * Math.log(share / (1 - share)) * Math.sqrt(3)) / Math.PI;
  });
}

function skewed(scale: number, rows = 400): readonly number[] {
  return Array.from({ length: rows }, (_, row) => -Math.log(1 - (row + 0.5) / rows) * scale);
}

test('a mean that moved is told with both figures, and not called a fall where it is no drift', () => {
  assert.equal(judge(numbers(bell(0.207, 0.1), bell(0.132, 0.1))).changed, 'Mean fell from 0.207 to 0.132');
  assert.equal(judge(numbers(bell(728, 400), bell(730, 400))).changed, 'Mean 728 to 730');
  assert.equal(judge(numbers(bell(13.31, 4), bell(13.24, 4))).changed, 'Mean 13.3 to 13.2');
  assert.equal(judge(numbers(bell(10.101, 4), bell(10.122, 4))).changed, 'Mean 10.10 to 10.12');
  assert.equal(judge(numbers(bell(12_000, 4000), bell(15_000, 4000))).changed, 'Mean rose from 12,000 to 15,000');
});

test('where the mean stays, the spread or the shape is what changed', () => {
  assert.equal(judge(numbers(bell(10, 1), bell(10, 2))).changed, 'Spread rose from 0.996 to 1.99; mean still 10');
  const twoHumps = [...bell(-1, 0.05, 200), ...bell(1, 0.05, 200)];
  assert.equal(judge(numbers(bell(0, 1), twoHumps)).changed, 'Shape changed; mean still 0');
});

test('new and lost categories are told with what share of rows they are', () => {
  const moved = categories(
    { ATL: 5000, BOS: 4993, EGE: 6, HDN: 1 },
    { ATL: 5001, BOS: 4992, AKN: 3, DLG: 2, LWB: 1, MQT: 1 },
  );
  const judged = judge(moved);
  assert.equal(judged.verdict, 'none');
  assert.equal(judged.changed, '4 new: AKN, DLG, LWB, MQT, 2 gone: EGE, HDN: less than 0.1% of rows');
  assert.deepEqual(judged.newCategories, { categories: ['AKN', 'DLG', 'LWB', 'MQT'], count: 4, share: 7 / 10_000 });
  assert.equal(judge(categories({ a: 300, b: 300 }, { a: 300, b: 200, z: 100 })).changed, '1 new: z: 17% of rows');
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`n${index}`, 10]));
  assert.equal(
    judge(categories({ a: 500, b: 400, old: 100 }, { a: 500, b: 410, ...many })).changed,
    '9 new: n0, n1, n2, n3, n4, n5 and 3 more: 9% of rows; 1 gone: old: 10% of rows',
  );
});

test('a drift that only new categories make is told as such, and one of the others not', () => {
  const only = judge(categories({ a: 500, b: 500 }, { a: 400, b: 400, z: 200 }));
  assert.deepEqual([only.verdict, only.artefact], ['drift', 'new-categories']);
  const others = judge(categories({ a: 500, b: 500 }, { a: 100, b: 700, z: 200 }));
  assert.deepEqual([others.verdict, others.artefact], ['drift', null]);
});

test('shares that moved are told by category', () => {
  assert.equal(
    judge(categories({ AA: 300, UA: 700 }, { AA: 500, UA: 500 })).changed,
    'AA rose from 30% to 50% of rows, UA fell from 70% to 50%',
  );
  assert.equal(judge(categories({ a: 500, b: 500 }, { a: 510, b: 490 })).changed, 'Largest change: a 50% to 51%');
  assert.equal(judge(categories({ a: 500, b: 500 }, { a: 500, b: 500 })).changed, 'Shares as before');
});

test('more missing values are told beside it', () => {
  const gaps = [...bell(5, 1), ...Array<number>(100).fill(Number.NaN)];
  assert.equal(judge(numbers(bell(5, 1), gaps)).changed, 'Mean still 5; missing rose from 0% to 20%');
});

test('of a sensitive column neither values nor categories are told', () => {
  const secret = { sensitive: true };
  assert.equal(
    judge(numbers(bell(50_000, 9000), bell(59_000, 9000)), secret).changed,
    'Mean rose by 1.00 standard deviations',
  );
  const gone = judge(categories({ flu: 500, cold: 500 }, { flu: 500, cancer: 500 }), secret);
  assert.equal(gone.changed, '1 new, 1 gone: 50% of rows');
  assert.deepEqual(gone.newCategories, { categories: [], count: 1, share: 0.5 });
  assert.equal(
    judge(categories({ a: 900, b: 100 }, { a: 500, b: 500 }), secret).changed,
    'One category fell from 90% to 50% of rows',
  );
  const constant = judge(numbers(Array<number>(50).fill(7), bell(7, 1)), secret);
  assert.doesNotMatch(`${constant.reason} ${constant.changed}`, /7/);
});

test('values that are only in another unit look like one', () => {
  const units: readonly (readonly [times: number, plus: number, said: RegExp])[] = [
    [1.609344, 0, /^Looks like another unit: values are 1\.609 times as large \(kilometres for miles\?\)$/],
    [1 / 1.609344, 0, /values are 1\.609 times as small \(miles for kilometres\?\)$/],
    [1000, 0, /values are 1,000 times as large \(thousandths/],
    [1 / 1000, 0, /values are 1,000 times as small \(whole units/],
    [100, 0, /values are 100 times as large \(per cent/],
    [0.01, 0, /values are 100 times as small \(shares for per cent\?\)$/],
    [1.8, 32, /values are 1\.8 times as large, 32 added \(degrees Fahrenheit for Celsius\?\)$/],
    [1, 273.15, /values are 273\.15 greater \(kelvins for degrees Celsius\?\)$/],
    [-1, 0, /as large with the other sign/],
  ];
  for (const [times, plus, said] of units) {
    const before = bell(20, 5);
    const judged = judge(
      numbers(
        before,
        bell(20.1, 5).map((value) => value * times + plus),
      ),
    );
    assert.equal(judged.verdict, 'drift');
    assert.equal(judged.artefact, 'unit');
    assert.match(judged.changed, said);
  }
});

test('another unit is seen against a stored baseline too', () => {
  const miles = numbers(
    skewed(700, 5000),
    skewed(700, 4000).map((value) => value * 1.609344),
  );
  const judged = judge(againstBaseline(miles));
  assert.equal(judged.tests[0]?.binned, true);
  assert.equal(judged.artefact, 'unit');
});

test('a move that no unit explains is none of a unit', () => {
  assert.equal(judge(numbers(bell(20, 5), bell(32, 5))).artefact, null);
  assert.equal(judge(numbers(skewed(10), skewed(14))).artefact, null);
  assert.equal(judge(numbers(bell(20, 5), bell(32.2, 2))).artefact, null);
  assert.equal(judge(numbers(bell(0.5, 1), bell(-0.5, 1))).artefact, null);
  // Rides grew by two thirds from one year to the next: near a factor of units, with another spread.
  assert.equal(judge(numbers(bell(144, 134), bell(235, 209))).artefact, null);
});

const JANUARY = { name: 'January', from: '2001-01-01T00:00:00Z', to: '2001-01-31T23:00:00Z' };

/** Rows of each day of a span, by the weekday of DuckDB. */
function weekdays(from: string, days: number, rows: (weekday: number) => number): readonly number[] {
  return Array.from({ length: days }, (_, day) => new Date(Date.parse(from) + day * 86_400_000).getUTCDay()).flatMap(
    (weekday) => Array<number>(rows(weekday)).fill(weekday),
  );
}

test('a weekday that moved because the window holds other days is the calendar, and says the window to take', () => {
  const even = () => 100;
  const spans = { reference: JANUARY, current: { from: '2001-04-15T00:00:00Z', to: '2001-05-14T23:59:59Z' } };
  const pair = numbers(weekdays('2001-01-01', 31, even), weekdays('2001-04-15', 30, even), true);
  const judged = judge(pair, { column: 'weekday', spans, max: 0.05 });
  assert.equal(judged.verdict, 'drift');
  assert.equal(judged.artefact, 'calendar');
  assert.equal(
    judged.changed,
    'Calendar: the window holds 5 Sundays and Mondays, January 5 Mondays to Wednesdays; use window: 28d',
  );
});

test('a weekday that has fewer rows a day is no calendar', () => {
  const spans = { reference: JANUARY, current: { from: '2001-04-15T00:00:00Z', to: '2001-05-14T23:59:59Z' } };
  const busyEnds = (weekday: number) => (weekday === 0 || weekday === 6 ? 400 : 100);
  const pair = numbers(
    weekdays('2001-01-01', 31, () => 100),
    weekdays('2001-04-15', 30, busyEnds),
    true,
  );
  const judged = judge(pair, { column: 'weekday', spans });
  assert.deepEqual([judged.verdict, judged.artefact], ['drift', null]);
});

test('names of weekdays are weekdays, and a column of another name is none', () => {
  const spans = {
    reference: { from: '2001-01-01T00:00:00Z', to: '2001-01-07T23:00:00Z' },
    current: { from: '2001-01-08T00:00:00Z', to: '2001-01-10T20:00:00Z' },
  };
  const days = (rows: number, names: string) => Object.fromEntries(names.split(' ').map((name) => [name, rows]));
  const pair = categories(
    days(50, 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'),
    days(80, 'Monday Tuesday Wednesday'),
  );
  const judged = judge(pair, { column: 'day_of_week', spans });
  assert.equal(judged.artefact, 'calendar');
  assert.equal(
    judged.changed,
    'Calendar: the window holds 1 Monday to Wednesday, the reference 1 of each weekday; use window: 7d',
  );
  assert.equal(judge(pair, { column: 'shift', spans }).artefact, 'new-categories');
});

test('months of another season are the calendar, and the same season is what to compare with', () => {
  const spans = { reference: JANUARY, current: { from: '2001-04-15T00:00:00Z', to: '2001-05-14T23:59:59Z' } };
  const month = (of: number) => Array<number>(100).fill(of);
  const judged = judge(numbers([...month(1)], [...month(4), ...month(5)], true), { column: 'month', spans });
  assert.equal(judged.verdict, 'unknown');
  const year = { name: 'the winter', from: '2000-12-01T00:00:00Z', to: '2001-02-28T00:00:00Z' };
  const winter = judge(numbers([...month(12), ...month(1), ...month(2)], [...month(4), ...month(5)], true), {
    column: 'month',
    spans: { ...spans, reference: year },
  });
  assert.equal(
    winter.changed,
    'Calendar: the window holds April and May, the winter December, January and February; compare with the same season: reference: {offset: 365d}',
  );
});

test('a span that cannot be read, or is endless, explains nothing', () => {
  const spans = { reference: { from: 'soon', to: 'later' }, current: { from: '0001-01-01', to: '9999-12-31' } };
  const pair = numbers(
    weekdays('2001-01-01', 31, () => 9),
    weekdays('2001-01-01', 3, () => 90),
    true,
  );
  assert.equal(judge(pair, { column: 'weekday', spans }).artefact, null);
});

test('sides that are given without values say nothing that is not there', () => {
  const empty = { ...numberSide([]), rows: 0 };
  const judged = judge({ kind: 'numbers', reference: empty, current: empty, isInteger: false });
  assert.equal(judged.changed, '');
});
