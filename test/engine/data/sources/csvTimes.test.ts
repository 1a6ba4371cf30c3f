import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openData } from '../openData.ts';

for (const type of ['TIMESTAMP', 'TIMESTAMPTZ', 'TIME WITH TIME ZONE'])
  for (const timezone of ['UTC', 'America/New_York'])
    test(`a text that is no ${type} is refused and not taken for missing, ${timezone}`, async (t) => {
      const { source, csv } = await openData(t);
      const table = csv(`when,x
                         2001-01-01 10:00:00,1
                         13/13/2001,2`);
      const read = async () =>
        source.rows(
          `SELECT "when" FROM ${await source.relation({ ...table, csv: { types: { when: type } }, timezone })}`,
        );
      await assert.rejects(read, /13\/13\/2001/);
    });

test('times of a form of their own are read with it, whichever type of time is declared', async (t) => {
  const { source, csv } = await openData(t);
  const table = csv(`when,x
                     13/12/2001 10:00:00,1
                     14/12/2001 11:00:00,2`);
  for (const type of ['TIMESTAMP', 'TIMESTAMPTZ']) {
    const relation = await source.relation({ ...table, csv: { types: { when: type } }, timezone: 'America/New_York' });
    assert.deepEqual(await source.rows(`SELECT "when" FROM ${relation} ORDER BY x`), [
      { when: '2001-12-13T15:00:00Z' },
      { when: '2001-12-14T16:00:00Z' },
    ]);
  }
});
