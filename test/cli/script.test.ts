import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunEvent } from '../../engine/src/pipeline/events.ts';
import { type Said, testProject } from '../kit/project.ts';

const ROWS = `
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- rows.csv
a,b
1,x
2,"y, z"
`;

test('a program finds its inputs, outputs and params in its arguments and its environment', async (t) => {
  const project = testProject(
    t,
    `${ROWS}
#- tell.mjs
import { readFileSync, writeFileSync } from 'node:fs';
const { env, argv } = process;
writeFileSync(argv[2], JSON.stringify({
  arguments: argv.slice(3),
  same: argv[2] === env.MODELYARD_OUTPUT_SEEN && argv[4] === env.MODELYARD_INPUT_ROWS,
  table: readFileSync(env.MODELYARD_INPUT_ROWS, 'utf8').split('\\n').slice(0, 3),
  params: JSON.parse(readFileSync(env.MODELYARD_PARAMS, 'utf8')),
  step: env.MODELYARD_STEP,
  run: env.MODELYARD_RUN_ID.length,
  own: env.OWN,
}));
#- tell.pipeline.yaml
pipeline: tell
params: {name: "it's; $(odd)", size: 2}
steps:
  examples:
    uses: data/examples
    with: {from: rows, columns: {a: a, b: b}}
  tell:
    run: node tell.mjs \${{ outputs.seen }} \${{ params.name }} \${{ inputs.rows }} 'one word' \${{ params.size * 2 }}
    inputs:
      rows: {from: "\${{ steps.examples.data }}", as: csv}
    outputs: {seen: seen.json}
    env: {OWN: "size \${{ params.size }}"}
  check:
    run: node -e 1 \${{ steps.tell.seen.step }}
`,
  );
  const said = await project.modelyard('run tell --format ndjson');
  assert.equal(said.code, 0, said.out);
  const seen = await artifact(project, said, 'seen.json');
  assert.deepEqual(seen, {
    arguments: ["it's; $(odd)", (seen as { arguments: string[] }).arguments[1], 'one word', '4'],
    same: true,
    table: (seen as { table: string[] }).table,
    params: { name: "it's; $(odd)", size: 2 },
    step: 'tell',
    run: 32,
    own: 'size 2',
  });
  assert.match((seen as { table: string[] }).table.join('|'), /,"y, z"|"y, z",/);
});

const BAD: readonly (readonly [string, string, RegExp])[] = [
  ['exits 1', "run: node -e 'console.log(1); console.error(`no luck`); process.exit(1)'", /exit code 1.*no luck/],
  ['prints nothing', "run: node -e 'process.exit(7)'", /exit code 7.*printed nothing/],
  ['is killed', "run: node -e 'process.kill(process.pid, `SIGKILL`)'", /SIGKILL/],
  ['is not there', 'run: no-such-program', /`no-such-program` was not found/],
  ['may not be executed', 'run: ./plain.txt', /plain\.txt.*could not be started/],
  ['writes no output', 'run: node -e 1\n    outputs: {m: m.json}', /wrote no `m` \(m\.json\)/],
  [
    'writes half a JSON',
    'run: node put.mjs ${{ outputs.m }} \'{"a":\'\n    outputs: {m: m.json}',
    /`m`, which is not JSON/,
  ],
  ['writes a folder', 'run: mkdir ${{ outputs.m }}\n    outputs: {m: m.json}', /wrote no `m`/],
  ['writes NaN', 'run: node put.mjs ${{ outputs.m }} \'{"a":NaN}\'\n    outputs: {m: m.json}', /not JSON.*/],
  ['writes no Parquet', 'run: node put.mjs ${{ outputs.m }} garbage\n    outputs: {m: m.parquet}', /m\.parquet/],
  ['writes an empty CSV', "run: node put.mjs ${{ outputs.m }} ''\n    outputs: {m: m.csv}", /m\.csv/],
  ['writes no ONNX', 'run: node put.mjs ${{ outputs.m }} garbage\n    outputs: {m: m.onnx}', /m\.onnx|model/],
  ['reads outside', 'run: node -e 1\n    inputs: {a: link}', /outside/],
];

for (const [what, step, says] of BAD)
  test(`a program that ${what} fails its step, and the message says so`, async (t) => {
    const project = testProject(
      t,
      `
#- put.mjs
import { writeFileSync } from 'node:fs';
writeFileSync(process.argv[2], process.argv[3]);
#- plain.txt
text
#- bad.pipeline.yaml
pipeline: bad
steps:
  bad:
    ${step}
`,
    );
    symlinkSync('/etc/hostname', join(project.folder, 'link'));
    const said = await project.modelyard('run bad --format ndjson');
    const events = said.events();
    const finished = events.find((event) => event.type === 'step.finished');
    assert.equal(said.code, 1, said.err);
    assert.equal(finished?.status, 'failed');
    assert.match(finished?.reason ?? '', says);
    assert.ok(finished?.next, 'a next step');
    assert.equal(events.at(-1)?.type, 'run.finished');
    assert.deepEqual(readdirSync(join(project.folder, '.modelyard/tmp')), []);
  });

