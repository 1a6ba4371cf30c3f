import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sqlNames } from '../../../../engine/src/project/symbols/sqlNames.ts';

/** The columns that `<name>` marks, and no others. */
function columns(marked: string): void {
  const sql = marked.replaceAll(/<<|>>/g, '');
  const wanted = [...marked.matchAll(/<<(.*?)>>/g)].map(([, name]) => name);
  const found = sqlNames(sql).columns.map(({ start, end }) => sql.slice(start, end));
  assert.deepEqual(found, wanted, marked);
}

test('functions, types, keywords, strings and comments are no columns', () => {
  columns('avg((<<delay>> > 15)::int) + count(*) filter (where <<a>> is not null)');
  columns("<<date>> >= timestamp '2001-02-01' and <<date>> < date '2002-01-01' -- date");
  columns('case when <<prediction>> and not <<label>> then 10 else cast(<<a>> as double) end');
  columns("extract(hour from <<date>>) /* hour */ + date_part('hour', <<date>>)");
  columns("<<x>> between 1 and 2 or <<x>> in ('a', 'it''s x') or <<x>> like E'\\'x'");
  columns('sum(<<a>>) over (partition by <<b>> order by <<c>> desc rows between 1 preceding and current row)');
  columns("<<time>> at time zone 'UTC' > now() - interval 3 day");
  columns('$x + $expression_1 + <<a>>[<<b>>:<<c>>]');
});

test('quoted names are columns whatever they say', () => {
  columns('"<<select>>" > 1 and "<<a ""b"" c>>" < 2 and "<<"'.replace('"<<"', "'x'"));
});

test('keys of structs, named arguments and parameters of lambdas are no columns', () => {
  columns("{'k': <<a>>, k: <<b>>} is not null");
  columns('f(name := <<a>>, other => <<b>>)');
  columns('list_transform(<<l>>, x -> x + <<y>>) and <<x>> > 1');
  columns('list_reduce(<<l>>, (x, y) -> x + y + <<z>>)');
  columns('list_filter(<<l>>, lambda x: x > <<y>>)');
  columns("[x * <<a>> for x in <<l>> if x > <<b>>] = map {'k': <<x>>}['k'] and <<c>> collate nocase = 'a'");
  columns("<<j>> -> '$.a' = 1 and f(<<j>> ->> 'b', <<c>>)");
});

test('of a dotted name the first part may be a struct, the second a column of a table', () => {
  assert.deepEqual(
    sqlNames('a.b > c').columns.map(({ name, of }) => [of, name]),
    [
      [undefined, 'a'],
      ['a', 'b'],
      [undefined, 'c'],
    ],
  );
});

test('tables stand behind FROM and JOIN, with their aliases; what WITH defines is none', () => {
  const { tables, aliases } = sqlNames(`
    with recent as (select * from flights where day > 3), all_of(a, b) as (select 1, 2)
    select * exclude (x) from recent r, airports as "To", all_of
    left join (select iata from cities c) s on s.iata = r.origin
    where origin in (select iata from big) and a is distinct from b`);
  assert.deepEqual(
    tables.map(({ name }) => name),
    ['flights', 'airports', 'cities', 'big'],
  );
  assert.deepEqual(
    [aliases.get('r'), aliases.get('to'), aliases.get('c'), aliases.get('s')],
    ['recent', 'airports', 'cities', ''],
  );
});

test('what a SELECT gives is known by alias or bare name', () => {
  const sql = 'select distinct a, t.b, c as d, e + 1 f, g::int, max(h), * from t';
  assert.deepEqual(
    sqlNames(sql).items.map(({ name, start, end }) => [name?.name, sql.slice(start, end)]),
    [
      ['a', 'a'],
      ['b', 't.b'],
      ['d', 'c as d'],
      ['f', 'e + 1 f'],
      [undefined, 'g::int'],
      [undefined, 'max(h)'],
      [undefined, '*'],
    ],
  );
});

test('what is never closed ends with the text', () => {
  columns("<<a>> > 'b and c");
  columns('<<a>> > "<<b and c>>');
  columns('<<a>> /* b');
  columns('((<<a>> ] } ) , <<b>>');
  for (const hard of ['(a,', ') -> ', 'x -> ', '/*', "'", '"', 'f(x -> ', '$$', 'from ', 'a.b.', '::'])
    sqlNames(hard.repeat(20_000));
});
