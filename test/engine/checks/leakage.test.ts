import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';
import { problemsWithData } from '../../kit/problemsWithData.ts';

/** 200 calls: `talk` and `fee` are made after the label, `sold` is `day` and `night` together. */
const CALLS = [
  'id,at,age,fee,reason,day,night,sold,bought',
  ...Array.from({ length: 200 }, (_, i) => {
    const bought = (i * 7919) % 13 < 5;
    const [day, night] = [(i * 31) % 97, (i * 57) % 89];
    const at = new Date(Date.UTC(2001, 0, 1, i)).toISOString().slice(0, 19);
    return [
      i + 1000,
      at,
      20 + ((i * 37) % 41),
      bought ? 50 + (i % 7) : i % 7,
      bought ? 'ok' : '',
      day,
      night,
      day + night,
      bought,
    ].join();
  }),
].join('\n');

const DATASET = (key: string) => `
#- calls.csv
${CALLS}
#- calls.dataset.yaml
dataset: calls
source: calls.csv
${key}
#- calls.pipeline.yaml
pipeline: calls
steps:
  examples:
    uses: data/examples
    with:
      from: calls
`;

test('inputs that tell the label in the data, and ids', async (t) => {
  await problemsWithData(
    t,
    `${DATASET('timestamp: at')}
      label: {bought: bought}
      columns:
        age: age
        fee: fee * 2        #~ input-tells-label
        told: reason        #~ input-tells-label
        id: id              #~ id-among-inputs
  split: {uses: data/split, with: {data: "\${{ steps.examples.data }}", by: time, test: 20%}}
`,
  );
});

test('two inputs of which the label is the sum', async (t) => {
  await problemsWithData(
    t,
    `${DATASET('timestamp: at')}
      where: age > 0
      label: {sold: sold}
      columns:
        age: age
        day: day            #~ input-tells-label
        night: night        #~ input-tells-label
  split: {uses: data/split, with: {data: "\${{ steps.examples.data }}", by: time, test: 20%}}
`,
  );
});

test('a silenced input, and one that the label is made of, are told once', async (t) => {
  await problemsWithData(
    t,
    `${DATASET('timestamp: at')}
      label: {bought: bought}
      columns:
        age: age
        fee: fee  # modelyard-ignore input-tells-label
        same: bought        #~ target-among-inputs
`,
  );
});

test('the key of a dataset is no input, one column of several may be', () => {
  const pipeline = `
      label: {bought: bought}
      columns:
        age: age
        `;
  problems(`${DATASET('key: [id]')}${pipeline}id: ID  #~ id-among-inputs\n`);
  problems(`${DATASET('key: [id]')}${pipeline}name: '"id"'  #~ id-among-inputs\n`);
  problems(`${DATASET('key: [id]')}${pipeline}region: id // 100\n`);
  problems(`${DATASET('key: [id, at]')}${pipeline}id: id\n`);
});
