import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { testProject } from '../kit/project.ts';

const PROJECT = `
#- late.monitor.yaml
monitor: late
model: late@production
current: {dataset: rows}
drift: {}
`;

test('a monitor is muted for a while with its reason, or without end, and unmuted', async (t) => {
  const { modelyard, folder } = testProject(t, PROJECT);
  const follows = outputSchemas();
  const said = await modelyard('monitor mute late --for 7d --why holidays --format json');
  assert.equal(said.code, 0, said.err);
  const mute = said.json<{ until: string; by: string }>();
  follows('monitor-mute', mute);
  const days = (Date.parse(mute.until) - Date.now()) / 86_400_000;
  assert.ok(days > 6.9 && days <= 7, mute.until);
  assert.match(
    (await modelyard('monitor mute late')).out,
    /late checks on and tells nobody until `modelyard monitor unmute`/,
  );
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const kept = await (await host.stores(folder)).monitors.mutes();
  assert.deepEqual(
    kept.map(({ monitor, until, why }) => [monitor, until, why]),
    [['late', null, null]],
  );
  const back = await modelyard('monitor unmute late --format json');
  follows('monitor-mute', back.json());
  assert.deepEqual(await (await host.stores(folder)).monitors.mutes(), []);
});

test('a monitor that there is not, and no length of time, are refused', async (t) => {
  const { modelyard } = testProject(t, PROJECT);
  const other = await modelyard('monitor mute lade');
  assert.deepEqual(
    [other.code, /no monitor `lade`/.test(other.err), /Did you mean `late`/.test(other.err)],
    [2, true, true],
  );
  for (const length of ['soon', '0s', '7 d']) {
    const { code, err } = await modelyard(['monitor', 'mute', 'late', '--for', length]);
    assert.equal(code, 2, length);
    assert.match(err, /no length of time/);
  }
});
