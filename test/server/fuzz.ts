// Mutates the specs of the flights sample and asks every feature of the language server about them.
//   npm run fuzz -- [MUTATIONS] [FIRST SEED]
import { flightsSample, fuzz, unmutated } from '../kit/fuzz.ts';

const [count = 10_000, first = 1] = process.argv.slice(2).map(Number);
const closing: (() => unknown)[] = [];
const subject = await flightsSample({ after: (work) => void closing.push(work as () => unknown) });
const previous = unmutated(subject);
const begun = performance.now();
let failed = 0;
for (let seed = first; seed < first + count; seed++)
  await fuzz(subject, seed, previous).catch((error: Error) => {
    failed += 1;
    console.error(error.message, '\n', error.cause);
  });
for (const close of closing) await close();
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(`${count} mutations from seed ${first} in ${seconds} s: ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
