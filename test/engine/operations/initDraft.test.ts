import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { openDuckDb } from '../../../engine/src/adapters/duckdb/duckDb.ts';
import { snakeCase, snakeNames } from '../../../engine/src/operations/init/draft/snakeNames.ts';
import { sqlName } from '../../../engine/src/operations/init/draft/sqlName.ts';
import { comment, yamlList, yamlText } from '../../../engine/src/operations/init/yamlText.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...' :#-"\'[]{},&*!|>%@`?\\ax1~\n\t'), maxLength: 6 }),
  fc.constantFrom(
    'null',
    'True',
    '~',
    '',
    'yes',
    '1e3',
    '.inf',
    '- a',
    'a: b',
    'a #b',
    '<<',
    '---',
    '0x1f',
    '2001-01-01',
  ),
);

test('any text reads back from YAML as it was, as key, value and in a list', () => {
  fc.assert(
    fc.property(anyText, anyText, (key, value) => {
      fc.pre(key.isWellFormed() && value.isWellFormed());
      const text = `a:\n  ${yamlText(key)}: ${yamlText(value)} # ...\n  list: ${yamlList([key, value])}\n`;
      const { a } = parse(text) as { a: Record<string, unknown> };
      if (key !== 'list') assert.equal(a[key], value, text);
      assert.deepEqual(a['list'], [key, value], text);
    }),
    { seed: 4 },
  );
});

test('a comment is lines of a comment, whatever it says', () => {
  assert.equal(comment('one\ntwo\u2028three', '  '), '  # one two three');
  const lines = comment(`${'word '.repeat(40)}end`, '', '  ').split('\n');
  assert.ok(lines.every((line) => line.startsWith('# ') && line.length <= 120));
  assert.match(lines[1]!, /^# {3}word/);
});

test('names become snake_case, each once', () => {
  assert.deepEqual(
    [
      'TotalCharges',
      'customerID',
      'capital-gain',
      'median house value',
      '2nd floor',
      '🙂',
      'Élan',
      'HTTPStatus',
      'null',
    ].map(snakeCase),
    [
      'total_charges',
      'customer_id',
      'capital_gain',
      'median_house_value',
      'column_2nd_floor',
      'column',
      'elan',
      'http_status',
      'column_null',
    ],
  );
  assert.deepEqual(['a b', 'a-b', 'label', 'A_B'].map(snakeNames()), ['a_b', 'a_b_2', 'label_2', 'a_b_3']);
});

test('a name stands in SQL without quotes only where DuckDB reads it as a column', async (t) => {
  const data = await openDuckDb({ tmpFolder: temporaryFolder(t), readable: [] });
  t.after(() => data.close());
  const words = await data.rows('select keyword_name as word from duckdb_keywords()');
  const names = [
    ...words.map(({ word }) => String(word)),
    'current_date',
    'user',
    'rowid',
    'Churn',
    'a b',
    'a"b',
    '🙂',
    '1a',
  ];
  for (const name of names) {
    const columns = [{ name, type: 'integer', sqlType: 'INTEGER' }] as const;
    const text = `case when not ${sqlName(name)} = 1 then ${sqlName(name)}::BIGINT else ${sqlName(name)} end`;
    const bound = await data.bind(text, { kind: 'expression', columns });
    assert.ok(bound.kind === 'bound' && bound.reads.length === 1, text);
  }
});
