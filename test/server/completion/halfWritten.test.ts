import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completions, completionsAt } from '../../kit/completions.ts';

const HEAD = '#- p.pipeline.yaml\npipeline: p\nsteps:\n';

test('a key is placed where its map is, wherever on the line the cursor stands', async () => {
  for (const blanks of [5, 6, 7, 9]) {
    const found = await completionsAt(
      `${HEAD}  a:\n    uses: data/split\n    with:\n      by: time\n${' '.repeat(blanks)}<|>\n`,
    );
    assert.ok(found.apply('data').endsWith('      by: time\n      data: \n'), String(blanks));
  }
  const step = await completionsAt(`${HEAD}  a:\n    uses: data/split\n   <|>\n`);
  assert.ok(step.apply('with').includes('    uses: data/split\n    with:\n'));
});

test('problems above and below do not matter', async () => {
  const broken = `#- p.pipeline.yaml
pipeline: p
params: {seed: 7
steps:
  first:
    run: "open
  split:
    uses: data/split
    with:
      by: <|>
  last: ][
    x: 'y
`;
  assert.deepEqual(await completions(broken), ['time', 'random', 'stratified', 'group']);
});

test('each side of a conflict is completed by itself', async () => {
  const conflict = (ours: string, theirs: string) => `${HEAD}  a:
<<<<<<< HEAD
    uses: data/split
    with:
      data: x
${ours}=======
    uses: model/register
    with:
      model: x
${theirs}>>>>>>> other
`;
  assert.equal((await completions(conflict('      <|>\n', '')))[0], 'by');
  assert.equal((await completions(conflict('', '      <|>\n')))[0], 'name');
});

test('no key twice, and none of another branch or step', async () => {
  const found = await completions(`${HEAD}  a:\n    uses: data/split\n    <|>\n    with: {by: time}\n`);
  assert.equal(new Set(found).size, found.length);
  for (const key of ['run', 'shell', 'inputs', 'uses', 'with', 'by', 'data']) assert.ok(!found.includes(key), key);
});

test('a text that goes on over lines offers nothing', async () => {
  assert.deepEqual(await completions('#- a.dataset.yaml\ndataset: a\ndescription: one\n  two <|>\n'), []);
  assert.deepEqual(await completions('#- a.dataset.yaml\ndataset: a\ndescription: |\n  so<|>\n'), []);
});

test('comments offer the codes of the problems that they would silence', async () => {
  const above = await completionsAt(`${HEAD}  a:\n    # <|>\n    uses: data/splitt\n`);
  assert.equal(above.labels[0], 'modelyard-ignore unknown-uses');
  assert.ok(above.apply('modelyard-ignore unknown-uses').includes('    # modelyard-ignore unknown-uses\n'));
  const behind = await completions(`${HEAD}  a:\n    uses: data/splitt # modelyard-ignore <|>\n`);
  assert.equal(behind[0], 'unknown-uses');
  assert.ok(behind.includes('unknown-key'));
  assert.deepEqual(await completions(`${HEAD}  # a note <|>\n`), []);
});

test('where nothing can be written nothing is offered', async () => {
  for (const text of [`${HEAD} <|> a:\n    uses: data/split\n`, `${HEAD}  a:\n    run: |<|>\n      x\n`])
    assert.deepEqual(await completions(text), []);
});

test('a value behind a colon without a blank gets one', async () => {
  const found = await completionsAt(`${HEAD}  a:\n    uses:<|>\n`);
  assert.ok(found.apply('data/split').includes('    uses: data/split\n'));
});

test('lines of Windows', async () => {
  const found = await completionsAt(`${HEAD}  a:\r\n    uses: data/split\r\n    with:\r\n      by: <|>\r\n`);
  assert.ok(found.apply('time').includes('by: time\r\n'));
});
