import { test } from 'node:test';
import { raceToPublish } from '../kit/raceToPublish.ts';

test('of 100 registrations that race from three clones none is lost or doubled', async (t) => {
  await raceToPublish(t, [34, 33, 33]);
});