test('output that is no UTF-8, very long or has no end is shown and harms nothing', async (t) => {
  const project = testProject(
    t,
    `
#- noise.mjs
process.stdout.write(Buffer.from([0xff, 0xfe, 0x41, 0x0a]));
process.stdout.write('x'.repeat(200000) + '\\n');
process.stderr.write('\\u001b[31mred\\u001b[0m\\r\\nno end');
#- noise.pipeline.yaml
pipeline: noise
steps:
  noise:
    run: node noise.mjs
`,
  );
  const said = await project.modelyard('run noise --format ndjson');
  assert.equal(said.code, 0);
  const lines = said.events().flatMap((event) => (event.type === 'log' ? [event.line] : []));
  assert.ok(lines.includes('\ufffd\ufffdA'));
  assert.equal(lines.filter((line) => /^x+$/.test(line)).join('').length, 200000);
  assert.ok(lines.includes('no end'));
});

test('a Python environment of the project comes first on the PATH', async (t) => {
  const project = testProject(
    t,
    `
#- .venv/bin/python
#!/bin/sh
echo "own python: $VIRTUAL_ENV $1"
#- train.py
#- venv.pipeline.yaml
pipeline: venv
steps:
  train:
    run: python train.py
    python: {venv: .venv}
`,
  );
  chmodSync(join(project.folder, '.venv/bin/python'), 0o755);
  const said = await project.modelyard('run venv --format ndjson');
  const lines = said
    .events()
    .flatMap((event) => (event.type === 'log' && event.stream === 'stdout' ? [event.line] : []));
  assert.deepEqual(lines, [`own python: ${project.folder}/.venv train.py`]);
});

test('secrets reach the programs that name them, and nothing that is kept', async (t) => {
  const project = testProject(
    t,
    `
#- spy.mjs
const { TOKEN, HEADER } = process.env;
console.log('token', TOKEN, 'header', HEADER, 'bare', HEADER.replace('Bearer ', ''));
console.error(TOKEN.split('').join('-'), TOKEN.length);
for (const name of Object.keys(process.env)) if (name.startsWith('MODELYARD_SECRET_')) console.log('leaked', name);
console.log('dies with', TOKEN);
process.exit(1);
#- spy.pipeline.yaml
pipeline: spy
steps:
  spy:
    run: node spy.mjs
    retries: 0
    env: {TOKEN: "\${{ secrets.TOKEN }}", HEADER: "Bearer \${{ secrets.OTHER }}"}
`,
  );
  const variables = { MODELYARD_SECRET_TOKEN: 'hunter2hunter2', MODELYARD_SECRET_OTHER: 'swordfish-swordfish' };
  const said = await project.modelyard('run spy --format ndjson', { variables });
  assert.equal(said.code, 1);
  const lines = said.events().flatMap((event) => (event.type === 'log' ? [event.line] : []));
  assert.ok(lines.includes('token *** header *** bare ***'), lines.join('\n'));
  assert.ok(lines.some((line) => line.endsWith(' 14')));
  for (const text of [said.out, said.err, ...everything(project.folder)])
    for (const secret of Object.values(variables)) assert.ok(!text.includes(secret), text.slice(0, 300));
});

test('a secret that is not there is named', async (t) => {
  const project = testProject(
    t,
    `
#- spy.pipeline.yaml
pipeline: spy
steps:
  spy:
    run: node -e 1
    env: {TOKEN: "\${{ secrets.TOKEN }}"}
`,
  );
  const said = await project.modelyard('run spy');
  assert.equal(said.code, 1);
  assert.match(said.err, /TOKEN/);
});

/** Texts of all files of the store. */
function everything(folder: string): readonly string[] {
  return readdirSync(join(folder, '.modelyard'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, '.modelyard', name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'));
}

async function artifact(project: ReturnType<typeof testProject>, said: Said, path: string): Promise<unknown> {
  const run = said
    .events()
    .find((event): event is Extract<RunEvent, { type: 'run.started' }> => event.type === 'run.started');
  const { artifacts } = (await project.modelyard(`runs show ${run?.run} --format json`)).json<{
    artifacts: { path: string; sha256: string }[];
  }>();
  const found = artifacts.find((one) => one.path.endsWith(path));
  assert.ok(found, `${path} among ${artifacts.map((one) => one.path)}`);
  return JSON.parse(project.read(`.modelyard/objects/${found.sha256.slice(0, 2)}/${found.sha256.slice(2)}`));
}
