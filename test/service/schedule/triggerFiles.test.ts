import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localFiles } from '../../../engine/src/adapters/files/localFiles.ts';
import { TriggerFiles } from '../../../service/src/schedule/triggerFiles.ts';
import { testProject } from '../../kit/project.ts';

const PIPELINE = (on: string) => `pipeline: a
${on}
steps:
  check: {uses: data/validate, with: {data: rows}}
`;

test('triggers are those of the specs as they are now', async (t) => {
  const { folder, write } = testProject(t, `\n#- a.pipeline.yaml\n${PIPELINE('')}`);
  let now = 0;
  const clock = { now: () => now, sleep: async () => undefined };
  const files = new TriggerFiles({ files: localFiles(), clock }, folder.replaceAll('\\', '/'));
  const read = async () =>
    (await files.read())?.triggers.map(({ id, schedule, problem }) => [id, schedule?.text ?? problem]);
  assert.equal(await read(), undefined);
  write('a.pipeline.yaml', PIPELINE('on: {schedule: "@daily"}'));
  assert.deepEqual(await read(), [['pipeline a', '@daily']]);
  write('a.pipeline.yaml', PIPELINE('on: {schedule: "@daily", timezone: Europe/Nowhere}'));
  assert.deepEqual(await read(), [['pipeline a', 'There is no time zone `Europe/Nowhere`']]);
  write('m.monitor.yaml', 'monitor: m\nmodel: m\ncurrent: {dataset: rows}\nschedule: "@hourly"\n');
  now += 30_000;
  assert.deepEqual(
    (await read())?.map(([id]) => id),
    ['monitor m', 'pipeline a'],
  );
  write('a.pipeline.yaml', PIPELINE(''));
  write('m.monitor.yaml', 'monitor: m\n');
  assert.equal(await read(), undefined);
});

test('a folder of scripts is not searched', async () => {
  let searched = 0;
  const files = { stat: async () => undefined, glob: async () => [String(searched++)], stats: async () => [] };
  const clock = { now: () => 0, sleep: async () => undefined };
  const found = await new TriggerFiles({ files: files as never, clock }, '/home/ada').read();
  assert.deepEqual([found, searched], [undefined, 0]);
});
