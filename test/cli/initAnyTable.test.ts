import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { commandLine } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const ODD = [
  'select',
  'a.b',
  'Ümlaut',
  '🙂',
  'a"b',
  "it's",
  '',
  ' ',
  '${{ x }}',
  'row_id',
  'timestamp',
  'label',
  '# x',
  'a: b',
  '- a',
  '*',
  'null',
  'true',
  'y',
  '2nd floor',
  'id',
  'date',
  'race',
  'Total Charges',
  '%',
  '{a',
  '[',
  'a\\b',
  '@',
  '`',
  '!x',
  'x\u2028y',
  'a\nb',
  '~',
];

/** Values of a column by row. */
const VALUES: readonly ((row: number) => string)[] = [
  (row) => String(row),
  (row) => String(row % 2),
  (row) => (row % 3 ? 'yes' : 'no'),
  (row) => (row % 7 ? `${(row * 7919) % 101}.5` : 'NA'),
  (row) => (row % 11 ? String((row * 31) % 23) : ' '),
  (row) => ['red', "bl'ue", 'gr"een', '${{ a }}', '# b', 'a: b', ''][row % 7]!,
  (row) => `person ${row}`,
  (row) => new Date(1e12 + row * 36e5).toISOString().slice(0, 19),
  (row) => `2001-${String(1 + (row % 12)).padStart(2, '0')}-11`,
  (row) => `0${100 + (row % 50)}`,
  () => 'same',
  () => '',
  (row) => (row % 50 ? String(row % 5) : 'seven'),
  (row) => ['NaN', 'inf', '1e300', '-0'][row % 4]!,
];

const column = fc.record({
  name: fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'grapheme', maxLength: 12 })),
  values: fc.constantFrom(...VALUES),
});
const table = fc.record({
  columns: fc.array(column, { minLength: 1, maxLength: 7 }),
  rows: fc.constantFrom(1, 3, 40, 200),
  target: fc.nat(),
});

test('of any table, init makes a project that validate finds nothing in, or says why not', {
  timeout: 600_000,
}, async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, '.git'));
  let number = 0;
  await fc.assert(
    fc.asyncProperty(table, async ({ columns, rows, target }) => {
      number += 1;
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const lines = Array.from({ length: rows }, (_, row) =>
        columns.map(({ values }) => quoted(values(row))).join(','),
      );
      writeFileSync(
        join(folder, 'any.csv'),
        `${columns.map(({ name }) => quoted(name)).join(',')}\n${lines.join('\n')}\n`,
      );
      const place = `p${number}`;
      const made = await commandLine(folder, [
        'init',
        place,
        '--data',
        'any.csv',
        `--target=${columns[target % columns.length]!.name}`,
      ]);
      assert.doesNotMatch(made.err, /mistake in Modelyard/);
      if (made.code === 2) return;
      assert.equal(made.code, 0, made.err);
      const checked = await commandLine(join(folder, place), 'validate --format json');
      assert.equal(checked.code, 0, checked.out + checked.err);
      // An hour or a weekday that tells the label is no column of the table: the warning is for people to judge.
      const { problems } = checked.json<{ problems: readonly { code: string; severity: string }[] }>();
      const found = problems.filter(
        ({ code, severity }) => code !== 'input-tells-label' && /error|warning/.test(severity),
      );
      assert.deepEqual(found, []);
    }),
    { numRuns: Number(process.env['ANY_TABLE_RUNS'] ?? 10), seed: 4 },
  );
});
