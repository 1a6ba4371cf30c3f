import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partitionsOf } from '../../../../engine/src/data/sources/sourcePartitions.ts';
import type { ColumnType } from '../../../../engine/src/language/columnType.ts';
import { reason } from '../../../contracts/dataSource.ts';

const typesOf = (paths: readonly string[], declared: Readonly<Record<string, ColumnType>> = {}) =>
  partitionsOf(paths, new Map(Object.entries(declared)));

test('folders `column=value` are columns of the type that all values have', () => {
  assert.deepEqual(typesOf(['a/year=2024/month=01/x.csv', 'a/year=-1/month=12/y.csv']), {
    year: 'BIGINT',
    month: 'BIGINT',
  });
  assert.deepEqual(typesOf(['day=2024-01-31/x.csv', 'day=__HIVE_DEFAULT_PARTITION__/x.csv']), { day: 'DATE' });
  assert.deepEqual(typesOf(['n=1/x.csv', 'n=/x.csv']), { n: 'VARCHAR' });
  assert.deepEqual(typesOf(['n=1/x.csv', 'n=1.5/x.csv']), { n: 'VARCHAR' });
  assert.deepEqual(typesOf(['n=1234567890123456789/x.csv']), { n: 'VARCHAR' });
  assert.equal(typesOf(['a/x=1.csv', '=1/y.csv']), undefined);
});

test('a declared type counts, and a value that is not of it is refused', () => {
  assert.deepEqual(typesOf(['zip=01234/x.csv'], { zip: 'string' }), { zip: 'VARCHAR' });
  assert.deepEqual(typesOf(['share=1/x.csv'], { share: 'float' }), { share: 'DOUBLE' });
  assert.throws(
    () => typesOf(['month=01/x.csv', 'month=jan/x.csv'], { month: 'integer' }),
    reason('source-partitions'),
  );
});

test('files in folders of other columns are refused', () => {
  const refused = (...paths: readonly string[]) => assert.throws(() => typesOf(paths), reason('source-partitions'));
  refused('year=1/x.csv', 'x.csv');
  refused('x.csv', 'year=1/x.csv');
  refused('year=1/month=1/x.csv', 'month=1/year=1/x.csv');
  refused('year=1/Year=2/x.csv');
});

test('the types do not depend on the order of the files', () => {
  const value = fc.constantFrom('1', '01', '2024-01-01', 'a', '', '-5', '__HIVE_DEFAULT_PARTITION__');
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const paths = values.map((one, index) => `k=${one}/${index}.csv`);
      assert.deepEqual(typesOf(paths.toReversed()), typesOf(paths));
    }),
  );
});
