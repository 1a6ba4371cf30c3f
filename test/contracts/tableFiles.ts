import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { Table, TimestampMillisecond, tableToIPC, vectorFromArray } from 'apache-arrow';
import type { DataSource, TableFiles, TableFormat } from '../../engine/src/ports/dataSource.ts';
import { type DataSourceKit, reason } from './dataSource.ts';

type Reading = Omit<Partial<TableFiles>, 'files'>;

/** How every implementation of `DataSource` reads the files of a table: partitions, local times, the dialect of CSV. */
export function tableFilesContract(name: string, open: (t: TestContext) => Promise<DataSourceKit>): void {
  const contract = (behaviour: string, body: (kit: DataSourceKit) => Promise<void>): void => {
    test(`${name}: ${behaviour}`, async (t) => body(await open(t)));
  };
  const files = async ({ folder, source }: DataSourceKit, content: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [path, text] of Object.entries(content)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (path.endsWith('.parquet')) await source.write(String(text), join(folder, path));
      else writeFileSync(join(folder, path), text);
    }
    return Object.keys(content).map((path) => join(folder, path));
  };
  const rowsOf = async (source: DataSource, table: TableFiles) =>
    source.rows(`SELECT * FROM ${await source.relation(table)} ORDER BY ALL`);
  const typesOf = async (source: DataSource, table: TableFiles) =>
    Object.fromEntries(
      (await source.columns(`SELECT * FROM ${await source.relation(table)}`)).map((column) => [
        column.name,
        column.sqlType,
      ]),
    );

  const PARTITIONS = { year: 'BIGINT', month: 'BIGINT', kind: 'VARCHAR' };
  const partitioned: Readonly<Record<string, readonly [TableFormat, (n: number) => string | Uint8Array]>> = {
    'x.parquet': ['parquet', (n) => `select ${n} as n, 'file' as "Month"`],
    'x.csv': ['csv', (n) => `n,Month\n${n},file\n`],
    'x.csv.zst': ['csv', (n) => zstdCompressSync(`n,Month\n${n},file\n`)],
    'x.json.gz': ['ndjson', (n) => gzipSync(`{"n": ${n}, "Month": "file"}\n`)],
    'x.arrow': ['arrow', (n) => tableToIPC(new Table({ n: vectorFromArray([n]) }), 'file')],
  };
  for (const [file, [format, content]] of Object.entries(partitioned))
    contract(`folders are columns, behind those of the files: ${file}`, async (kit) => {
      const found = await files(kit, {
        [`id=7/year=2023/month=02/kind=a%20b/${file}`]: content(1),
        [`id=7/year=2024/month=10/kind=__HIVE_DEFAULT_PARTITION__/${file}`]: content(2),
      });
      const table: TableFiles = { files: found, format, partitions: PARTITIONS };
      assert.deepEqual(await rowsOf(kit.source, table), [
        { n: 1, year: 2023, month: 2, kind: 'a b' },
        { n: 2, year: 2024, month: 10, kind: null },
      ]);
      assert.deepEqual(Object.keys(await typesOf(kit.source, { ...table, files: found.slice(1) })), [
        'n',
        'year',
        'month',
        'kind',
      ]);
      const { partitions: _, ...without } = table;
      const names = Object.keys(await typesOf(kit.source, without));
      assert.deepEqual(names, format === 'arrow' ? ['n'] : ['n', 'Month']);
    });

  /** Winter, summer, skipped, shown twice, none: in New York, without a zone. */
  const LOCAL = ['2024-01-15 12:00:00', '2024-07-15 12:00:00', '2024-03-10 02:30:00', '2024-11-03 01:30:00', ''];
  const IN_UTC = ['2024-01-15T17:00:00Z', '2024-03-10T07:30:00Z', '2024-07-15T16:00:00Z', '2024-11-03T06:30:00Z', null];
  const local: Readonly<Record<string, readonly [TableFormat, string | Uint8Array]>> = {
    't.parquet': [
      'parquet',
      `select nullif(t, '')::timestamp as t from (values ${LOCAL.map((t) => `('${t}')`).join(', ')}) v(t)`,
    ],
    't.csv': ['csv', `t,n\n${LOCAL.map((t) => `${t},1`).join('\n')}\n`],
    't.ndjson': ['ndjson', LOCAL.map((t) => JSON.stringify({ t: t || null })).join('\n')],
    't.arrow': [
      'arrow',
      tableToIPC(
        new Table({
          t: vectorFromArray(
            LOCAL.map((t) => (t === '' ? null : Date.parse(`${t}Z`))),
            new TimestampMillisecond(),
          ),
        }),
        'file',
      ),
    ],
  };
  for (const [file, [format, content]] of Object.entries(local))
    contract(`times without a zone become UTC: ${file}`, async (kit) => {
      const table: TableFiles = { files: await files(kit, { [file]: content }), format };
      const read = async (reading: Reading) =>
        (await rowsOf(kit.source, { ...table, ...reading } as TableFiles)).map((row) => row['t']);
      assert.deepEqual(await read({ timezone: 'America/New_York' }), IN_UTC);
      const asWritten = await read({});
      assert.deepEqual(asWritten[1], '2024-03-10T02:30:00Z');
      assert.deepEqual(await read({ timezone: 'UTC' }), asWritten);
      assert.deepEqual(await read({ timezone: 'America/New_York', timesAsWritten: true }), asWritten);
      const types = await typesOf(kit.source, { ...table, timezone: 'America/New_York' });
      assert.equal(types['t'], 'TIMESTAMP');
    });

  contract('times with a zone are instants, whatever the zone of the others', async (kit) => {
    const timezone = 'America/New_York';
    const texts = ['2024-01-15 12:00:00', '2024-01-15T12:00:00Z', '2024-01-15 12:00:00.5+02:00', '2024-01-15'];
    const [csv, json, zulu, parquet] = await files(kit, {
      'mixed.csv': `t,n\n${texts.map((text) => `${text},1`).join('\n')}\n`,
      'mixed.ndjson': texts.map((t) => JSON.stringify({ t })).join('\n'),
      'zulu.ndjson': '{"t": "2024-01-15T12:00:00Z"}\n{"t": "2024-01-15T13:00:00Z"}\n',
      'instants.parquet': `select timestamptz '2024-01-15 12:00:00+02' as t`,
    });
    const read = async (table: TableFiles) => (await rowsOf(kit.source, table)).map((row) => row['t']);
    const mixed = ['2024-01-15T05:00:00Z', '2024-01-15T10:00:00.5Z', '2024-01-15T12:00:00Z', '2024-01-15T17:00:00Z'];
    assert.deepEqual(await read({ files: [csv!], format: 'csv', timezone }), mixed);
    for (const type of ['TIMESTAMP', 'TIMESTAMPTZ', 'datetime'])
      assert.deepEqual(await read({ files: [csv!], format: 'csv', timezone, csv: { types: { t: type } } }), mixed);
    assert.deepEqual(await read({ files: [csv!], format: 'csv', csv: { types: { t: 'TIMESTAMP' } } }), [
      '2024-01-15T00:00:00Z',
      '2024-01-15T10:00:00.5Z',
      '2024-01-15T12:00:00Z',
      '2024-01-15T12:00:00Z',
    ]);
    // DuckDB takes texts of several zones in JSON for text: nothing is guessed.
    assert.deepEqual(await typesOf(kit.source, { files: [json!], format: 'ndjson', timezone }), { t: 'VARCHAR' });
    assert.deepEqual(await read({ files: [zulu!], format: 'ndjson', timezone }), [
      '2024-01-15T12:00:00Z',
      '2024-01-15T13:00:00Z',
    ]);
    assert.deepEqual(await read({ files: [parquet!], format: 'parquet', timezone }), ['2024-01-15T10:00:00Z']);
  });

  contract('Parquet files of which some have a zone are refused with a `timezone`', async (kit) => {
    const found = await files(kit, {
      'a.parquet': `select timestamptz '2024-01-15 12:00:00+02' as t`,
      'b.parquet': `select timestamp '2024-01-15 12:00:00' as t`,
    });
    await assert.rejects(
      kit.source.relation({ files: found, format: 'parquet', timezone: 'Europe/Berlin' }),
      (error: Error) => reason('source-corrupt')(error) && /b\.parquet.*`t` have no zone/.test(error.message),
    );
  });

  contract('the CSV dialect of a dataset: null texts, delimiter, quote, header, types', async (kit) => {
    const [file] = await files(kit, { 'x.csv': "1~'a~b'~NA\n?~''~3\n" });
    const csv = { delimiter: '~', quote: "'", header: false, nulls: ['NA', '?'], types: { column2: 'VARCHAR' } };
    const table: TableFiles = { files: [file!], format: 'csv', csv };
    assert.deepEqual(await kit.source.rows(`SELECT * FROM ${await kit.source.relation(table)}`), [
      { column0: 1, column1: 'a~b', column2: null },
      { column0: null, column1: '', column2: '3' },
    ]);
  });

  contract('CSV files are one table: a column that one file leaves empty has the type of the others', async (kit) => {
    const found = await files(kit, {
      '1.csv': 'n,t,s\n,2024-01-15,\n',
      '2.csv': 't,n\n2024-07-15 12:00:00,5\n',
      '3.csv': 'n,t,s\n',
      '4.csv': 'n,s\n6.5,x\n',
    });
    const table: TableFiles = { files: found, format: 'csv', timezone: 'America/New_York' };
    assert.deepEqual(await typesOf(kit.source, table), { n: 'DOUBLE', t: 'TIMESTAMP', s: 'VARCHAR' });
    assert.deepEqual(await rowsOf(kit.source, table), [
      { n: 5, t: '2024-07-15T16:00:00Z', s: null },
      { n: 6.5, t: null, s: 'x' },
      { n: null, t: '2024-01-15T05:00:00Z', s: null },
    ]);
  });

  contract('a text among declared times is named with its row, whatever the zone', async (kit) => {
    const [file] = await files(kit, { 'x.csv': 't,n\n2024-01-15 12:00:00,1\nyesterday,2\n' });
    for (const type of ['TIMESTAMP', 'timestamptz'])
      for (const timezone of ['UTC', 'Europe/Berlin'])
        await assert.rejects(
          async () => {
            const table: TableFiles = { files: [file!], format: 'csv', timezone, csv: { types: { t: type } } };
            await rowsOf(kit.source, table);
          },
          (error: Error) =>
            reason('source-corrupt')(error) && /x\.csv:3: `yesterday` in column `t` is no time/.test(error.message),
          `${type} ${timezone}`,
        );
  });

  contract('types of columns that are not there, and types that are none, are refused', async (kit) => {
    const [file] = await files(kit, { 'x.csv': 'a,b\n1,2\n' });
    const refuses = async (types: Readonly<Record<string, string>>, why: RegExp) =>
      assert.rejects(
        kit.source.relation({ files: [file!], format: 'csv', csv: { types } }),
        (error: Error) => reason('csv-types')(error) && why.test(error.message),
      );
    await refuses({ c: 'BIGINT' }, /names `c`, which is no column/);
    await refuses({ b: 'BIGINTT' }, /BIGINTT/);
    await refuses({ b: "BIGINT'); drop table x; --" }, /type/);
  });

  contract(
    'columns of any name are read from every format, and names that differ in case alone are refused',
    async (kit) => {
      const names = ['select', 'a.b', 'qu"ote', "it's", '😀', 'with blank', 'modelyard file'];
      const items = names.map((name, i) => `${i} AS "${name.replaceAll('"', '""')}"`).join(', ');
      const record = Object.fromEntries(names.map((name, i) => [name, i]));
      const csv = `${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',')}\n${names.map((_, i) => i).join(',')}\n`;
      const found = await files(kit, {
        'x.parquet': `select ${items}`,
        'x.csv': csv,
        'x.ndjson': JSON.stringify({ ...record, select_1: 7 }),
      });
      for (const [index, format] of (['parquet', 'csv', 'ndjson'] as const).entries())
        assert.deepEqual(
          await rowsOf(kit.source, { files: [found[index]!], format }),
          [format === 'ndjson' ? { ...record, select_1: 7 } : record],
          format,
        );
      const twice = await files(kit, {
        'y.csv': 'aa,AA\n1,2\n',
        'y.ndjson': '{"aa": 1, "AA": 2}\n',
        'y.parquet': 'select 1 as aa, 2 as bb',
      });
      // DuckDB does not write such a file.
      writeFileSync(twice[2]!, readFileSync(twice[2]!, 'latin1').replaceAll('bb', 'AA'), 'latin1');
      for (const [index, format] of (['csv', 'ndjson', 'parquet'] as const).entries())
        await assert.rejects(kit.source.relation({ files: [twice[index]!], format }), reason('source-corrupt'), format);
    },
  );

  contract('a CSV column whose type changes in row 2,000,000 is read with a type that holds all', async (kit) => {
    const file = join(kit.folder, 'long.csv');
    const sql = `select i, case when i = 2000000 then 'x' else (i % 7)::varchar end as b from range(2000001) t(i)`;
    await kit.source.write(sql, file, { format: 'csv' });
    const table: TableFiles = { files: [file], format: 'csv' };
    assert.deepEqual(await typesOf(kit.source, table), { i: 'BIGINT', b: 'VARCHAR' });
    const relation = await kit.source.relation(table);
    assert.deepEqual(await kit.source.rows(`SELECT b FROM ${relation} WHERE i = 2000000`), [{ b: 'x' }]);
    await assert.rejects(
      (async () => {
        const declared = await kit.source.relation({ ...table, csv: { types: { b: 'BIGINT' } } });
        await kit.source.rows(`SELECT sum(b) AS s FROM ${declared}`);
      })(),
      (error: Error) => reason('source-corrupt')(error) && /long\.csv:2000002: `x` in column `b`/.test(error.message),
    );
  });

  contract('a table of five thousand columns', async (kit) => {
    const items = Array.from({ length: 5000 }, (_, i) => `${i} AS c${i}`).join(', ');
    const [parquet] = await files(kit, { 'wide.parquet': `select ${items}, timestamp '2024-01-15 12:00:00' as t` });
    const csv = join(kit.folder, 'wide.csv');
    await kit.source.write(`select ${items}, timestamp '2024-01-15 12:00:00' as t`, csv, { format: 'csv' });
    for (const [file, format] of [
      [parquet!, 'parquet'],
      [csv, 'csv'],
    ] as const) {
      const relation = await kit.source.relation({ files: [file], format, timezone: 'Europe/Berlin' });
      const [row] = await kit.source.rows(`SELECT c4999, t FROM ${relation}`);
      assert.deepEqual(row, { c4999: 4999, t: '2024-01-15T11:00:00Z' });
    }
  });
}
