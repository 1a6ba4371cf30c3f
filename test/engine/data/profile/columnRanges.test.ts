import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnRanges } from '../../../../engine/src/data/profile/columnRanges.ts';
import { openData } from '../openData.ts';

test('of every type: what is missing, and the range of numbers and times alone', async (t) => {
  const { source } = await openData(t);
  const { rows, columns } = await columnRanges(
    source,
    `(VALUES
      (1::SMALLINT, 0.1::FLOAT, 'nan'::DOUBLE, 1.5::DECIMAL(9, 2), 'Ann', true, TIMESTAMP '2001-01-01 10:00:00.5', DATE 'infinity', TIME '10:00:00', [1], 9007199254740993),
      (-2, 0.2, 'inf', NULL, 'Bob', NULL, 'infinity', '2001-01-02', '09:00:00', NULL, 1),
      (NULL, 0.3, -0.0, -1.25, NULL, false, '2001-01-02', '2001-01-03', '11:00:00', [2], 2)
    ) AS t(i, small, f, d, name, b, moment, day, clock, list, big)`,
  );
  assert.equal(rows, 3);
  assert.deepEqual(
    columns.map(({ name, type, missing, min, max }) => [name, type, missing, min, max]),
    [
      ['i', 'integer', 1, -2, 1],
      ['small', 'float', 0, 0.1, 0.3],
      ['f', 'float', 1, 0, 0],
      ['d', 'decimal', 1, -1.25, 1.5],
      ['name', 'string', 1, undefined, undefined],
      ['b', 'boolean', 1, undefined, undefined],
      ['moment', 'timestamp', 0, '2001-01-01T10:00:00.5Z', '2001-01-02T00:00:00Z'],
      ['day', 'date', 0, '2001-01-02', '2001-01-03'],
      ['clock', 'time', 0, '09:00:00', '11:00:00'],
      ['list', 'list', 1, undefined, undefined],
      ['big', 'integer', 0, 1, '9007199254740993'],
    ],
  );
});

test('many columns with any names are looked at in parts', async (t) => {
  const { source, table } = await openData(t);
  const names = [...Array.from({ length: 1100 }, (_, i) => `c${i}`), 'select', 'a.b', 'quote "', '🚀'];
  const list = names.map((name, i) => `${i} AS "${name.replaceAll('"', '""')}"`).join(', ');
  const { rows, columns } = await columnRanges(source, await source.relation(await table(`SELECT ${list}`)));
  assert.equal(rows, 1);
  assert.deepEqual(
    columns.map(({ name, max }) => [name, max]),
    names.map((name, i) => [name, i]),
  );
});

test('a table without rows has no ranges', async (t) => {
  const { source } = await openData(t);
  assert.deepEqual(await columnRanges(source, '(SELECT 1 AS a WHERE false)'), {
    rows: 0,
    columns: [{ name: 'a', type: 'integer', sqlType: 'INTEGER', missing: 0, min: undefined, max: undefined }],
  });
});
