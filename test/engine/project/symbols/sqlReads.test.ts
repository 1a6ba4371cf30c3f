import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sqlFact, sqlSitesIn } from '../../../../engine/src/project/sqlSites.ts';
import { occurrencesIn } from '../../../../engine/src/project/symbols/occurrences.ts';
import { readFixture } from '../../../kit/fixture.ts';
import { gatheredProject } from '../../../kit/problemsWithData.ts';

/** Over a table that has a column of the name of nearly everything that could be taken for one. */
const COLUMNS =
  'a,b,c,x y,select,date,time,ts,name,year,month,day,k,x,rows,range,order,map,first,current,partition,interval';
const VALUES = '1,2,3,4,5,2001-01-01,7,2001-01-01 00:00:00,n,1,2,3,4,5,6,7,8,9,1,2,3,4';

const PREDICATES = [
  '"x y" is not null or "select" = 1 or "order" < 3',
  "date >= date '2001-01-01' and time > 3",
  "extract(year from ts) > 2000 and extract('month' from ts) = day",
  "ts + interval 3 day > ts - interval '3' year and ts at time zone 'UTC' > ts",
  'cast(a as double) > 1 and try_cast(name as integer) is null and b::bigint > c',
  'case a when 1 then true when b then false else c > 3 end',
  '[x * 2 for x in [a, b] if x > c] is not null',
  'list_sum(list_transform([a, b], lambda x, first: x + c)) > 1 and x > 1',
  "struct_pack(k := a, name := b).k > 1 and {'k': c, day: x}.k > 1 and map {'k': a}['k'] = 2",
  "name like 'a%' and name not similar to 'year.*' and name collate nocase = 'date'",
  'a between b and c and a not in (1, x, "x y")',
  'a is distinct from b and coalesce(a, rows, 0) > least(range, current)',
  "substring(name from 2 for 3) = 'x' and trim(both 'a' from name) = E'it\\'s day'",
  '/* a */ b > 1 and name = $$a$$ -- c',
  'A > 1 and Name is not null and first > 1 and partition > 2 and map > 1 and interval > 1',
  "year(ts) = year and strftime(ts, '%Y') <> 'month'",
];

test('the columns that stand in SQL are those that DuckDB reads', async (t) => {
  const checks = PREDICATES.map((sql) => `  - rows: ${JSON.stringify(sql)}`).join('\n');
  const fixture = readFixture(
    `#- d.dataset.yaml\ndataset: d\nsource: d.csv\nchecks:\n${checks}\n#- d.csv\n${COLUMNS}\n${VALUES}\n`,
  );
  const project = await gatheredProject(t, fixture);
  const file = project.files.get('d.dataset.yaml')!;
  for (const site of sqlSitesIn(project, file)) {
    const fact = sqlFact(project, site);
    assert.ok(fact.kind === 'known' && fact.value.kind === 'bound', `${site.sql.text}: ${JSON.stringify(fact)}`);
    const found = occurrencesIn(project, file).filter(({ place }) => place.path[1] === site.place.path[1]);
    const names = new Set(found.map(({ symbol }) => symbol.name));
    assert.deepEqual([...names].sort(), [...fact.value.reads].sort(), site.sql.text);
  }
});
