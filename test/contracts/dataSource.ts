import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { DateDay, Float64, Int32, Table, TimestampMicrosecond, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { Cancelled, Failure } from '../../engine/src/failure.ts';
import type { Column } from '../../engine/src/language/columnType.ts';
import type { Batch, BindScope, DataSource, TableFormat } from '../../engine/src/ports/dataSource.ts';

export interface DataSourceKit {
  readonly source: DataSource;
  /** A folder that may be read and written. */
  readonly folder: string;
}

const COLUMNS: readonly Column[] = [
  { name: 'delay', type: 'integer', sqlType: 'BIGINT' },
  { name: 'date', type: 'timestamp', sqlType: 'TIMESTAMP' },
  { name: 'origin', type: 'string', sqlType: 'VARCHAR' },
  { name: 'select', type: 'integer', sqlType: 'INTEGER' },
  { name: 'a.b', type: 'integer', sqlType: 'INTEGER' },
  { name: 'qu"ote', type: 'integer', sqlType: 'INTEGER' },
  { name: '😀 ü', type: 'integer', sqlType: 'INTEGER' },
  { name: 'legs', type: 'list', sqlType: 'INTEGER[]' },
  { name: 'plane', type: 'struct', sqlType: 'STRUCT(age INTEGER)' },
];

/** What every implementation of `DataSource` keeps to. */
export function dataSourceContract(name: string, open: (t: TestContext) => Promise<DataSourceKit>): void {
  const contract = (behaviour: string, body: (kit: DataSourceKit) => Promise<void>): void => {
    test(`${name}: ${behaviour}`, async (t) => body(await open(t)));
  };

  contract('small results are plain values', async ({ source }) => {
    const sql = `select 1::bigint as i, 9007199254740993::bigint as big, 1.25::decimal(9,2) as d, 0.1::float as f,
      timestamp '2001-02-03 04:05:06' as t, timestamp '2001-02-03 04:05:06.000789' as us, date '2001-02-03' as day,
      time '04:05:06' as clock, [1, null] as list, {'a': 'x'} as struct, null as nothing, true as yes,
      timestamptz '2001-02-03 04:05:06+02' as tz`;
    assert.deepEqual(await source.rows(sql), [
      {
        i: 1,
        big: '9007199254740993',
        d: 1.25,
        f: Math.fround(0.1),
        t: '2001-02-03T04:05:06Z',
        us: '2001-02-03T04:05:06.000789Z',
        day: '2001-02-03',
        clock: '04:05:06',
        list: [1, null],
        struct: { a: 'x' },
        nothing: null,
        yes: true,
        tz: '2001-02-03T02:05:06Z',
      },
    ]);
  });

  contract('values are bound by name and keep every digit', async ({ source }) => {
    const values = { text: "it's", number: 0.027900000000000005, whole: 7, big: 2n ** 60n, yes: true, none: null };
    const [row] = await source.rows(
      'select $text as text, $number as number, $whole as whole, $big as big, $yes as yes, $none as none',
      values,
    );
    assert.deepEqual(row, { ...values, big: String(2n ** 60n) });
  });

  contract('columns are told without running the query', async ({ source }) => {
    assert.deepEqual(await source.columns(`select 1 as a, 'x' as "b c", [1.5] as l from range(1e15::bigint)`), [
      { name: 'a', type: 'integer', sqlType: 'INTEGER' },
      { name: 'b c', type: 'string', sqlType: 'VARCHAR' },
      { name: 'l', type: 'list', sqlType: 'DECIMAL(2,1)[]' },
    ]);
    assert.equal((await source.columns('select $a as a', { a: 'x' }))[0]?.sqlType, 'VARCHAR');
  });

  contract('batches carry numbers, codes, texts and nulls', async ({ source }) => {
    const sql = `select * from (values
      (1::tinyint, 1.5::float, 2.5, true,  'a'::enum('b', 'a'), 'x',  timestamp '1970-01-01 00:00:01', date '1970-01-02', 2::hugeint ** 70),
      (null,       null,       null, null, null,                null, null,                            null,              null)
    ) t(i, f, d, yes, e, s, t, day, h)`;
    const [batch] = await collected(source.batches(sql));
    assert.equal(batch!.rows, 2);
    const numbers = (column: string) => {
      const values = batch!.columns[column]!;
      assert.equal(values.kind, 'numbers');
      return values.kind === 'numbers' ? values.values : new Float64Array();
    };
    assert.deepEqual(numbers('f'), Float32Array.of(1.5, Number.NaN));
    assert.deepEqual(numbers('i'), Float64Array.of(1, Number.NaN));
    assert.deepEqual(numbers('d'), Float64Array.of(2.5, Number.NaN));
    assert.deepEqual(numbers('yes'), Float64Array.of(1, Number.NaN));
    assert.deepEqual(numbers('t'), Float64Array.of(1_000_000, Number.NaN));
    assert.deepEqual(numbers('day'), Float64Array.of(86_400_000_000, Number.NaN));
    assert.deepEqual(numbers('h'), Float64Array.of(2 ** 70, Number.NaN));
    assert.deepEqual(batch!.columns['e'], { kind: 'codes', values: Int32Array.of(1, -1), dictionary: ['b', 'a'] });
    assert.deepEqual(batch!.columns['s'], { kind: 'texts', values: ['x', null] });
  });

  contract('integers keep sign and size in batches', async ({ source }) => {
    const sql = `select unnest([-9007199254740991, -1, 0, 4294967296, 9007199254740991]) as b,
      unnest([-32768, -1, 0, 1, 32767])::smallint as s, unnest([0, 1, 2, 3, 18446744073709551615])::ubigint as u,
      unnest([-1.25, 0, 1, 2, 99999999.99])::decimal(10,2) as d`;
    const [batch] = await collected(source.batches(sql));
    assert.deepEqual(plain(batch!, 'b'), [-9007199254740991, -1, 0, 4294967296, 9007199254740991]);
    assert.deepEqual(plain(batch!, 's'), [-32768, -1, 0, 1, 32767]);
    assert.deepEqual(plain(batch!, 'u'), [0, 1, 2, 3, 2 ** 64]);
    assert.deepEqual(plain(batch!, 'd'), [-1.25, 0, 1, 2, 99999999.99]);
  });

  contract('a long result comes in many batches, in order', async ({ source }) => {
    let next = 0;
    for await (const batch of source.batches('select i from range(100000) t(i)')) {
      for (const value of plain(batch, 'i')) assert.equal(value, next++);
    }
    assert.equal(next, 100_000);
  });

  contract('sorted rows come sorted, and no rows give no batch', async ({ source }) => {
    let last = Number.POSITIVE_INFINITY;
    let rows = 0;
    for await (const batch of source.batches(
      'select (i * 7919) % 100003 as v from range(100003) t(i) order by v desc',
    )) {
      for (const value of plain(batch, 'v') as number[]) assert.ok(value < last);
      last = Math.min(...(plain(batch, 'v') as number[]));
      rows += batch.rows;
    }
    assert.equal(rows, 100_003);
    assert.deepEqual(await collected(source.batches('select 1 as a where false')), []);
  });

  contract('an error in the middle of a long result is told', async ({ source }) => {
    const sql = `select (case when i = 900000 then 'x' else i::varchar end)::bigint as v from range(1000000) t(i)`;
    await assert.rejects(collected(source.batches(sql)), reason('query-failed'));
  });

  contract('other calls go on while batches are read, and reading may stop early', async ({ source }) => {
    for await (const batch of source.batches('select i from range(1000000) t(i)')) {
      assert.deepEqual(await source.rows('select 2 as two'), [{ two: 2 }]);
      assert.ok(batch.rows > 0);
      break;
    }
    assert.deepEqual(await source.rows('select 3 as three'), [{ three: 3 }]);
  });

  contract('a table made by `execute` is there for every later call', async ({ source }) => {
    await source.execute('create table t as select $n as n', { n: 5 });
    assert.deepEqual(await Promise.all([source.rows('from t'), source.rows('from t')]), [[{ n: 5 }], [{ n: 5 }]]);
    await assert.rejects(source.execute('create temp table u as select 1'), /temporary/);
  });

  contract('a running query stops on its signal, and the source goes on', async ({ source, folder }) => {
    const long = 'select count(*) as n from range(1000000000) a, range(1000) b where a.range + b.range = 7';
    const stop = () => AbortSignal.timeout(30);
    await assert.rejects(source.rows(long, {}, { signal: stop() }), Cancelled);
    await assert.rejects(source.write(long, join(folder, 'never.parquet'), { signal: stop() }), Cancelled);
    await assert.rejects(collected(source.batches(long, {}, { signal: stop() })), Cancelled);
    await assert.rejects(source.rows('select 1', {}, { signal: AbortSignal.abort() }), Cancelled);
    assert.equal(existsSync(join(folder, 'never.parquet')), false);
    assert.deepEqual(await source.rows('select 1 as one'), [{ one: 1 }]);
  });

  for (const [format, ending] of [
    ['parquet', 'parquet'],
    ['csv', 'csv'],
    ['csv', 'csv.gz'],
    ['ndjson', 'ndjson'],
    ['ndjson', 'ndjson.zst'],
  ] as const) {
    contract(`a table written as .${ending} reads back the same`, async ({ source, folder }) => {
      const sql = `select i, i / 4 as q, case when i % 3 = 0 then null else 'ü,"' || i end as s,
        timestamp '2001-01-01' + i * interval 1 hour as t from range(5000) r(i) where i >= $from`;
      const file = join(folder, 'deep', `table.${ending}`);
      const written = await source.write(sql, file, { format, bindings: { from: 10 } });
      assert.equal(written.rows, 4990);
      assert.deepEqual(
        written.columns.map((column) => column.name),
        ['i', 'q', 's', 't'],
      );
      const relation = await source.relation({ files: [file], format });
      assert.deepEqual(await source.rows(`from ${relation} order by i`), await source.rows(sql, { from: 10 }));
      assert.deepEqual(readdirSync(join(folder, 'deep')), [`table.${ending}`]);
    });
  }

  for (const format of ['parquet', 'csv', 'ndjson'] satisfies TableFormat[]) {
    contract(`a sink writes ${format} whole at its close`, async ({ source, folder }) => {
      const file = join(folder, `sunk.${format}`);
      const sink = await source.sink(
        file,
        [
          { name: 'id', sqlType: 'BIGINT' },
          { name: 'score', sqlType: 'FLOAT' },
          { name: 'time', sqlType: 'TIMESTAMP' },
          { name: 'yes', sqlType: 'BOOLEAN' },
          { name: 'who', sqlType: 'VARCHAR' },
        ],
        format,
      );
      const rows = 3000;
      const indices = Float64Array.from({ length: rows }, (_, row) => row);
      await sink.append(
        [
          { kind: 'numbers', values: indices },
          { kind: 'numbers', values: Float32Array.from(indices, (row) => (row === 1 ? Number.NaN : row / 2)) },
          { kind: 'numbers', values: indices.map((row) => row * 1e6) },
          { kind: 'numbers', values: indices.map((row) => row % 2) },
          { kind: 'codes', values: Int32Array.from(indices, (row) => (row % 3) - 1), dictionary: ['é', 'b'] },
        ],
        rows,
      );
      assert.equal(existsSync(file), false);
      assert.deepEqual(await sink.close(), { rows });
      const relation = await source.relation({ files: [file], format });
      assert.equal((await source.rows(`select count(*) as n from ${relation}`))[0]?.['n'], rows);
      assert.deepEqual(await source.rows(`select id, score, time, yes, who from ${relation} order by id limit 3`), [
        { id: 0, score: 0, time: '1970-01-01T00:00:00Z', yes: false, who: null },
        { id: 1, score: null, time: '1970-01-01T00:00:01Z', yes: true, who: 'é' },
        { id: 2, score: 1, time: '1970-01-01T00:00:02Z', yes: false, who: 'b' },
      ]);
    });
  }

  contract('a sink that is given up leaves nothing', async ({ source, folder }) => {
    const sink = await source.sink(join(folder, 'given-up.parquet'), [{ name: 'a', sqlType: 'DOUBLE' }], 'parquet');
    await sink.append([{ kind: 'numbers', values: Float64Array.of(1, 2) }], 2);
    await sink.abort();
    assert.deepEqual(
      readdirSync(folder).filter((file) => /given-up|partial/.test(file)),
      [],
    );
  });

  contract('several files are one table by column name', async ({ source, folder }) => {
    writeFileSync(join(folder, 'one.csv'), 'a,b\n1,x\n');
    writeFileSync(join(folder, 'two.csv'), 'b,a\ny,2.5\n');
    const relation = await source.relation({
      files: [join(folder, 'one.csv'), join(folder, 'two.csv')],
      format: 'csv',
    });
    assert.deepEqual(await source.rows(`from ${relation}`), [
      { a: 1, b: 'x' },
      { a: 2.5, b: 'y' },
    ]);
  });

  contract('CSV follows its dialect', async ({ source, folder }) => {
    const read = async (text: string, csv = {}) => {
      const file = join(folder, 'dialect.csv');
      writeFileSync(file, text);
      return source.rows(`from ${await source.relation({ files: [file], format: 'csv', csv })}`);
    };
    assert.deepEqual(await read('a;b\n1,5;x\n'), [{ a: '1,5', b: 'x' }]);
    assert.deepEqual(await read('\uFEFFa\tb\r\n1\t"x\r\ny"\r\n'), [{ a: 1, b: 'x\r\ny' }]);
    assert.deepEqual(await read('a,b\nNA,1\n2,?\n', { nulls: ['NA', '?'] }), [
      { a: null, b: 1 },
      { a: 2, b: null },
    ]);
    assert.deepEqual(await read('code\n007\n', { types: { code: 'VARCHAR' } }), [{ code: '007' }]);
    assert.deepEqual(await read('day\n05/03/2020\n25/12/2020\n'), [{ day: '2020-03-05' }, { day: '2020-12-25' }]);
    assert.deepEqual(await read('a,b\n1,2\n', { header: false, types: { column0: 'VARCHAR' } }), [
      { column0: 'a', column1: 'b' },
      { column0: '1', column1: '2' },
    ]);
  });

  contract('a fraction far below integers stays what it is', async ({ source, folder }) => {
    const rows = Array.from({ length: 60_000 }, (_, row) => row);
    writeFileSync(join(folder, 'late.csv'), `a\n${rows.join('\n')}\n5.5\n`);
    writeFileSync(join(folder, 'late.ndjson'), `${rows.map((row) => `{"a":${row}}`).join('\n')}\n{"a":5.5}\n`);
    for (const format of ['csv', 'ndjson'] as const) {
      const relation = await source.relation({ files: [join(folder, `late.${format}`)], format });
      assert.deepEqual(await source.rows(`from ${relation} where a > 5 and a < 6`), [{ a: 5.5 }]);
    }
  });

  contract('a JSON array is read like lines', async ({ source, folder }) => {
    writeFileSync(join(folder, 'array.json'), '[{"a": 1, "b": {"c": [1]}}, {"a": null}]');
    const relation = await source.relation({ files: [join(folder, 'array.json')], format: 'ndjson' });
    assert.deepEqual(await source.rows(`from ${relation}`), [
      { a: 1, b: { c: [1] } },
      { a: null, b: null },
    ]);
  });

  contract('Arrow files and streams are read', async ({ source, folder }) => {
    const table = new Table({
      id: vectorFromArray([1, 2, 3], new Int32()),
      score: vectorFromArray([0.5, 1.5, -2], new Float64()),
      name: vectorFromArray(['a', null, 'ü'], new Utf8()),
      kind: vectorFromArray(['x', 'y', 'x']),
      day: vectorFromArray([new Date(0), null, new Date(86_400_000)], new DateDay()),
      time: vectorFromArray([0, 1_000, null], new TimestampMicrosecond()),
    });
    for (const form of ['file', 'stream'] as const) {
      const file = join(folder, `${form}.arrow`);
      writeFileSync(file, tableToIPC(table, form));
      const relation = await source.relation({ files: [file], format: 'arrow' });
      assert.deepEqual(await source.rows(`from ${relation}`), [
        { id: 1, score: 0.5, name: 'a', kind: 'x', day: '1970-01-01', time: '1970-01-01T00:00:00Z' },
        { id: 2, score: 1.5, name: null, kind: 'y', day: null, time: '1970-01-01T00:00:01Z' },
        { id: 3, score: -2, name: 'ü', kind: 'x', day: '1970-01-02', time: null },
      ]);
    }
  });

  contract('what lies outside cannot be read or written', async ({ source, folder }) => {
    mkdirSync(join(folder, 'inside'));
    for (const sql of [
      `from read_text('/etc/hostname')`,
      `from read_text('${folder}/inside/../../../../../../etc/hostname')`,
      `from read_csv('/etc/passwd')`,
    ]) {
      await assert.rejects(source.rows(sql), reason('source-unreadable'));
    }
    for (const sql of [
      `copy (select 1) to '/tmp/modelyard-must-not-be-here.csv'`,
      `attach '/tmp/modelyard-must-not-be-here.db' as d`,
      'install httpfs',
      'set enable_external_access = true',
      'set lock_configuration = false',
    ]) {
      await assert.rejects(source.execute(sql));
    }
    assert.equal(existsSync('/tmp/modelyard-must-not-be-here.csv'), false);
  });

  contract('a file that was there stays when its new content fails', async ({ source, folder }) => {
    const file = join(folder, 'kept.csv');
    writeFileSync(file, 'kept\n');
    await assert.rejects(
      source.write(`select 'x'::int as a from range(3)`, file, { format: 'csv' }),
      reason('query-failed'),
    );
    assert.equal(readFileSync(file, 'utf8'), 'kept\n');
  });

  const refused = (kind: BindScope['kind'], code: string, sqls: readonly string[]) =>
    contract(`${kind}: ${code}`, async ({ source }) => {
      for (const marked of sqls) {
        const start = marked.indexOf('<|');
        const end = marked.indexOf('|>') - 2;
        const sql = marked.replace('<|', '').replace('|>', '');
        const scope = kind === 'query' ? { kind, tables: { flights: COLUMNS } } : { kind, columns: COLUMNS };
        const bound = await source.bind(sql, scope);
        assert.equal(bound.kind === 'refused' ? bound.code : 'bound', code, sql);
        if (bound.kind === 'refused')
          assert.deepEqual([bound.start, bound.end], [start, end], `${sql}: ${bound.message}`);
      }
    });

  refused('expression', 'sql-syntax', [
    'delay <|+|>',
    'delay<|)|>',
    '1<|)|> + (2',
    'delay<|)|> FROM x; --',
    '1<|)|> FROM y; DROP TABLE z; SELECT (1',
    'delay<|;|>',
    'delay <|/|>* x',
    '<|"|>delay',
    '<|delay, date|>',
    'delay <|AS|> x',
    'delay <|from|> t',
    '<|select|> 1',
    'delay <|order|> by 1',
    '<||>',
  ]);
  refused('expression', 'unknown-column', [
    '<|delya|> + 1',
    "'ü😀' || <|foo|>",
    "delay > 15 and\n  <|orign|> = 'x'",
    '<|"no such"|>',
    '<|rowid|>',
  ]);
  refused('expression', 'unknown-function', ['1 + <|foo|>(delay)']);
  refused('expression', 'sql-type', ['<|hour|>(origin)', 'delay::<|foo|>']);
  refused('expression', 'sql-not-allowed', [
    '<|random|>()',
    'delay + <|now|>()::date',
    '<|current_timestamp|>',
    '<|today|>()',
    '<|age|>(date)',
    "<|nextval|>('s')",
    '<|gen_random_uuid|>()',
    "<|getenv|>('HOME')",
    "<|current_setting|>('threads')",
    '<|(|>select 1)',
    'delay <|in|> (select 1)',
    '<|exists|> (from t)',
    '<|sum(delay)|>',
    '<|sum|>(delay) over ()',
    '<|*|>',
    '<|columns|>(*)',
    '<|unnest|>(legs)',
    '1 + <|$p|>',
    '1 + <|?|>',
  ]);
  refused('predicate', 'sql-type', ['<|delay|>', '<|null|>']);
  refused('predicate', 'sql-not-allowed', ['<|count(*) > 1|>']);
  refused('aggregate', 'sql-not-allowed', ['<|delay|>', '<|1 + 1|>', '<|sum|>(delay) over ()']);
  refused('aggregate', 'sql-type', ['sum(delay) / <|delay|>']);
  refused('query', 'sql-not-allowed', [
    "select * from <|'x.csv'|>",
    "select * from <|read_csv|>('x.csv')",
    'select * from <|main|>.flights',
    'select * from <|information_schema|>.tables',
    'select * from <|duckdb_settings|>()',
    'select * from <|flights|> tablesample 5%',
    'select <|random|>()',
    'select * from <|"x.csv"|>, (with "x.csv" as (select 1) select * from "x.csv")',
    "<|copy flights to 'x'|>",
    '<|drop table flights|>',
    '<|describe flights|>',
  ]);
  refused('query', 'sql-syntax', ['<|select 1; select 2|>', 'select 1 unio<|n|>']);
  refused('query', 'unknown-table', ['select * from <|nope|>', 'select 1 where 1 in (select a from <|nope|>)']);
  refused('query', 'unknown-column', ['select <|nope|> from flights']);

  contract('a bound expression tells its type and what it reads', async ({ source }) => {
    const bind = async (sql: string, more: Partial<BindScope> = {}) => {
      const bound = await source.bind(sql, { kind: 'expression', columns: COLUMNS, ...more });
      return bound.kind === 'bound' ? [bound.type, bound.sqlType, ...bound.reads] : bound;
    };
    assert.deepEqual(await bind('delay > 15 -- late'), ['boolean', 'BOOLEAN', 'delay']);
    assert.deepEqual(await bind('DELAY'), ['integer', 'BIGINT', 'delay']);
    assert.deepEqual(await bind('"select" + "a.b" + "qu""ote" + "😀 ü"'), [
      'integer',
      'INTEGER',
      'select',
      'a.b',
      'qu"ote',
      '😀 ü',
    ]);
    assert.deepEqual(await bind('list_transform(legs, lambda delay: delay + 1)'), ['list', 'INTEGER[]', 'legs']);
    assert.deepEqual(await bind('plane.age'), ['integer', 'INTEGER', 'plane']);
    assert.deepEqual(await bind('delay > $p', { bindings: { p: 5 } }), ['boolean', 'BOOLEAN', 'delay']);
    assert.deepEqual(await bind('delay > $p', { bindings: { p: 1e300 } }), ['boolean', 'BOOLEAN', 'delay']);
    assert.deepEqual(await bind('count(*) > 3', { kind: 'aggregate' }), ['boolean', 'BOOLEAN']);
    assert.deepEqual(await bind('avg(delay) filter (where origin = $p)', { kind: 'aggregate', bindings: { p: 'x' } }), [
      'float',
      'DOUBLE',
      'delay',
      'origin',
    ]);
  });

  contract('a query tells its columns', async ({ source }) => {
    const sql =
      'with late as (select * from flights where delay > 15) select origin, count(*) as n from late group by 1';
    const bound = await source.bind(sql, { kind: 'query', tables: { flights: COLUMNS } });
    assert.deepEqual(bound.kind === 'bound' && bound.columns, [
      { name: 'origin', type: 'string', sqlType: 'VARCHAR' },
      { name: 'n', type: 'integer', sqlType: 'BIGINT' },
    ]);
  });

  contract('an unknown column comes with near names', async ({ source }) => {
    const bound = await source.bind('delya', { kind: 'expression', columns: COLUMNS });
    assert.ok(bound.kind === 'refused' && bound.name === 'delya' && bound.candidates?.includes('delay'));
  });

  contract('five thousand columns bind', async ({ source }) => {
    const columns = Array.from(
      { length: 5000 },
      (_, n): Column => ({ name: `c${n}`, type: 'float', sqlType: 'DOUBLE' }),
    );
    const bound = await source.bind('c0 + c4999', { kind: 'expression', columns });
    assert.deepEqual(bound.kind === 'bound' && bound.reads, ['c0', 'c4999']);
  });
}

export function reason(expected: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.reason, expected, error.message);
    return true;
  };
}

async function collected(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

function plain(batch: Batch, column: string): readonly unknown[] {
  return [...batch.columns[column]!.values];
}
