import { test } from 'node:test';
import { raceOffline, raceToPublish } from '../kit/raceToPublish.ts';

test('of 100 registrations that race from three clones none is lost or doubled', async (t) => {
  await raceToPublish(t, [34, 33, 33]);
});

test('of 100 versions that three clones registered offline none is lost or doubled once they are renumbered', async (t) => {
  await raceOffline(t, [34, 33, 33]);
});
