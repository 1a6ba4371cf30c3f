import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkQuality, type DatasetCheck } from '../../../../engine/src/data/quality/quality.ts';
import type { CheckResult } from '../../../../engine/src/data/quality/qualityResult.ts';
import { openData } from '../openData.ts';

interface Line {
  readonly n: number | null;
  readonly x: number | null;
  readonly s: string | null;
}

const line: fc.Arbitrary<Line> = fc.record({
  n: fc.option(fc.integer({ min: -2, max: 2 })),
  x: fc.option(fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1.5, 0, 1.5)),
  s: fc.option(fc.constantFrom('', 'a', 'b', 'ab', 'é')),
});

const ALLOW = 0.25;
const to = { columns: ['n', 's'], to: 'other(n, s)', allow: ALLOW };

/** The rows that fail each check, found one by one; numbers from 1. */
function naive(rows: readonly Line[], other: readonly Line[]): Record<string, readonly number[]> {
  const failing = (fails: (row: Line, index: number) => boolean) =>
    rows.flatMap((row, index) => (fails(row, index) ? [index + 1] : []));
  const same = (a: Line, b: Line, ...names: readonly (keyof Line)[]) =>
    names.every((name) => Object.is(a[name], b[name]));
  const alike = (row: Line, ...names: readonly (keyof Line)[]) => rows.filter((one) => same(one, row, ...names)).length;
  return {
    'n nullable': failing(({ n }) => n === null),
    'n min': failing(({ n }) => n !== null && n < -1),
    'x max': failing(({ x }) => x !== null && !(x <= 1)),
    's pattern': failing(({ s }) => s !== null && !/^a/.test(s)),
    's in': failing(({ s }) => s !== null && s !== 'a' && s !== 'é'),
    key: failing((row) => row.n === null || row.s === null || alike(row, 'n', 's') > 1),
    pair: failing((row) => row.n !== null && row.x !== null && alike(row, 'n', 'x') > 1),
    rows: failing(({ n, x }) => n !== null && x !== null && !(n < x || Number.isNaN(x))),
    duplicates: failing((row, index) => rows.slice(0, index).some((one) => same(one, row, 'n', 'x', 's'))),
    references: failing((row) => row.n !== null && row.s !== null && !other.some((one) => same(one, row, 'n', 's'))),
  };
}

/** Of `duplicates` one row of each kind is shown, of `references` one for each missing value. */
function shown(name: string, rows: readonly Line[], numbers: readonly number[]): readonly number[] {
  const kinds = { duplicates: ['n', 'x', 's'], references: ['n', 's'] } as Record<string, readonly (keyof Line)[]>;
  const names = kinds[name];
  const kind = (number: number) => JSON.stringify(names!.map((one) => String(rows[number - 1]![one])));
  return names === undefined
    ? numbers
    : numbers.filter((one, at) => numbers.findIndex((two) => kind(two) === kind(one)) === at);
}

test('counts and rows are those that one finds row by row', async (t) => {
  const data = await openData(t);
  const tables = fc.tuple(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 6 }));
  await fc.assert(
    fc.asyncProperty(tables, async ([rows, others]) => {
      const other = await data.table(sqlOf(others));
      const checks: readonly DatasetCheck[] = [
        { kind: 'unique', name: 'pair', columns: ['n', 'x'] },
        { kind: 'rows', name: 'rows', sql: { text: 'n < x' }, allow: ALLOW },
        { kind: 'duplicates', name: 'duplicates', allow: ALLOW },
        { kind: 'references', name: 'references', ...to, referred: { kind: 'files', files: other } },
      ];
      const { results } = await checkQuality(data.source, {
        files: await data.table(sqlOf(rows)),
        columns: [
          { name: 'n', nullable: false, min: -1 },
          { name: 'x', max: 1 },
          { name: 's', pattern: '^a', in: ['a', 'é'] },
        ],
        key: ['n', 's'],
        checks,
        samples: { show: 'full' },
      });
      for (const [name, numbers] of Object.entries(naive(rows, others))) {
        const found = results.find((result) => result.name === name) as CheckResult;
        const allow = ['rows', 'duplicates', 'references'].includes(name) ? ALLOW : 0;
        const status = numbers.length <= allow * rows.length ? 'passed' : 'failed';
        assert.deepEqual([name, found.failing, found.status], [name, numbers.length, status]);
        const sample = shown(name, rows, numbers).slice(0, 5);
        if (name !== 'duplicates') assert.deepEqual([name, ...found.sample.map((one) => one.row)], [name, ...sample]);
        else assert.ok(found.sample.every((one) => sample.length === 5 || sample.includes(one.row)));
      }
    }),
    { numRuns: 40 },
  );
});

function sqlOf(rows: readonly Line[]): string {
  const cell = (value: number | string | null) =>
    value === null ? 'null' : typeof value === 'string' ? `'${value}'` : `'${value}'::double`;
  const values = rows.map(({ n, x, s }) => `(${cell(n)}, ${cell(x)}, ${cell(s)})`).join(', ');
  const table = `select n::int as n, x::double as x, s::varchar as s from (values (0, 0, 'none')${values && ', '}${values}) as r(n, x, s)`;
  return `select * from (${table}) offset 1`;
}
