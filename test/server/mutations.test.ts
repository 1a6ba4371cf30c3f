import { test } from 'node:test';
import { flightsSample, fuzz, unmutated } from '../kit/fuzz.ts';

const MUTATIONS = 300;

test('whatever happens to a spec, every feature answers, soon, and no column is called unknown falsely', async (t) => {
  const subject = await flightsSample(t);
  const previous = unmutated(subject);
  for (let seed = 1; seed <= MUTATIONS; seed++) await fuzz(subject, seed, previous);
});
